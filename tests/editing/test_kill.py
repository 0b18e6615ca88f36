"""A process that is killed in the middle of a save leaves the old version or the new, not half."""

import json
import os
import random
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

SEED, KILLS = 2026, 6


@pytest.fixture
def address(tmp_path, django_db_blocker):
    """Of an empty database that other processes can open."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{tmp_path}/portal.sqlite3"
        return
    found, name = connection.settings_dict, f"portal_killed_{os.getpid()}"
    login = ":".join(quote(found[key]) for key in ("USER", "PASSWORD") if found[key])
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"postgres://{login}@{found['HOST']}:{found['PORT']}/{name}"
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def process(task, address):
    command = [sys.executable, "-W", "ignore", "-m", "tests.editing.saves", task]
    environment = os.environ | {"DATABASE_URL": address}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=pipe, text=True)  # noqa: S603 our own


def done(task, address):
    with process(task, address) as running:
        said, _errors = running.communicate()
    assert running.returncode == 0
    return said


def killed_while_saving(address, begun, after):
    """Kill it so many seconds after it has begun so many saves."""
    with process("save", address) as running:
        for _save in range(begun):
            running.stdout.readline()
        time.sleep(after)
        running.kill()


@pytest.mark.slow
@pytest.mark.every_database
def test_a_killed_save_leaves_one_whole_version(address):
    done("prepare", address)
    chance, names = random.Random(SEED), set()  # noqa: S311 no secret
    for _kill in range(KILLS):
        killed_while_saving(address, chance.randint(1, 3), after=chance.uniform(0, 0.5))
        found = json.loads(done("look", address))
        assert found["rows"] == [found["name"]]
        assert found["told"] == found["version"] == found["name"]
        names.add(found["name"])
    assert len(names) > 1, "no save was ever finished: the test shows nothing"
