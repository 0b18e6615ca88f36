"""Cache-Control around every kind of boundary: no cached copy may outlive one."""

import datetime
import re

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, models

from portal.page_cache import freshness
from portal.page_cache.boundaries import next_boundary, next_midnight
from portal.page_cache.freshness import MARGIN, watch
from portal.publishing.models import ChangeNote, publishable_models
from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
NOON = brussels(2027, 2, 10, 12)  # nothing changes at this instant unless a test creates it
ADDRESSES = [
    "/nl/projectoproepen/reeks/2027/",
    "/fr/appels-a-projets/",
    "/nl/",
    "/sitemap.xml",
    "/en/project-calls/reeks/",
    "/nl/ondersteuning/",
    "/nl/wijzigingen/",
    "/nl/zoeken/?q=wales",
    "/nl/projectoproepen/reeks/2099/",  # 404, until it is published
    "/nl/partners/weg/",  # 410
    "/nl/strategisch-kader/",  # 302 to the newest framework
]


def call(**facts):
    return make_call(**{"opens_at": None, "closes_at": None} | facts)


BOUNDARIES = {
    "opening": lambda at: call(opens_at=at),
    "closing": lambda at: call(closes_at=at),
    "closing at the partner": lambda at: call(partner_closes_at=at),
    "closing soon": lambda at: call(closes_at=at + 14 * DAY),
    "closing soon at the partner": lambda at: call(partner_closes_at=at + 14 * DAY),
    "cancelled": lambda at: call(cancelled_at=at, cancellation_reason_nl="Geen geld."),
    "results": lambda at: call(results_at=at),
    "info session": lambda at: call().sessions.create(starts_at=at),
    "publication of a call": lambda at: call(publish_at=at),
    "withdrawal of a call": lambda at: call(withdraw_at=at, withdrawal_reason_nl="Voorbij."),
    "publication of a partner": lambda at: make_partner(publish_at=at),
    "publication of a framework": lambda at: make_framework(publish_at=at),
    "publication of a programme": lambda at: make_programme(publish_at=at),
    "publication of a measure": lambda at: make_measure(publish_at=at),
    "publication of a service page": lambda at: make_page(publish_at=at),
    "change note": lambda at: ChangeNote.objects.create(record=call(), at=at, text_nl="Anders"),
}
every_kind_of_boundary = pytest.mark.parametrize("create_at", BOUNDARIES.values(), ids=BOUNDARIES)


@pytest.fixture
def public(db):
    """A record behind each address, without transitions of its own."""
    series = make_series(slug_nl="reeks")
    call(series=series, label="2027")
    call(series=series, label="2099", publish_at=brussels(2099, 1, 1))
    make_framework(slug="2021-2025")
    make_partner(slug_nl="weg", state="withdrawn", withdrawal_reason_nl="Voorbij.")


@pytest.fixture(autouse=True)
def an_hour(settings):
    """Long enough that boundaries limit the copies, and not this."""
    settings.SHARED_CACHE_SECONDS = 60


def cache_lifetimes(response):
    """(s-maxage, stale-if-error) of a response in seconds; zeros when it may not be stored."""
    value = response.headers["Cache-Control"]
    if value == "no-store":
        return 0, 0
    assert "max-age=0, " in value
    assert "Expires" not in response.headers
    shared, stale = (re.search(rf"{name}=(\d+)", value) for name in ("s-maxage", "stale-if-error"))
    return int(shared[1]), int(stale[1])


def cache_lifetimes_at(client, at, address="/nl/"):
    with time_machine.travel(at, tick=False):
        return cache_lifetimes(client.get(address))


# Boundaries


@every_kind_of_boundary
def test_each_kind_of_boundary_is_next_until_it_passes(create_at):
    create_at(NOON)
    assert next_boundary(NOON - DAY / 4) == NOON
    assert next_boundary(NOON - SECOND) == NOON
    assert next_boundary(NOON) == brussels(2027, 2, 11)


