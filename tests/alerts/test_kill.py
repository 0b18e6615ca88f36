"""Sending that is killed again and again tells everyone once.

`make check-faults` does more of it.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.editing.test_kill import address_of_the_server

PROGRAM = settings.BASE_DIR / "benchmarks" / "kill_alerts.py"


@pytest.mark.slow
@pytest.mark.every_database
def test_everyone_is_told_once_however_often_the_sending_is_killed():
    asked = ["--subscribers", "120", "--kills", "5", "--seed", "2026"]
    command = [sys.executable, "-W", "ignore", PROGRAM, *asked]
    environment = os.environ | {"DATABASE_URL": address_of_the_server()}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 our own
    assert done.returncode == 0, done.stdout + done.stderr
    assert "each once" in done.stdout
