"""A process that is killed in the middle of a save leaves all of it or nothing.

`make check-faults` does the same a hundred times.
"""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

PROGRAM = settings.BASE_DIR / "benchmarks" / "kill_saves.py"


def address_of_the_server():
    if connection.vendor != "postgresql":
        return "sqlite://"
    found = connection.settings_dict
    login = ":".join(quote(found[key]) for key in ("USER", "PASSWORD") if found[key])
    return f"postgres://{login}@{found['HOST']}:{found['PORT']}/postgres"


@pytest.mark.slow
@pytest.mark.every_database
def test_a_killed_save_leaves_all_of_it_or_nothing():
    command = [sys.executable, "-W", "ignore", PROGRAM, "--kills", "4", "--seed", "2026"]
    environment = os.environ | {"DATABASE_URL": address_of_the_server()}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 our own
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 half saved" in done.stdout
