"""Staff, and nobody else, see the site at another instant, without side effects."""

import datetime
from urllib.parse import urljoin

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from portal.i18n.instants import other_fold, parse_instant
from portal.publishing import clock
from portal.publishing.models import ChangeNote
from tests.support.factories import brussels, in_four, make_call, make_page, make_partner

pytestmark = pytest.mark.django_db
ON = "/beheer/op/2027-03-01T16:59:59"
CLOSED = "/beheer/op/2027-03-01T17:00:00"
NOW = brussels(2026, 12, 1, 12)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def present():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fetch_at(admin_client):
    """`fetch_at("/beheer/op/…/nl/")` fetches a page as staff and returns it parsed."""

    def fetch(address, status=200):
        response = admin_client.get(address)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return BeautifulSoup(response.content, "lxml")

    return fetch


@pytest.fixture
def call(db):
    """Open from 6 January 2027, 9.00 until 1 March 2027, 17.00."""
    return make_call(series__slug_nl="reeks", series__slug_fr="serie", label="2027")


# Content


def test_a_call_has_its_status_of_that_second(fetch_at, call):
    page = "/nl/projectoproepen/reeks/2027/"
    for at, tag in [
        ("2027-01-06T08:59:59", "announced"),
        ("2027-01-06T09:00:00", "open"),
        ("2027-02-15T17:00:00", "soon"),
        ("2027-03-01T16:59:59", "soon"),
        ("2027-03-01T17:00", "closed"),
    ]:
        assert fetch_at(f"/beheer/op/{at}{page}").select(f".status-line .tag--{tag}"), at


def test_lists_and_home_show_that_instant(fetch_at, call):
    for page in ("/nl/", "/nl/projectoproepen/", "/de/projektaufrufe/?status=open"):
        assert fetch_at(ON + page).select(".tag--soon"), page
        assert not fetch_at(CLOSED + page).select(".tag--soon"), page


def test_the_sitemap_has_pages_public_by_then(admin_client):
    make_partner(slug_nl="wales", publish_at=brussels(2027, 3, 1, 17))
    before, after = (
        admin_client.get(f"{instant}/sitemap-partners.xml").content.decode()
        for instant in (ON, CLOSED)
    )
    assert "/nl/partners/wales/" not in before
    assert f"{CLOSED}/nl/partners/wales/" in after


def test_data_and_feeds_show_that_instant(admin_client, call):
    for on, status in [(ON, "soon"), (CLOSED, "closed")]:
        data = admin_client.get(f"{on}/nl/projectoproepen/oproepen.json?status=open&status=closed")
        assert [one["status"] for one in data.json()["calls"]] == [status]


def test_scheduled_pages_and_change_notes_appear(fetch_at, client):
    partner = make_partner(slug_nl="wales", publish_at=brussels(2027, 3, 1, 17))
    at = brussels(2027, 3, 1, 17)
    ChangeNote.objects.create(record=partner, at=at, text_nl="Nieuw: Wales.")
    assert fetch_at(f"{ON}/nl/partners/wales/", status=404).h1
    assert fetch_at(f"{CLOSED}/nl/partners/wales/").h1
    assert "Nieuw: Wales." not in fetch_at(f"{ON}/nl/wijzigingen/").text
    assert "Nieuw: Wales." in fetch_at(f"{CLOSED}/nl/wijzigingen/").text
    assert client.get("/nl/partners/wales/").status_code == 404


def test_a_withdrawn_page_answers_410_within_the_instant(fetch_at):
    partner = {"withdrawal_reason_nl": "Fout.", "successor": "/nl/partners/"}
    make_partner(slug_nl="wales", state="withdrawn", **partner)
    gone = fetch_at(f"{ON}/nl/partners/wales/", status=410)
    assert gone.find("a", href=f"{ON}/nl/partners/")
    assert gone.select(".banner")


# Banner and form


@pytest.mark.parametrize("page", ["/nl/", "/fr/appels-a-projets/", "/en/nowhere/"])
def test_every_page_has_a_dutch_banner_with_the_instant(fetch_at, call, page):
    banner = fetch_at(ON + page, status=404 if "nowhere" in page else 200).select_one(".banner")
    assert banner["lang"] == "nl"
    words = banner.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "maandag 1 maart 2027" in words
    assert "16:59:59" in words
    assert banner.find("a", href=f"http://testserver{page}"), "the way out"


