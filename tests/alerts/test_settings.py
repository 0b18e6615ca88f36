"""Settings that cannot be right are refused, and without a mail server nothing is offered."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as portal
from django.core.management import call_command

from portal.alerts import overdue, sending
from portal.alerts.models import Subject
from portal.operations import metrics
from tests.support.alerts import make_announcement, subscribe
from tests.support.factories import brussels, make_call

MAIL = {"EMAIL_URL": "smtp://127.0.0.1:25", "EMAIL_FROM": "portal@example.org"}
PAGES = [
    "/nl/projectoproepen/wales/2027/",
    "/nl/projectoproepen/wales/",
    "/nl/projectoproepen/?status=open",
    "/nl/partners/wales/",
    "/nl/wijzigingen/",
    "/nl/zoeken/?q=wales",
]
NOON = brussels(2027, 1, 20, 12)


def said(**environment):
    """What these settings come to, or why not, in a process of its own that reads no more."""
    command = [sys.executable, "-W", "ignore", "-c"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(  # noqa: S603 our own
        [*command, "from portal import settings as s; print(s.ALERTS, s.ALERTS_FROM)"],
        cwd=portal.BASE_DIR,
        env={**kept, "SECRET_KEY": "x" * 50, "DATABASE_URL": "sqlite://:memory:", **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "False"),
        (MAIL, "True portal@example.org"),
        ({**MAIL, "ALERTS": "no"}, "False"),
        ({"ALERTS": "yes"}, "ALERTS needs a mail server"),
        ({**MAIL, "ALERTS_FROM": "nobody"}, "must be a mail address"),
        ({**MAIL, "ALERTS_FROM": "Cultuur <c@example.org>"}, "True Cultuur <c@example.org>"),
        ({**MAIL, "ALERTS_BOUNCES_TO": "A <b@example.org>"}, "must be one mail address"),
        ({**MAIL, "ALERTS_BOUNCES_TO": f"{'b' * 40}@example.org"}, "room for 30 characters"),
        ({**MAIL, "ALERTS_HOUR": "24"}, "ALERTS_HOUR 0 to 23"),
        ({**MAIL, "ALERTS_MOST_BOUNCES": "0"}, "at least 1"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(environment, words):
    assert words in said(**environment)


@pytest.fixture
def pages(client, fresh_index):
    from tests.support.factories import make_partner, make_series

    partner = make_partner(slug_nl="wales", name_nl="Wales")
    series = make_series(slug_nl="wales", title_nl="Oproep met Wales", partner=partner)
    make_call(series=series, label="2027")
    return lambda: [client.get(page).content.decode() for page in PAGES]


@pytest.mark.django_db
def test_each_page_that_can_be_followed_links_to_the_form_and_the_link_works(pages, client):
    for page in pages():
        (link,) = {
            part.partition('"')[0] for part in page.split('href="') if "?about=" in part[:40]
        }
        shown = client.get(link.replace("&amp;", "&"))
        assert shown.status_code == 200, link
        assert not shown.cookies


@pytest.mark.django_db
def test_without_mails_no_page_links_to_them(pages, settings):
    settings.ALERTS = False
    assert not any("?about=" in page for page in pages())


@pytest.mark.django_db
def test_without_mails_nothing_is_noted_or_sent(settings, capsys):
    settings.ALERTS = False
    call_command("send_alerts")
    assert "off" in capsys.readouterr().out
    call_command("portal_periodic", only=["send_alerts"])
    assert "off" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_is_late_is_counted_for_alarms(time_machine, monkeypatch):
    monkeypatch.setattr(overdue, "_counted_at", None)
    make_announcement(make_call(), NOON)
    minute = overdue.INTERVAL
    overdue.measure(NOON + 39 * minute)
    assert metrics.alerts_overdue._value.get() == 0
    overdue.measure(NOON + 40 * minute)
    assert metrics.alerts_overdue._value.get() == 1


@pytest.mark.django_db
def test_a_run_of_portal_periodic_ends_in_time_and_the_next_one_goes_on(
    time_machine, mailoutbox, monkeypatch
):
    time_machine.move_to(NOON, tick=False)
    call = make_call(opens_at=NOON)
    for number in range(4):
        subscribe(
            f"{number}@example.org", Subject.Kind.CALL, call, since=NOON - 60 * overdue.INTERVAL
        )
    time_machine.move_to(NOON + 10 * overdue.INTERVAL, tick=False)
    assert sending.run(until=0.001)["sent"] == 1
    assert sending.run()["sent"] == 3
