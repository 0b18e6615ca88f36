"""What the search finds, in which order, and how it follows what is published."""

import datetime

import pytest
from django.db import transaction

from partners.models import Partner
from portal.publishing.signals import page_changed
from portal.search.models import EmptySearch, SearchEntry, Synonym
from portal.search.query import parse
from portal.search.words import is_one_edit, joined_words
from portal.site_search.index import follow_change, rebuild
from portal.site_search.results import results, search
from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_jurisdiction,
    make_partner,
    make_post,
    make_series,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOON = brussels(2027, 2, 1, 12)


def titles(text, at=None):
    query, hits = search(text, at=at)
    return [one.title for one in results(hits, query)]


def publish(record):
    follow_change(record)
    return record


@pytest.mark.parametrize(
    "text",
    [
        *("projectoproep", "Projectoproepen", "oproep", "PROJECT-oproep", "projectopreop"),
        *('"grenzen en talen"', "talen grenzen", "grens", "café’s over talen?"),
    ],
)
def test_words_are_found_in_any_form(text):
    publish(
        make_partner(
            name_nl="Wales", body_nl="<p>Projectoproepen, café’s over grenzen en talen</p>"
        )
    )
    assert titles(text) == ["Wales"]


@pytest.mark.parametrize(
    "text", ['"talen en grenzen"', "wallis", "japan", "xyzzy wales", "''", "—"]
)
def test_what_a_page_does_not_say_is_not_found(text):
    publish(make_partner(name_nl="Wales", body_nl="<p>Grenzen en talen</p>"))
    assert titles(text) == []


def test_the_index_follows_a_publication_in_its_transaction():
    partner = publish(make_partner(name_nl="Atlantis"))
    partner.name_nl = "Avalon"
    partner.save()
    with pytest.raises(RuntimeError), transaction.atomic():
        page_changed.send(Partner, record=partner)
        raise RuntimeError
    assert titles("atlantis") == ["Atlantis"]
    page_changed.send(Partner, record=partner)
    assert (titles("atlantis"), titles("avalon")) == ([], ["Avalon"])


def test_a_page_is_found_from_its_first_second_until_its_last():
    begin, end = NOON, NOON + HOUR
    publish(
        make_partner(
            name_nl="Atlantis", publish_at=begin, withdraw_at=end, withdrawal_reason_nl="Weg."
        )
    )
    seen = [titles("atlantis", at) for at in (begin - HOUR, begin, end)]
    assert seen == [[], ["Atlantis"], []]


def test_a_call_goes_and_comes_with_its_series():
    series = make_series(title_nl="Projecten met Atlantis")
    call = publish(make_call(series=series, label="2031"))
    assert call.label in " ".join(titles("atlantis 2031"))
    series.state = "draft"
    series.save()
    publish(series)
    assert titles("atlantis") == []


def test_an_open_call_stands_above_a_closed_one():
    series = make_series(title_nl="Projecten met Atlantis")
    for year in (2026, 2027, 2025):
        closing = brussels(year, 3, 1, 17)
        publish(
            make_call(
                series=series, label=str(year), opens_at=brussels(year, 1, 6, 9), closes_at=closing
            )
        )
    found = [title for title in titles("projecten atlantis", NOON) if title[-4:].isdigit()]
    assert found[0].endswith("2027")


def test_synonyms_of_staff_count_at_the_next_search():
    publish(make_partner(name_nl="Wales", body_nl="<p>Een residentie in Cardiff</p>"))
    assert titles("gastverblijf") == []
    Synonym.objects.create(language="nl", words="residentie, gastverblijf, artist in residence")
    assert titles("gastverblijf") == ["Wales"]


def test_searches_that_found_nothing_are_counted_without_who_searched(page):
    for text in ("Xyzzy!", "xyzzy", "ik@example.org", "0475 12 34 56", "x" * 31):
        page("/nl/zoeken/", query_params={"q": text})
    assert [(one.words, one.times) for one in EmptySearch.objects.all()] == [("xyzzy", 2)]


def test_a_fragment_is_escaped_with_its_words_marked(page):
    body = "<p>Wij &lt;script&gt; zeggen residenties &amp; meer</p>"
    publish(make_partner(name_nl="Wales", body_nl=body))
    fragment = page("/nl/zoeken/?q=residentie").select_one(".results p:last-of-type")
    assert fragment.mark.text == "residenties"
    assert not fragment.script
    assert "<script> zeggen residenties & meer" in fragment.text