@pytest.mark.parametrize(
    ("at", "midnight"),
    [
        (brussels(2027, 2, 10, 12), brussels(2027, 2, 11)),
        (brussels(2027, 2, 10), brussels(2027, 2, 11)),
        (brussels(2027, 2, 10, 23, 59, 59, 999999), brussels(2027, 2, 11)),
        (brussels(2027, 3, 28), brussels(2027, 3, 29)),
        (brussels(2027, 10, 31), brussels(2027, 11, 1)),
        (brussels(2028, 2, 28, 12), brussels(2028, 2, 29)),
        (brussels(2027, 12, 31, 12), brussels(2028, 1, 1)),
        (datetime.datetime(2027, 2, 10, 23, 30, tzinfo=datetime.UTC), brussels(2027, 2, 12)),
    ],
)
def test_every_midnight_in_brussels_is_a_boundary(at, midnight):
    assert next_midnight(at) == next_boundary(at) == midnight


def test_next_midnight_handles_days_of_23_and_25_hours():
    hours = datetime.timedelta(hours=1)
    for day, long in [(brussels(2027, 3, 28), 23), (brussels(2027, 10, 31), 25)]:
        assert next_midnight(day) - day.astimezone(datetime.UTC) == long * hours


def test_next_boundary_returns_the_nearest_in_one_query(django_assert_num_queries):
    for create_at in BOUNDARIES.values():
        create_at(NOON + 3 * SECOND)
    call(closes_at=NOON + 2 * SECOND, opens_at=NOON - DAY)
    make_partner(publish_at=NOON - SECOND)
    with django_assert_num_queries(1):
        assert next_boundary(NOON) == NOON + 2 * SECOND


def test_closing_soon_boundary_follows_its_setting(settings):
    settings.CLOSING_SOON_DAYS = 3
    call(closes_at=NOON + 3 * DAY)
    assert next_boundary(NOON - SECOND) == NOON


def test_every_datetime_column_is_a_transition_or_listed_as_none():
    """A new DateTimeField belongs in `scheduled_transitions`, or here with the reason why not."""
    of_edits = {"changed_nl", "changed_fr", "changed_de", "changed_en"}
    without_transition = {
        "calls.DeadlineChange": {"changed_at", "old", "new"},  # shown whenever it is there
        # written ahead at instants that are transitions of the call itself
        "calls.EventRevision": {"since", "last_modified"},
        "revisions.Draft": {"saved_at", "asked_at"},  # readers do not see drafts
        "revisions.PreviewLink": {"made_at", "revoked_at"},
        "revisions.EditSession": {"at"},
        "redirects.Redirect": {"made_at"},  # works from when it is saved
        # only the admin shows results of link checks
        "links.Link": {"state_since", "looked_at", "good_at", "failed_since"},
        # those of its record
        "search.SearchEntry": {"visible_from", "visible_until", "updated_at"},
        # past instants; the transition to the next version belongs to the record itself
        "archive.PublicVersion": {"public_from", "public_until", "made_at"},
        "archive.Sweep": {"looked_until", "begun_at"},
        "revisions.Revision": {"at"},
        "publishing.FormerFile": {"until"},
        "page_cache.ContentChange": {"at"},
        "accounts.SignInAttempt": {"at"},
        "api.ToldChange": {"at"},  # past instants
        "api.LastLook": {"at", "until"},
        "outbox.WaitingMail": {"added_at", "next_attempt_at"},
        # when something was noted; what becomes public is a version
        "transparency.Log": {"begun_at"},
        "transparency.Leaf": {"at"},
        "transparency.Checkpoint": {"at"},
        "transparency.Timestamp": {"kept_at"},
        "transparency.TrailCheck": {"at"},
        # readers see none of it on a page that is kept
        "alerts.Delivery": {"created_at", "next_attempt_at", "done_at", "bounced_at"},
        "alerts.Notice": {"dropped_at"},
        "alerts.Announcement": {
            *("at", "found_at", "due_at"),
            *("sorted_at", "told_at", "stopped_at"),
        },
        "alerts.Subscriber": {"created_at"},
        "alerts.Subscription": {"asked_at", "confirmed_at"},
        "alerts.SignUp": {"at"},
    }
    ours = {"portal", "calls", "agreements", "policy", "partners"}
    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in ours:
            continue
        transitions = getattr(model, "scheduled_transitions", list)()
        stored = {f.name for f in model._meta.fields if isinstance(f, models.DateTimeField)}
        known = of_edits | without_transition.get(model._meta.label, set())
        assert stored - known == {column for column, _before in transitions}, model._meta.label