def test_the_banner_form_shows_the_same_page_at_another_instant(fetch_at, admin_client, call):
    form = fetch_at(f"{ON}/nl/projectoproepen/?status=open").select_one(".banner form")
    expired_submission = {field["name"]: field["value"] for field in form.find_all("input")}
    assert expired_submission == {
        "page": "/nl/projectoproepen/?status=open",
        "at": "2027-03-01T16:59:59",
    }
    expired_submission["at"] = "2027-01-01T00:00"
    response = admin_client.get(form["action"], expired_submission)
    there = "/beheer/op/2027-01-01T00:00:00/nl/projectoproepen/?status=open"
    assert (response.status_code, response.headers["Location"]) == (302, there)


def test_the_admin_header_links_to_the_form(fetch_at):
    header = fetch_at("/beheer/").select_one("#user-tools")
    form = fetch_at(header.find("a", href="/beheer/op/")["href"]).find("form", action="/beheer/op/")
    assert form.find("input", attrs={"name": "at"})["value"] == "2026-12-01T12:00:00"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/fr/", "/fr/"),
        ("https://portal.example/nl/zoeken/?q=a&x=1#y", "/nl/zoeken/?q=a&x=1"),
        ("/nl/zoeken/?q=café", "/nl/zoeken/?q=caf%C3%A9"),
    ],
)
def test_a_page_may_be_given_as_a_full_url(admin_client, written, path):
    response = admin_client.get("/beheer/op/", {"at": "2027-03-01T17:00:00", "page": written})
    assert response.headers["Location"] == CLOSED + path


# Links stay within the instant


def test_every_link_and_form_of_a_page_stays_within_the_instant(fetch_at, call):
    make_page(key="about", body_nl='<p><a href="/nl/partners/">Partners</a></p>')
    for page in ("/nl/", "/nl/over/", "/fr/appels-a-projets/", "/nl/projectoproepen/reeks/2027/"):
        soup = fetch_at(ON + page)
        soup.select_one(".banner").decompose()
        targets = [tag.get("href") or tag.get("action") for tag in soup.select("a, form")]
        own = [to for to in targets if to and to.startswith("/")]
        assert len(own) > 15
        assert [to for to in own if not to.startswith(f"{ON}/")] == [], page


def test_the_language_switch_keeps_the_filters_and_the_instant(fetch_at, call):
    switch = fetch_at(f"{ON}/nl/projectoproepen/?status=open").select(".languages a")
    assert switch[0]["href"] == f"{ON}/fr/appels-a-projets/?status=open"


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/", "/nl/"),
        ("/fr/appels-a-projets/reeks/2027/?x=1", "/fr/appels-a-projets/serie/2027/?x=1"),
        ("/nl/partners", "/nl/partners/"),
    ],
)
def test_a_redirect_stays_within_the_instant(admin_client, call, asked, there):
    response = admin_client.get(ON + asked)
    assert response.status_code in {301, 302}
    assert response.headers["Location"] == ON + there


def test_pagination_stays_within_the_instant(fetch_at):
    for number in range(21):
        make_call(label=f"e{number}")
    list_url = f"{ON}/nl/projectoproepen/"
    second = fetch_at(f"{list_url}?page=2")
    assert urljoin(list_url, second.select_one("a[rel=prev]")["href"]) == list_url
    assert len(second.select(".card")) == 1


def test_style_sheet_urls_have_no_prefix(fetch_at):
    assert fetch_at(f"{ON}/nl/").find("link", rel="stylesheet")["href"] == "/static/portal.css"


# Access, caching and side effects


@pytest.mark.parametrize("address", ["/beheer/op/", f"{ON}/nl/", f"{ON}/sitemap.xml", f"{ON}/x/"])
def test_users_who_are_not_staff_are_sent_to_the_login(client, address):
    for visitor in (None, User.objects.create_user("visitor")):
        if visitor:
            client.force_login(visitor)
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/beheer/login/?next=")


@pytest.mark.parametrize("page", ["/nl/", "/nl/x/", "/", "/sitemap.xml", "/robots.txt"])
def test_responses_are_not_cached_or_indexed(admin_client, page):
    headers = admin_client.get(ON + page, headers={"Accept-Encoding": "gzip"}).headers
    assert "no-store" in headers["Cache-Control"]
    assert "s-maxage" not in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Content-Encoding" not in headers
    assert int(headers.get("Content-Length", 0)) == len(admin_client.get(ON + page).content)


def test_the_page_has_a_noindex_meta_tag(fetch_at):
    head = fetch_at(f"{ON}/nl/").head
    assert head.find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not head.select("link[rel=canonical], link[rel=alternate]")


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_safe_methods_are_allowed(admin_client, method):
    assert getattr(admin_client, method)(f"{ON}/nl/").status_code in {403, 405}


