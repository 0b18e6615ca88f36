"""The initial content of the portal, as `load_content` loads it."""

import datetime
import re
from pathlib import Path

import feedparser
import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.db.models import Max
from django.urls import reverse
from django.utils import translation

from agreements.models import Agreement
from calls.models import Call, CallSeries, SupportMeasure
from calls.wording import plain_title
from portal.models import ServicePage
from portal.publishing.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
CONTENT = sorted(Path("fixtures/content").glob("*.yaml"))


def rows():
    packages = ["publishing", "partners", "policy", "agreements", "calls", "portal"]
    models = [model for package in packages for model in apps.get_app_config(package).get_models()]
    return {model: model._base_manager.count() for model in models}


def test_loading_the_content_again_changes_nothing(capsys):
    ServicePage.objects.filter(key="about").update(title_nl="Van de redactie")
    before = rows()
    call_command("load_content")
    assert rows() == before
    assert ServicePage.objects.get(key="about").title_nl == "Van de redactie"
    assert "nothing was changed" in capsys.readouterr().out


def test_the_page_of_france_links_to_hauts_de_france(page):
    assert page("/fr/pays/fr/").main.find("a", string="Hauts-de-France")


@pytest.mark.parametrize("q", ["Pays de Galles", "Cymru", "welsh", "WALES"])
@pytest.mark.parametrize(
    ("search", "wales"),
    [
        ("/nl/zoeken/", "/nl/partners/wales/"),
        ("/fr/recherche/", "/fr/partenaires/pays-de-galles/"),
        ("/de/suche/", "/de/partner/wales/"),
        ("/en/search/", "/en/partners/wales/"),
    ],
)
def test_wales_is_found_by_any_of_its_names(page, search, wales, q):
    results = page(search, query_params={"q": q}).main.select(".results a")
    assert wales in [link["href"] for link in results]


def test_an_old_call_is_no_news_in_a_feed_and_each_has_its_own_instant(client):
    entries = feedparser.parse(client.get("/nl/projectoproepen/feed.atom").content).entries
    updated = {entry.title: datetime.datetime.fromisoformat(entry.updated) for entry in entries}
    assert len(set(updated.values())) == len(updated) == Call.objects.real().count()
    checks = Source.objects.aggregate(last=Max("checked_on"))["last"]
    assert max(updated.values()).date() <= checks
    for call in Call.objects.real().filter(closes_at__isnull=False):
        assert updated[plain_title(call)] == call.closes_at


def records(value):
    """Every record of a content file, also the editions and programmes inside others."""
    for record in value:
        yield record
        for name in ("calls", "programmes"):
            yield from records(record.get(name, []))


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_every_record_has_a_source_and_the_day_on_which_it_was_checked(path):
    [listed] = yaml.safe_load(path.read_text()).values()
    assert [*records(listed)]
    for record in records(listed):
        assert record.get("sources"), record
        assert all(source["url"] and source["checked_on"] for source in record["sources"]), record


def test_a_series_says_as_of_when_its_rhythm_is_known():
    series = CallSeries.objects.real().exclude(rhythm="")
    assert [each.title_nl for each in series if not each.rhythm_as_of] == []


@pytest.mark.parametrize("code", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    ("measure", "column", "unsaid"),
    [
        ("amateurkunsten-internationaal-project-in-vlaanderen", "summary", r"Br[uü][sx]"),
        ("reisbeurzen-flanders-literature", "amounts", r"per beurs|par bourse|pro Zu|per grant"),
        ("internationale-promotiesteun-voor-films", "amounts", r"premi[eè]|Premiere"),
    ],
)
def test_support_says_no_more_than_its_source(measure, column, unsaid, code):
    text = getattr(SupportMeasure.objects.get(slug_nl=measure), f"{column}_{code}")
    assert text
    assert not re.search(unsaid, text)


def test_nobody_knows_which_side_gave_the_money_of_the_call_with_japan():
    [amount] = Call.objects.get(series__slug_nl="japan").amounts.all()
    assert (amount.side, amount.amount) == ("", 15000)


def test_no_old_edition_has_an_instant_that_fills_a_field():
    """What a source gives as a day has no hour, and nobody knows when old results came out."""
    calls = Call.objects.real()
    assert not calls.filter(opens_at__isnull=False, opens_day_only=False)
    assert not calls.filter(closes_at__isnull=False, closes_day_only=False)
    assert not calls.filter(results_at__isnull=False)
    assert calls.filter(results_undated=True).count() == 7


@pytest.mark.parametrize("code", ["nl", "fr", "de", "en"])
def test_feed_calendar_and_data_of_the_real_calls_print_no_midnight(client, code):
    with translation.override(code):
        addresses = [reverse(f"calls:{name}") for name in ("feed", "calendars", "data")]
    for address in addresses:
        text = client.get(address, query_params={"status": ["closed", "results"]}).content.decode()
        text = re.sub(r'<updated>[^<]*|"updated": "[^"]*"', "", text)  # when the status changed
        assert not re.findall(r"(?:2015|2017|2020)-?\d\d-?\d\dT(?:00:?00|22:?00|23:?00)", text)


def test_pages_about_romania_agree(page):
    for address in ("/en/countries/ro/", "/en/partners/romania/"):
        assert page(address).main.find("a", string="Cultural agreement with Romania"), address


@pytest.mark.parametrize(
    ("former", "present"),
    [
        (
            "/nl/akkoorden/intentieverklaring-catalonie-1992/",
            "/nl/akkoorden/verklaring-catalonie-1992/",
        ),
        (
            "/de/abkommen/absichtserklaerung-katalonien-1992/",
            "/de/abkommen/erklaerung-katalonien-1992/",
        ),
    ],
)
def test_the_declaration_with_catalonia_has_the_name_of_its_source(client, former, present):
    response = client.get(former)
    assert (response.status_code, response.headers["Location"]) == (301, present)
    agreement = Agreement.objects.get(slug_nl="verklaring-catalonie-1992")
    assert (agreement.title_en, agreement.kind) == (
        "Declaration with Catalonia (1992)",
        "declaration",
    )


@pytest.mark.parametrize("code", ["nl", "fr", "de", "en"])
def test_the_glossary_explains_every_legal_kind_by_the_name_that_pages_give_it(page, code):
    with translation.override(code):
        address = reverse("glossary")
        kinds = [str(label).lower() for label in Agreement.Kind.labels]
    words = [heading.get_text().lower() for heading in page(address).main.select("h3")]
    assert set(kinds) <= set(words)


@pytest.mark.parametrize(
    "address",
    [
        "agreements/",
        "agreements/agreement-poland-1994/",
        "agreements/agreement-poland-1994/work-programme-2018-2020/",
        "partners/poland/",
        "countries/pl/",
    ],
)
def test_the_glossary_is_one_step_from_where_its_words_stand(page, address):
    assert page(f"/en/{address}").main.find("a", href="/en/glossary/")