# Lifetimes of cached copies


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_shared_cache_keeps_a_page_for_so_many_seconds(client, public, address, settings):
    assert cache_lifetimes_at(client, NOON, address)[0] == 60
    settings.SHARED_CACHE_SECONDS = 3
    assert cache_lifetimes_at(client, NOON, address)[0] == 3


@pytest.mark.slow
@pytest.mark.every_database
@every_kind_of_boundary
@pytest.mark.parametrize("address", ADDRESSES[:4])
def test_no_cached_copy_outlives_any_kind_of_boundary(client, public, address, create_at):
    create_at(NOON)
    for seconds, lifetime in [(30, 28), (1, 0), (0, 60), (-1, 60)]:
        assert cache_lifetimes_at(client, NOON - seconds * SECOND, address)[0] == lifetime


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_cached_copy_of_any_page_outlives_a_boundary(client, public, address):
    call(closes_at=NOON)
    for seconds, lifetime in [(3600, 60), (30, 28), (3, 1), (2, 0), (0.001, 0), (0, 60)]:
        watch.known = None
        assert cache_lifetimes_at(client, NOON - seconds * SECOND, address)[0] == lifetime


def test_revalidation_just_before_a_boundary_gets_a_full_response(client):
    """On a 304, nginx would keep its copy for the original lifetime again."""
    call(closes_at=NOON)
    with time_machine.travel(NOON - 10 * SECOND, tick=False):
        copy = client.get("/nl/")
    with time_machine.travel(NOON - SECOND, tick=False):
        watch.known = None
        answer = client.get("/nl/", headers={"If-None-Match": copy.headers["ETag"]})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.content == copy.content


@every_kind_of_boundary
def test_no_stale_copy_is_served_past_a_boundary(client, create_at):
    create_at(NOON)
    for seconds in (3600, 61, 2):
        assert sum(cache_lifetimes_at(client, NOON - seconds * SECOND)) == seconds - MARGIN.seconds
    assert cache_lifetimes_at(client, NOON) == (60, 12 * 3600 - 60 - MARGIN.seconds)


@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31), (2028, 2, 29), (2027, 12, 31)])
@pytest.mark.parametrize("address", ADDRESSES[:4])
def test_no_cached_copy_outlives_the_brussels_day(client, public, address, day):
    midnight = next_midnight(brussels(*day))
    assert cache_lifetimes_at(client, midnight - 10 * SECOND, address) == (8, 0)
    assert cache_lifetimes_at(client, midnight - SECOND, address) == (0, 0)


def test_time_spent_building_a_response_shortens_its_lifetime(client, monkeypatch):
    """A response shows the state at its start."""
    call(opens_at=NOON - DAY, closes_at=NOON)
    for begun, ended, lifetime in [(100, 90, 50), (35, 5, 3), (1, -1, 0)]:
        watch.known = None
        with time_machine.travel(NOON - begun * SECOND, tick=False) as clock:
            monkeypatch.setattr(
                "portal.views.recent_changes",
                lambda limit, to=NOON - ended * SECOND, clock=clock: clock.move_to(to) or [],
            )
            assert cache_lifetimes(client.get("/nl/"))[0] == lifetime


