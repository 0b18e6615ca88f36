"""Staff see the site as on another instant; nobody else does, and nothing of it stays behind."""

import datetime

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
def as_on(admin_client):
    """`as_on("/beheer/op/…/nl/")` fetches as staff and gives it parsed."""

    def fetch(address, status=200):
        response = admin_client.get(address)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return BeautifulSoup(response.content, "lxml")

    return fetch


@pytest.fixture
def call(db):
    """Open from 6 January 2027, 9.00 until 1 March 2027, 17.00."""
    return make_call(series__slug_nl="reeks", series__slug_fr="serie", label="2027")


# What is shown


def test_a_call_has_the_status_of_the_very_second(as_on, call):
    page = "/nl/projectoproepen/reeks/2027/"
    for at, tag in [
        ("2027-01-06T08:59:59", "announced"),
        ("2027-01-06T09:00:00", "open"),
        ("2027-02-15T17:00:00", "soon"),
        ("2027-03-01T16:59:59", "soon"),
        ("2027-03-01T17:00", "closed"),
    ]:
        assert as_on(f"/beheer/op/{at}{page}").select(f".status-line .tag--{tag}"), at


def test_lists_and_the_home_are_of_the_instant_too(as_on, call):
    for page in ("/nl/", "/nl/projectoproepen/", "/de/projektaufrufe/?status=open"):
        assert as_on(ON + page).select(".tag--soon"), page
        assert not as_on(CLOSED + page).select(".tag--soon"), page


def test_the_sitemap_has_what_is_public_by_then(as_on):
    make_partner(slug_nl="wales", publish_at=brussels(2027, 3, 1, 17))
    assert "/nl/partners/wales/" not in as_on(f"{ON}/sitemap.xml").text
    assert f"{CLOSED}/nl/partners/wales/" in as_on(f"{CLOSED}/sitemap.xml").text


def test_data_and_feeds_are_of_the_instant_too(admin_client, call):
    for on, status in [(ON, "soon"), (CLOSED, "closed")]:
        data = admin_client.get(f"{on}/nl/projectoproepen/oproepen.json?status=open&status=closed")
        assert [one["status"] for one in data.json()["calls"]] == [status]


def test_what_is_scheduled_appears_and_its_changes_with_it(as_on, client):
    partner = make_partner(slug_nl="wales", publish_at=brussels(2027, 3, 1, 17))
    at = brussels(2027, 3, 1, 17)
    ChangeNote.objects.create(record=partner, at=at, text_nl="Nieuw: Wales.")
    assert as_on(f"{ON}/nl/partners/wales/", status=404).h1
    assert as_on(f"{CLOSED}/nl/partners/wales/").h1
    assert "Nieuw: Wales." not in as_on(f"{ON}/nl/wijzigingen/").text
    assert "Nieuw: Wales." in as_on(f"{CLOSED}/nl/wijzigingen/").text
    assert client.get("/nl/partners/wales/").status_code == 404


def test_what_is_no_longer_there_says_so_and_keeps_to_the_instant(as_on):
    partner = {"withdrawal_reason_nl": "Fout.", "successor": "/nl/partners/"}
    make_partner(slug_nl="wales", state="withdrawn", **partner)
    gone = as_on(f"{ON}/nl/partners/wales/", status=410)
    assert gone.find("a", href=f"{ON}/nl/partners/")
    assert gone.select(".banner")


# How it is told


@pytest.mark.parametrize("page", ["/nl/", "/fr/appels-a-projets/", "/en/nowhere/"])
def test_every_page_says_in_dutch_which_instant_it_shows(as_on, call, page):
    banner = as_on(ON + page, status=404 if "nowhere" in page else 200).select_one(".banner")
    assert banner["lang"] == "nl"
    words = banner.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "maandag 1 maart 2027" in words
    assert "16:59:59" in words
    assert banner.find("a", href=f"http://testserver{page}"), "the way out"


