"""Examples are labelled as such, and are left out of counts, search and the sitemap."""

import pytest
from django.utils.translation import gettext, override

from calls.models import Call
from portal.i18n.languages import CODES, TRANSLATIONS
from portal.publishing.models import ChangeNote
from tests.support.factories import in_four, make_call, make_partner, make_series
from tests.support.sitemaps import urls_of_sitemap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def noindex(soup):
    return bool(soup.find("meta", attrs={"name": "robots", "content": "noindex"}))


def example_call(label):
    return Call.objects.get(label=label, is_example=True)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("label", ["ex-01", "ex-08", "ex-09"])
def test_an_example_has_a_banner_and_is_not_indexed(page, language, label):
    with override(language):
        address, example = example_call(label).get_absolute_url(), gettext("Example.")
    soup = page(address)
    assert example in soup.select_one(".banner").text
    assert noindex(soup)
    assert not soup.select("link[rel=alternate]")


def test_a_real_page_has_no_example_banner(page):
    soup = page("/nl/partners/wales/")
    assert not soup.select(".banner")
    assert not noindex(soup)


@pytest.mark.parametrize(
    "address",
    [
        "/nl/",
        "/nl/partners/",
        "/nl/projectoproepen/",
        "/nl/akkoorden/",
        "/nl/akkoorden/?view=timeline",
    ],
)
def test_an_example_in_a_list_is_labelled(page, address):
    examples = page(address).main.select("a[href*=voorbeeld]:not(.map a)")
    assert examples
    for link in examples:
        assert any(item.select(".tag--example") for item in link.find_parents(["li", "tr"])), link


def test_examples_are_in_no_search_and_no_sitemap(client, page):
    sitemap = urls_of_sitemap(lambda address: client.get(address).content)
    assert not [address for address in sitemap if "voorbeeld" in address]
    assert not page("/nl/zoeken/?q=voorbeeld").main.select("section li")


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_an_example_without_translation_is_shown_in_dutch(page, language):
    call = example_call("ex-11")
    with override(language):
        soup = page(call.get_absolute_url())
    assert {prose["lang"] for prose in soup.main.select(".prose")} == {"nl"}
    assert soup.main.select(".notice--warning a[hreflang=nl]")
    assert noindex(soup)
    assert soup.find("link", rel="canonical")["href"].endswith(call.get_absolute_url())


@pytest.mark.parametrize("language", CODES)
def test_an_example_without_translation_has_no_alternates(page, language):
    with override(language):
        address = example_call("ex-11").get_absolute_url()
    assert not page(address).select("link[rel=alternate]")


def test_the_examples_cover_every_status_of_a_call():
    shown = {call.status().value for call in Call.objects.filter(is_example=True)}
    assert shown == {"announced", "open", "soon", "rolling", "closed", "results", "cancelled"}


def test_a_note_on_an_example_is_labelled_among_the_changes(page):
    call = make_call(series=make_series(is_example=True), is_example=True)
    ChangeNote.objects.create(record=call, text_nl="Iets nieuws")
    newest = page("/nl/wijzigingen/").select_one(".changes li")
    assert "Iets nieuws" in newest.text
    assert newest.select(".tag--example")


def test_example_pages_are_not_counted_per_language(page):
    before = page("/nl/talen/").select_one("#coverage ~ table").text
    make_partner(is_example=True, **in_four(name="Voorbeeld"))
    assert page("/nl/talen/").select_one("#coverage ~ table").text == before
