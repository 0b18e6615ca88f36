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

SEED, KILLS = 2026, int(os.environ.get("KILLS") or 3)


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


def process(task, address, media):
    command = [sys.executable, "-W", "ignore", "-m", "tests.editing.saves", task]
    environment = os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": str(media)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=pipe, text=True)  # noqa: S603 our own


def killed_while_saving(address, media, begun, after):
    """What was there, of a process killed so many seconds after it has begun so many saves."""
    with process("save", address, media) as running:
        found = json.loads(running.stdout.readline())
        for _save in range(begun):
            running.stdout.readline()
        time.sleep(after)
        running.kill()
    return found


@pytest.mark.slow
@pytest.mark.every_database
def test_a_killed_save_leaves_one_whole_version(address, tmp_path):
    with process("prepare", address, tmp_path) as preparing:
        assert preparing.wait() == 0
    chance, names = random.Random(SEED), []  # noqa: S311 no secret
    for _kill in range(KILLS + 1):  # the last one looks at what the one before left
        begun, after = chance.randint(1, 2), chance.uniform(0, 0.5)
        found = killed_while_saving(address, tmp_path, begun, after)
        assert found.pop("rows") == [found["name"]]
        assert set(found.values()) == {found["name"]}
        names.append(int(found["name"]))
    saved = names[-1]
    print(f"{KILLS} kills, {saved} saves were whole, the others left nothing")
    assert saved > 0, "no save was ever finished: the test shows nothing"