def test_another_instant_for_the_same_page_is_chosen_in_the_banner(as_on, admin_client, call):
    form = as_on(f"{ON}/nl/projectoproepen/?status=open").select_one(".banner form")
    sent = {field["name"]: field["value"] for field in form.find_all("input")}
    assert sent == {"page": "/nl/projectoproepen/?status=open", "at": "2027-03-01T16:59:59"}
    sent["at"] = "2027-01-01T00:00"
    response = admin_client.get(form["action"], sent)
    there = "/beheer/op/2027-01-01T00:00:00/nl/projectoproepen/?status=open"
    assert (response.status_code, response.headers["Location"]) == (302, there)


def test_the_desk_leads_to_the_form(as_on):
    header = as_on("/beheer/").select_one("#user-tools")
    form = as_on(header.find("a", href="/beheer/op/")["href"]).find("form", action="/beheer/op/")
    assert form.find("input", attrs={"name": "at"})["value"] == "2026-12-01T12:00:00"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/fr/", "/fr/"),
        ("https://portal.example/nl/zoeken/?q=a&x=1#y", "/nl/zoeken/?q=a&x=1"),
        ("/nl/zoeken/?q=café", "/nl/zoeken/?q=caf%C3%A9"),
    ],
)
def test_a_page_may_be_given_by_its_whole_address(admin_client, written, path):
    response = admin_client.get("/beheer/op/", {"at": "2027-03-01T17:00:00", "page": written})
    assert response.headers["Location"] == CLOSED + path


# It stays inside


def test_every_link_and_form_of_a_page_stays_within_the_instant(as_on, call):
    make_page(key="about", body_nl='<p><a href="/nl/partners/">Partners</a></p>')
    for page in ("/nl/", "/nl/over/", "/fr/appels-a-projets/", "/nl/projectoproepen/reeks/2027/"):
        soup = as_on(ON + page)
        soup.select_one(".banner").decompose()
        targets = [tag.get("href") or tag.get("action") for tag in soup.select("a, form")]
        own = [to for to in targets if to and to.startswith("/")]
        assert len(own) > 15
        assert [to for to in own if not to.startswith(f"{ON}/")] == [], page


def test_the_switch_leads_to_the_same_filtered_list_within_the_instant(as_on, call):
    switch = as_on(f"{ON}/nl/projectoproepen/?status=open").select(".languages a")
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


def test_pages_of_a_list_stay_within_the_instant(as_on):
    for number in range(21):
        make_call(label=f"e{number}")
    second = as_on(f"{ON}/nl/projectoproepen/?page=2")
    assert second.select_one("a[rel=prev]")["href"].startswith("?")
    assert len(second.select(".card")) == 1


def test_style_sheets_are_those_of_the_site(as_on):
    assert as_on(f"{ON}/nl/").find("link", rel="stylesheet")["href"] == "/static/portal.css"


# Who may see it, and what is kept of it


@pytest.mark.parametrize("address", ["/beheer/op/", f"{ON}/nl/", f"{ON}/sitemap.xml", f"{ON}/x/"])
def test_whoever_is_not_staff_is_sent_to_the_sign_in(client, address):
    for visitor in (None, User.objects.create_user("visitor")):
        if visitor:
            client.force_login(visitor)
        response = client.get(address)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/beheer/login/?next=")


@pytest.mark.parametrize("page", ["/nl/", "/nl/x/", "/", "/sitemap.xml", "/robots.txt"])
def test_no_cache_and_no_search_engine_keeps_it(admin_client, page):
    headers = admin_client.get(ON + page, headers={"Accept-Encoding": "gzip"}).headers
    assert "no-store" in headers["Cache-Control"]
    assert "s-maxage" not in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Content-Encoding" not in headers
    assert int(headers.get("Content-Length", 0)) == len(admin_client.get(ON + page).content)


def test_the_page_itself_asks_not_to_be_indexed(as_on):
    head = as_on(f"{ON}/nl/").head
    assert head.find("meta", attrs={"name": "robots", "content": "noindex"})
    assert not head.select("link[rel=canonical], link[rel=alternate]")


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_it_can_only_be_read(admin_client, method):
    assert getattr(admin_client, method)(f"{ON}/nl/").status_code in {403, 405}


def test_a_head_request_is_reading(admin_client):
    assert admin_client.head(f"{ON}/nl/").status_code == 200