def test_a_response_uses_one_instant_throughout(client, monkeypatch):
    """One part of a page must not show a call as open and another, a moment later, as closed."""
    make_call(opens_at=NOON - DAY, closes_at=NOON, **in_four(theme="Thema"))
    with time_machine.travel(NOON - SECOND / 2, tick=False) as clock:
        monkeypatch.setattr(
            "portal.views.newest_framework", lambda: clock.move_to(NOON + SECOND) and None
        )
        page = client.get("/nl/").content.decode()
        assert "tag--soon" in page
        assert "tag--soon" not in client.get("/nl/").content.decode()


# What a process knows


def test_the_database_is_asked_once_a_second(django_assert_num_queries):
    ContentType.objects.get_for_models(*publishable_models())
    with django_assert_num_queries(4):  # what is due, the version, the next draft, the boundaries
        for at in (0, 0.5, 0.999):
            assert watch.now(NOON + at * SECOND).checked == NOON
    with django_assert_num_queries(3):  # as long as nothing changes, the boundaries stay
        assert watch.now(NOON + SECOND).checked == NOON + SECOND


def test_what_is_known_is_not_used_past_its_boundary():
    call(closes_at=NOON + SECOND / 2)
    assert watch.now(NOON).until == NOON + SECOND / 2
    assert watch.now(NOON + SECOND / 2).until == brussels(2027, 2, 11)


def test_what_is_known_is_not_used_for_an_earlier_instant():
    call(closes_at=NOON)
    assert watch.now(NOON + SECOND / 10).until == brussels(2027, 2, 11)
    assert watch.now(NOON - SECOND / 10).until == NOON


def test_cache_lifetime_counts_from_the_last_boundary_lookup(client):
    """So every copy that does not reflect an edit is gone within that time of the edit."""
    assert cache_lifetimes_at(client, NOON)[0] == 60
    call(opens_at=NOON - DAY, closes_at=NOON + 30 * SECOND)
    assert cache_lifetimes_at(client, NOON + 0.9 * SECOND)[0] == 59
    assert cache_lifetimes_at(client, NOON + SECOND)[0] == 27


# Responses that are not stored


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_responses_to_unsafe_methods_are_not_stored(client, method):
    assert getattr(client, method)("/nl/").headers["Cache-Control"] == "no-store"


def test_server_errors_are_not_stored(client, monkeypatch):
    client.raise_request_exception = False

    def fail():
        raise OperationalError("the database is gone")

    monkeypatch.setattr("portal.views.newest_framework", fail)
    response = client.get("/nl/")
    assert (response.status_code, response.headers["Cache-Control"]) == (503, "no-store")


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/login/", "/beheer/jsi18n/"])
def test_admin_responses_are_not_stored(admin_client, address):
    assert "no-store" in admin_client.get(address).headers["Cache-Control"]


def test_a_response_is_served_but_not_stored_when_the_boundary_lookup_fails(client, monkeypatch):
    def fail(at):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(freshness, "next_boundary", fail)
    response = client.get("/nl/")
    assert response.status_code == 200
    assert cache_lifetimes(response) == (0, 0)


@pytest.mark.parametrize("address", ["/", "/robots.txt"])
def test_time_independent_pages_are_cached_without_a_query(
    client, django_assert_num_queries, address
):
    with time_machine.travel(NOON, tick=False):
        watch.now(NOON)  # asked once a second, whatever the address
    with django_assert_num_queries(0):
        assert cache_lifetimes_at(client, NOON, address) == (60, 12 * 3600 - 60 - MARGIN.seconds)


def test_a_304_renews_the_lifetime_of_the_copy(client):
    call(closes_at=NOON)
    with time_machine.travel(NOON - 30 * SECOND, tick=False):
        tag = client.get("/nl/").headers["ETag"]
        again = client.get("/nl/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert cache_lifetimes(again)[0] == 28