def test_a_search_is_narrowed_by_what_was_found(page):
    wales = publish(make_partner(slug_nl="wales", **in_four(name="Wales")))
    publish(make_series(partner=wales, title_nl="Oproep Wales"))
    soup = page("/nl/zoeken/?q=wales")
    choices = [link.text.strip() for link in soup.select(".facets a")]
    assert any("(1)" in choice for choice in choices)
    narrowed = page(f"/nl/zoeken/{soup.select_one('.facets a')['href']}")
    assert len(narrowed.select(".results > li")) == 1


def test_a_search_costs_as_many_queries_for_many_words_and_pages(
    warm, client, django_assert_num_queries
):
    for number in range(12):
        publish(make_partner(name_nl=f"Atlantis {number}", slug_nl=f"a{number}"))
    with django_assert_num_queries(5):
        client.get("/nl/zoeken/?q=atlantis")
    with django_assert_num_queries(5):
        client.get("/nl/zoeken/?q=atlantis+atlanti+atlant+atlan")


def test_a_hundred_words_are_the_first_eight(page):
    publish(make_partner(name_nl="Atlantis"))
    soup = page("/nl/zoeken/", query_params={"q": " ".join(f"w{number}" for number in range(40))})
    assert "acht woorden" in soup.main.text


def test_rebuilding_finds_the_same():
    publish(make_partner(name_nl="Atlantis"))
    before = titles("atlantis")
    assert rebuild() == SearchEntry.objects.count() > 900
    assert titles("atlantis") == before
    assert "Brazilië" in titles("brazilie")


def test_words_are_joined_of_a_text_that_is_one_long_word_too():
    """Of 200,000 letters, which took minutes when each began a word."""
    long = "x" * 200_000
    assert joined_words(f"{long} co-funding 2a-b-c") == ["cofunding", "abc"]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        *[("wales", "walse", True), ("wales", "wale", True), ("wales", "wallis", False)],
        *[("wales", "waxes", True), ("wales", "awles", True), ("wales", "wales", False)],
    ],
)
def test_one_letter_may_be_wrong(one, other, near):
    assert is_one_edit(one, other) == is_one_edit(other, one) == near


@pytest.mark.parametrize(
    "text",
    [
        *("' OR 1=1 --", '"', '""""', "wales NEAR(japan)", "title_words:wales*", "wales & !japan"),
        *("wales:* | japan", "-wales", "^wales", "(wales", "wales\\", "%' _ %", "💥", "\x00wales"),
        *("<script>alert(1)</script>", "wales; DROP TABLE search_searchentry", "a" * 200),
    ],
)
def test_no_sign_has_a_meaning_for_the_database(page, text):
    publish(make_partner(name_nl="Wales"))
    assert page("/nl/zoeken/", query_params={"q": text}).h1
    assert titles("wales") == ["Wales"]


def test_another_name_of_a_partner_finds_the_representation_that_is_responsible_for_it():
    partner, post = make_partner(name_nl="Atlantis"), make_post(city_nl="Lissabon", name_nl="Post")
    make_jurisdiction(post=post, partner=partner)
    publish(post)
    partner.name_nl = "Avalon"
    partner.save()
    publish(partner)
    assert sorted(titles("avalon")) == ["Avalon", "Post"]


def test_common_words_beside_eight_others_leave_none_of_these_out():
    text = "de woord1 van woord2 in woord3 en woord4 op woord5 met woord6 uit woord7 bij woord8"
    assert not parse(text, "nl").has_more


def test_a_source_in_another_language_is_found_but_not_quoted_as_if_it_were_in_this_one():
    wales = make_partner(name_nl="Wales")
    for language, title in [("nl", "Akkoorden van Vlaanderen"), ("en", "Agreements of Wales")]:
        wales.sources.create(
            title=title, language=language, url="https://example.org/", checked_on="2026-11-01"
        )
    publish(wales)
    query, hits = search("akkoorden")
    assert "<mark>Akkoorden</mark> van Vlaanderen" in results(hits, query)[0].fragments[0]
    query, hits = search("agreements")
    assert results(hits, query)[0].fragments == []