def test_a_head_request_is_allowed(admin_client):
    assert admin_client.head(f"{ON}/nl/").status_code == 200


def test_nothing_is_written(admin_client, call, django_assert_num_queries):
    with django_assert_num_queries(50, exact=False) as queries:
        admin_client.get(f"{CLOSED}/nl/projectoproepen/reeks/2027/")
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_admin_pages_cannot_be_shown_at_another_instant(admin_client):
    assert admin_client.get(f"{ON}/beheer/").status_code == 400
    assert admin_client.get(f"{ON}{ON}/nl/").status_code == 400


def test_the_clock_returns_to_the_present_afterwards(admin_client, client, call):
    admin_client.get(f"{CLOSED}/fr/appels-a-projets/")
    assert clock.now() == NOW
    assert (get_script_prefix(), reverse("home"), get_language()) == ("/", "/nl/", "nl")
    page = client.get("/nl/projectoproepen/reeks/2027/").content.decode()
    assert "tag--announced" in page
    assert "/beheer/" not in page


def test_the_clock_returns_to_the_present_after_a_server_error(admin_client, client, monkeypatch):
    def fail():
        raise ZeroDivisionError

    admin_client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr("portal.views.newest_framework", fail)
        response = admin_client.get(f"{CLOSED}/nl/")
    assert response.status_code == 500
    assert "no-store" in response.headers["Cache-Control"]
    assert (clock.now(), get_script_prefix()) == (NOW, "/")
    assert client.get("/nl/").status_code == 200


def test_the_clock_is_reset_when_an_exception_escapes():
    with pytest.raises(ZeroDivisionError), clock.frozen_at(NOW + SECOND):
        assert clock.now() == NOW + SECOND
        raise ZeroDivisionError
    assert clock.now() == NOW


# Valid instants


@pytest.mark.parametrize(
    "at",
    ["gisteren", "2027-02-29T12:00:00", "2027-03-01", "1066-01-01T12:00:00", "2027-03-28T02:30:00"],
)
def test_an_invalid_instant_is_a_form_error(fetch_at, at):
    for address in (f"/beheer/op/?at={at}&page=/nl/", f"/beheer/op/{at}/nl/"):
        form = fetch_at(address, status=400).select_one("form[action='/beheer/op/']")
        assert form.select_one(".errorlist")
        assert form.find("input", attrs={"name": "page"})["value"] == "/nl/"


@pytest.mark.parametrize("page", ["", "/beheer/", "nl", "http://["])
def test_a_page_that_is_not_public_is_a_form_error(fetch_at, page):
    address = f"/beheer/op/?at=2027-03-01T17:00:00&page={page}"
    assert fetch_at(address, status=400).select_one("#id_page_error")


def test_a_time_skipped_in_spring_is_refused():
    for minute in (0, 30, 59):
        with pytest.raises(ValidationError):
            parse_instant(f"2027-03-28T02:{minute:02}:00")
    assert (
        parse_instant("2027-03-28T03:00:00") - parse_instant("2027-03-28T01:59:59") == SECOND * 3601
    )


def test_an_ambiguous_time_is_the_first_unless_it_has_an_offset(fetch_at):
    first = parse_instant("2027-10-31T02:30:00")
    second = parse_instant("2027-10-31T02:30:00+01:00")
    assert first.astimezone(datetime.UTC).hour == 0
    assert second.astimezone(datetime.UTC).hour == 1
    assert other_fold(first) == second
    assert other_fold(parse_instant("2027-10-31T03:00:00")) is None
    here = fetch_at("/beheer/op/2027-10-31T02:30:00/nl/").select_one(".banner")
    other = fetch_at(here.find("a", href=lambda to: "+" in to)["href"]).select_one(".banner")
    assert other.find("a", href="/beheer/op/2027-10-31T02:30:00+02:00/nl/")


def test_the_offset_decides_around_a_deadline_in_the_repeated_hour(fetch_at):
    make_call(
        series__slug_nl="reeks",
        label="2027",
        closes_at=brussels(2027, 10, 31, 2, 45),
        **in_four(theme="Thema"),
    )
    page = "/nl/projectoproepen/reeks/2027/"
    assert fetch_at(f"/beheer/op/2027-10-31T02:30:00{page}").select(".tag--soon")
    assert fetch_at(f"/beheer/op/2027-10-31T02:30:00+01:00{page}").select(".tag--closed")
