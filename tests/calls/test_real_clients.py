"""Real programs from Debian subscribe, and see a moved deadline as one entry that changed.

khal 0.10 (a calendar), vdirsyncer 0.19 (which keeps its subscription; it makes up UIDs of its own)
and newsboat 2.21 (a feed reader): `apt-get install khal vdirsyncer newsboat`. They have no clock of
ours, so dates are ahead.
"""

import os
import shutil
import sqlite3
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.publishing.atom import lasting_id
from portal.publishing.clock import today
from tests.support.factories import make_call

pytestmark = pytest.mark.django_db(transaction=True)


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture
def run(tmp_path):
    """`run("khal", "list")` runs a program with its own home and zone; gives what it says."""

    def start(*command):
        home = {"HOME": tmp_path, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        done = subprocess.run(  # noqa: S603 our own commands
            command,
            env=home | {"TZ": "America/New_York"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return start


@pytest.fixture
def call(db):
    at = timezone.localtime().replace(hour=17, minute=0, second=0, microsecond=0)
    return make_call(
        series__slug_nl="wales",
        series__title_nl="Projectoproep Wales",
        label="2099",
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=30),
    )


def move(call, days):
    old, call.closes_at = call.closes_at, call.closes_at + timedelta(days=days)
    call.save()
    call.deadline_changes.create(old=old, new=call.closes_at, reason_nl="Het formulier haperde.")


KHAL = """
[calendars]
[[calls]]
path = {home}/events/
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Brussels
default_timezone = Europe/Brussels
"""
VDIRSYNCER = """
[general]
status_path = "{home}/status/"
[pair calls]
a = "site"
b = "here"
collections = null
conflict_resolution = "a wins"
[storage site]
type = "http"
url = "{url}"
[storage here]
type = "filesystem"
path = "{home}/events/"
fileext = ".ics"
"""


@pytest.fixture
def deadlines(run, tmp_path):
    """`deadlines()`: every deadline in the next 90 days, as khal shows it, with its UID."""
    (tmp_path / "khal").write_text(KHAL.format(home=tmp_path))
    (tmp_path / "events").mkdir()

    def read():
        shape = ("--day-format", "", "--format", "{end-long} {uid} {title}")
        listed = run("khal", "-c", str(tmp_path / "khal"), "list", *shape, str(today()), "90d")
        return [line for line in listed.splitlines() if "Deadline: " in line]

    return read


@pytest.mark.slow
@needs("khal", "vdirsyncer")
def test_a_subscribed_calendar_shows_a_moved_deadline_as_one_event(
    live_server, run, deadlines, call, tmp_path
):
    url = f"{live_server.url}/nl/projectoproepen/kalender.ics?status=open"
    (tmp_path / "sync").write_text(VDIRSYNCER.format(home=tmp_path, url=url))
    sync = ("vdirsyncer", "-c", str(tmp_path / "sync"))
    run(*sync, "discover")
    run(*sync, "sync")
    (before,) = deadlines()
    assert f"{call.closes_at:%Y-%m-%d} 17:00" in before
    move(call, 14)
    run(*sync, "sync")
    (after,) = deadlines()
    assert f"{call.closes_at:%Y-%m-%d} 17:00" in after


@pytest.mark.slow
@needs("khal")
def test_a_call_that_is_put_in_a_calendar_again_replaces_itself(
    client, run, deadlines, call, tmp_path
):
    def put_in():
        file = tmp_path / "call.ics"
        file.write_bytes(client.get(call.get_calendar_url()).content)
        run("khal", "-c", str(tmp_path / "khal"), "import", "--batch", str(file))

    put_in()
    (before,) = deadlines()
    move(call, -7)
    put_in()
    (after,) = deadlines()
    assert before.split()[2] == after.split()[2] == str(lasting_id("call", call.pk, "closing"))
    assert f"{call.closes_at:%Y-%m-%d} 17:00" in after


@needs("newsboat")
def test_a_feed_reader_shows_a_moved_deadline_as_one_entry_that_is_new_again(
    live_server, run, call, tmp_path
):
    (tmp_path / "urls").write_text(f"{live_server.url}/nl/projectoproepen/feed.atom?status=open\n")
    (tmp_path / "config").write_text(
        f'reset-unread-on-update "{live_server.url}/nl/projectoproepen/feed.atom?status=open"\n'
    )
    places = [f"--{name}-file={tmp_path / name}" for name in ("url", "cache", "config")]
    places[0] += "s"

    def entries():
        run("newsboat", *places, "-x", "reload")
        with sqlite3.connect(tmp_path / "cache") as cache:
            return cache.execute(
                "SELECT guid, title, url, content, unread FROM rss_item"
            ).fetchall()

    (before,) = entries()
    assert before[1:3] == (
        "Projectoproep Wales 2099",
        f"{live_server.url}{call.get_absolute_url()}",
    )
    with sqlite3.connect(tmp_path / "cache") as cache:
        cache.execute("UPDATE rss_item SET unread = 0")
    assert [entry[-1] for entry in entries()] == [0], "nothing changed"
    move(call, 14)
    (after,) = entries()
    assert (after[0], after[-1]) == (before[0], 1)
    assert "Het formulier haperde." in after[3]
