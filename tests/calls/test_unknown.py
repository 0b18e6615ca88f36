"""What is not known is left out: no “None”, no 0, no row without an answer, in any language."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from portal.i18n.languages import CODES
from tests.support.factories import (
    FocusEntryFactory,
    PublishedFactory,
    brussels,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_measure,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
# “Open (0)” is a count beside a choice: that one is known.
PLACEHOLDER = re.compile(r"\b(None|null|nan|NaN)\b|\{\{|%\(|(?<!\()\b0\b|--")
CLOSED = {"timing": "past", "opens_at": None, "closes_at": None}


def agreement_with_partner():
    agreement = make_agreement()
    agreement.partners.add(make_partner())
    return agreement


MINIMAL = {
    "partner": make_partner,
    "post": make_post,
    "framework": make_framework,
    "framework with an entry": lambda: make_entry(kind="jurisdictions").framework,
    "agreement": agreement_with_partner,
    "programme": lambda: make_programme(agreement=agreement_with_partner()),
    "series": make_series,
    "announced call": lambda: make_call(opens_at=None, closes_at=None),
    "open call": lambda: make_call(opens_at=brussels(2020, 1, 1, 9), closes_at=None),
    "rolling call": lambda: make_call(timing="rolling", opens_at=None, closes_at=None),
    "past call": lambda: make_call(**CLOSED),
    "call with results": lambda: make_call(**CLOSED, results_at=brussels(2020, 1, 1)),
    "cancelled call": lambda: make_call(
        **CLOSED, cancelled_at=brussels(2020, 1, 1), cancellation_reason_nl="Geen geld."
    ),
    "measure": make_measure,
    "measure without a time": lambda: make_measure(timing="unknown"),
    "measure by the start": lambda: make_measure(timing="by-start"),
}
LISTS = [
    "partners:partners",
    "posts:posts",
    "calls:calls",
    "agreements:agreements",
    "support:measures",
]


@pytest.fixture(autouse=True)
def names_without_a_zero():
    """Made-up names are numbered: from 1 on, so that every 0 on a page is a mistake."""
    for factory in [*PublishedFactory.__subclasses__(), FocusEntryFactory]:
        factory.reset_sequence(1)


def assert_nothing_is_made_up(soup):
    assert not PLACEHOLDER.search(soup.main.get_text(" "))
    for empty in soup.main.find_all(
        ["dd", "dt", "h1", "h2", "h3", "p", "li", "th", "td", "a", "caption"]
    ):
        assert empty.get_text(strip=True), f"{empty} is empty"
    for facts in soup.main.select("dl"):
        assert len(facts.select("dt")) == len(facts.select("dd"))
    assert not soup.main.select("time[datetime=''], a[href=''], [lang='']")


@pytest.mark.parametrize("make", MINIMAL.values(), ids=MINIMAL)
@pytest.mark.parametrize("language", CODES)
def test_a_page_leaves_out_what_is_not_known(page, language, make):
    record = make()
    with translation.override(language):
        address = record.get_absolute_url()
    assert_nothing_is_made_up(page(address))


@pytest.mark.parametrize("language", CODES)
def test_a_results_page_leaves_out_what_is_not_known(page, language):
    call = make_call(**CLOSED, results_at=brussels(2020, 1, 1))
    call.projects.create(title="Zang", flemish_partners="Koor", other_partners="Chorale")
    with translation.override(language):
        address = call.get_results_url()
    assert_nothing_is_made_up(page(address))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", CODES)
def test_a_list_leaves_out_what_is_not_known(page, language, name):
    for make in MINIMAL.values():
        make()
    with translation.override(language):
        address = reverse(name)
    assert_nothing_is_made_up(
        page(f"{address}?status=open&status=announced&status=closed&status=results")
    )
