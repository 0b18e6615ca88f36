"""Serves the portal for a check: real content and examples, at one moment, on a free port."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

# A Tuesday; later than every day on which a source was read.
MOMENT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
STAFF = {"username": "redactie", "password": "alleen-voor-de-controle"}
# Their user names and roles; the password is the same.
ROLES = {
    "redacteur": "Redacteur",
    "vertaler": "Vertaler Frans",
    "publicist": "Publicist",
    "beheerder": "Beheerder",
}


def fill():
    """A new database with the real content, the examples, and staff of every role."""
    from django.contrib.auth.models import (
        Group,  # the server reads this file before there are models
    )

    from portal.links.checker import find_links
    from tests.browser.drafts import make_draft

    work = Path(settings.DATABASES["default"]["NAME"]).parent
    shutil.rmtree(work / "media", ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    for file in work.glob("portal.sqlite3*"):
        file.unlink()
    with time_machine.travel(MOMENT - timedelta(days=1), tick=False):
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)  # what is written at MOMENT is later
    with time_machine.travel(MOMENT, tick=False):
        call_command("load_examples", verbosity=0)
        make_draft(get_user_model().objects.create_superuser(**STAFF), MOMENT)
        find_links()
        for name, role in ROLES.items():
            password = {"password": STAFF["password"]}
            user = get_user_model().objects.create_user(name, is_staff=True, **password)
            user.groups.add(Group.objects.get(name=role))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def portal():
    """The origin of the portal, which answers as long as the `with` block lasts."""
    fill()
    origin = f"http://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "--bind", origin.removeprefix("http://")]
    command += ["--worker-class", "gthread", "--threads", "4", "--workers", "2"]
    command += ["--timeout", "0"]  # the worker's clock stands still: it would look dead
    command += ["--no-control-socket", "--log-level", "warning", "tests.browser.wsgi"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.browser.settings"}
    server = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)  # noqa: S603 our own
    try:
        wait_for(f"{origin}/robots.txt", server)
        yield origin
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server):
    for _attempt in range(120):
        if server.poll() is not None:
            sys.exit("The portal did not start; see above.")
        try:
            with urllib.request.urlopen(address):  # noqa: S310 our own loopback port
                return
        except OSError:
            time.sleep(0.25)
    sys.exit("The portal did not answer within half a minute.")
