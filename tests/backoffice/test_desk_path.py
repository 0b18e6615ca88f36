"""The desk stands where DESK_PATH says, with its cookies, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
VISIT = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.contrib.auth.models import User
setup_test_environment()
call_command("migrate", verbosity=0)
client = Client()
print(client.get("/beheer/login/").status_code)
page = client.get("/redactie/login/")
print(page.status_code, page.cookies["csrftoken"]["path"], b"beheer" in page.content)
client.force_login(User.objects.create_superuser("a", password="b"))
desk = client.get("/redactie/")
print(desk.status_code, "no-store" in desk.headers["Cache-Control"], b"/beheer/" in desk.content)
print(len(client.get("/nl/").cookies), b"Disallow: /redactie/" in client.get("/robots.txt").content)
"""


def run(code, **environment):
    path = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=HOUSE,
        env={**path, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_desk_moves_as_a_whole(tmp_path):
    done = run(VISIT, DESK_PATH="redactie/", DATABASE_URL=f"sqlite:///{tmp_path}/portal.sqlite3")
    assert done.stdout.split("\n")[:4] == [
        "404",
        "200 /redactie/ False",
        "200 True False",
        "0 True",
    ], done.stderr


@pytest.mark.parametrize("path", ["/beheer/", "beheer", "nl/", "a/b/", ""])
def test_a_path_that_is_no_single_word_is_refused(path):
    assert "DESK_PATH must be" in run("import portal.settings", DESK_PATH=path).stderr
