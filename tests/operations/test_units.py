"""The units of deploy/ are what systemd understands, with nothing in them that it would ignore."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

PROGRAM = shutil.which("systemd-analyze")
UNITS = sorted((settings.BASE_DIR / "deploy").glob("portal*.[st]*"))
pytestmark = pytest.mark.skipif(not PROGRAM, reason="systemd is not installed")


@pytest.fixture
def unit(tmp_path):
    """Copies a unit, with a program that is here instead of ours, and an instance of it."""

    def copy(path, change=("", "")):
        text = re.sub(r"^(Exec\w+)=.*", r"\1=/bin/true", path.read_text(), flags=re.MULTILINE)
        copied = tmp_path / path.name.replace("@", "@8000")
        copied.write_text(text.replace(*change))
        return copied

    return copy


def said_of(*units):
    command = [PROGRAM, "verify", "--man=no", *map(str, units)]
    return subprocess.run(command, capture_output=True, text=True).stderr  # noqa: S603 our own words


def test_systemd_understands_every_unit(unit):
    assert len(UNITS) == 5
    assert said_of(*map(unit, UNITS)) == ""


def test_a_word_that_it_does_not_know_is_told(unit):
    service = next(path for path in UNITS if "@" in path.name)
    assert "NoNewPrivilege" in said_of(unit(service, ("NoNewPrivileges", "NoNewPrivilege")))
