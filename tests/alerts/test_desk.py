"""Staff see what goes out, to how many people, and stop it in time."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.alerts.models import Announcement, Subject
from portal.archive.capture import capture
from tests.support.alerts import make_announcement, publish_change, run, subscribe
from tests.support.factories import brussels, make_call, make_series

pytestmark = pytest.mark.django_db
Kind = Subject.Kind
NOON = brussels(2027, 1, 20, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@pytest.fixture
def moved(time_machine, django_user_model):
    """The announcement of a deadline that moved just now, which three people follow."""
    time_machine.move_to(brussels(2027, 1, 2, 12), tick=False)
    call = make_call(label="2027", series=make_series(title_nl="Wales"), opens_at=None)
    capture(call)
    since = NOON - DAY
    subscribe("a@example.org", Kind.CALL, call, since=since)
    subscribe("b@example.org", Kind.CALLS, since=since, query="status=announced")
    subscribe("c@example.org", Kind.CALLS, since=since, query="status=closed")
    subscribe("d@example.org", Kind.SERIES, call.series, since=since)
    time_machine.move_to(NOON, tick=False)
    editor = django_user_model.objects.create_user("editor")
    publish_change(call, editor, why="Meer tijd.", closes_at="2027-03-15T16:00:00+00:00")
    return Announcement.objects.get()


@pytest.fixture
def as_role(client, django_user_model):
    def sign_in(role):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


def stop_page(announcement):
    return reverse("admin:alerts_announcement_stop", args=[announcement.pk])


def test_right_after_publishing_the_desk_says_who_will_be_told(as_role, moved):
    index = as_role("Publicist").get(reverse("admin:index")).content.decode()
    assert stop_page(moved) in index
    assert "12.10" in index
    listed = as_role("Redacteur").get(reverse("admin:alerts_announcement_changelist"))
    assert '<td class="field-people">3</td>' in listed.content.decode()


def test_within_ten_minutes_it_is_stopped_with_a_reason(as_role, moved, time_machine, mailoutbox):
    client = as_role("Publicist")
    time_machine.move_to(NOON + 9 * MINUTE, tick=False)
    assert client.get(stop_page(moved)).status_code == 200
    client.post(stop_page(moved), {"because": ""})
    moved.refresh_from_db()
    assert moved.stopped_at is None
    client.post(stop_page(moved), {"because": "Verkeerde datum"})
    moved.refresh_from_db()
    assert (moved.stopped_by.username, moved.stopped_because) == ("Publicist", "Verkeerde datum")
    assert run(time_machine, NOON + DAY, mailoutbox) == []


def test_what_waits_for_the_digest_of_tomorrow_is_stopped_too(
    as_role, moved, time_machine, mailoutbox
):
    run(time_machine, NOON + 10 * MINUTE, mailoutbox)
    for hour in (1, 2):  # the second one comes when everyone had their digest of today
        at = NOON + hour * 60 * MINUTE
        one = make_announcement(moved.record, at, key=str(hour), sorted_at=at)
        one.subjects.set(moved.subjects.all())
        one.notes.set(moved.notes.all())
        run(time_machine, at + 10 * MINUTE, mailoutbox)
    assert len(mailoutbox) == 3 + 3
    client = as_role("Publicist")
    client.post(stop_page(one), {"because": "Te vroeg"})
    assert run(time_machine, NOON + DAY, mailoutbox) == []
    shown = client.get(reverse("admin:alerts_announcement_change", args=[one.pk])).content.decode()
    assert "Te vroeg" in shown
    assert stop_page(one) not in shown


def test_only_publishers_stop_it(as_role, moved):
    client = as_role("Redacteur")
    page = reverse("admin:alerts_announcement_change", args=[moved.pk])
    assert stop_page(moved) not in client.get(page).content.decode()
    assert client.get(stop_page(moved)).status_code == 403
    assert client.post(stop_page(moved), {"because": "x"}).status_code == 403


def test_no_address_of_a_reader_is_shown_to_staff(as_role, moved, time_machine, mailoutbox):
    run(time_machine, NOON + 10 * MINUTE, mailoutbox)
    client = as_role("Beheerder")
    for page in (
        reverse("admin:index"),
        reverse("admin:alerts_announcement_changelist"),
        reverse("admin:alerts_announcement_change", args=[moved.pk]),
    ):
        assert "example.org" not in client.get(page).content.decode()