def test_nothing_is_written(admin_client, call, django_assert_num_queries):
    with django_assert_num_queries(50, exact=False) as queries:
        admin_client.get(f"{CLOSED}/nl/projectoproepen/reeks/2027/")
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_the_desk_has_no_other_time(admin_client):
    assert admin_client.get(f"{ON}/beheer/").status_code == 400
    assert admin_client.get(f"{ON}{ON}/nl/").status_code == 400


def test_afterwards_the_present_is_back(admin_client, client, call):
    admin_client.get(f"{CLOSED}/fr/appels-a-projets/")
    assert clock.now() == NOW
    assert (get_script_prefix(), reverse("home"), get_language()) == ("/", "/nl/", "nl")
    page = client.get("/nl/projectoproepen/reeks/2027/").content.decode()
    assert "tag--announced" in page
    assert "/beheer/" not in page


def test_the_present_is_back_after_a_failure_too(admin_client, client, monkeypatch):
    def fail():
        raise ZeroDivisionError

    admin_client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("portal.views.newest_framework", fail)
        response = admin_client.get(f"{CLOSED}/nl/")
    assert response.status_code == 500
    assert "no-store" in response.headers["Cache-Control"]
    assert (clock.now(), get_script_prefix()) == (NOW, "/")
    assert client.get("/nl/").status_code == 200


def test_the_time_is_put_back_when_something_escapes():
    with pytest.raises(ZeroDivisionError), clock.frozen_at(NOW + SECOND):
        assert clock.now() == NOW + SECOND
        raise ZeroDivisionError
    assert clock.now() == NOW


# Which instants there are


@pytest.mark.parametrize(
    "at",
    ["gisteren", "2027-02-29T12:00:00", "2027-03-01", "1066-01-01T12:00:00", "2027-03-28T02:30:00"],
)
def test_an_instant_that_does_not_exist_is_said_in_the_form(as_on, at):
    for address in (f"/beheer/op/?at={at}&page=/nl/", f"/beheer/op/{at}/nl/"):
        form = as_on(address, status=400).select_one("form[action='/beheer/op/']")
        assert form.select_one(".errorlist")
        assert form.find("input", attrs={"name": "page"})["value"] == "/nl/"


@pytest.mark.parametrize("page", ["", "/beheer/", "nl", "http://["])
def test_a_page_that_is_not_public_is_said_in_the_form(as_on, page):
    address = f"/beheer/op/?at=2027-03-01T17:00:00&page={page}"
    assert as_on(address, status=400).select_one("#id_page_error")


def test_a_time_that_the_clock_skips_is_refused():
    for minute in (0, 30, 59):
        with pytest.raises(ValidationError):
            parse_instant(f"2027-03-28T02:{minute:02}:00")
    assert (
        parse_instant("2027-03-28T03:00:00") - parse_instant("2027-03-28T01:59:59") == SECOND * 3601
    )


def test_a_time_that_comes_twice_is_the_first_unless_it_says_which(as_on):
    first = parse_instant("2027-10-31T02:30:00")
    second = parse_instant("2027-10-31T02:30:00+01:00")
    assert first.astimezone(datetime.UTC).hour == 0
    assert second.astimezone(datetime.UTC).hour == 1
    assert other_fold(first) == second
    assert other_fold(parse_instant("2027-10-31T03:00:00")) is None
    here = as_on("/beheer/op/2027-10-31T02:30:00/nl/").select_one(".banner")
    other = as_on(here.find("a", href=lambda to: "+" in to)["href"]).select_one(".banner")
    assert other.find("a", href="/beheer/op/2027-10-31T02:30:00+02:00/nl/")


def test_the_second_time_counts_for_a_deadline_between_the_two(as_on):
    make_call(
        series__slug_nl="reeks",
        label="2027",
        closes_at=brussels(2027, 10, 31, 2, 45),
        **in_four(theme="Thema"),
    )
    page = "/nl/projectoproepen/reeks/2027/"
    assert as_on(f"/beheer/op/2027-10-31T02:30:00{page}").select(".tag--soon")
    assert as_on(f"/beheer/op/2027-10-31T02:30:00+01:00{page}").select(".tag--closed")
