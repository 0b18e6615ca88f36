"""The state of translations on the front page of the desk."""

import pytest
from bs4 import BeautifulSoup

from partners.models import Partner
from portal.backoffice.translation_progress import language_bars, translation_counts
from tests.support.factories import brussels, in_four, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    """One translated, one whose translations are older than the Dutch, two without; one draft."""
    old, new = brussels(2026, 1, 1), brussels(2026, 2, 1)
    make_partner(**in_four(name="Japan"), changed_nl=old, changed_fr=old, changed_de=old)
    Partner.objects.update(changed_en=old)
    make_partner(**in_four(name="Wales"), changed_nl=new, changed_fr=old)
    make_partner(name_nl="Peru")
    make_partner(name_nl="Chili", name_fr="Chili")
    make_partner(name_nl="Geheim", state="draft")


def counts(*of_models):
    return [(Partner, dict(zip(KEYS, numbers, strict=True))) for numbers in of_models]


KEYS = [
    (code, state) for code in ("fr", "de", "en") for state in ("current", "outdated", "missing")
]


def test_each_public_page_is_in_one_state_in_each_language(partners):
    found = translation_counts(Partner.objects.published())
    assert [found[key] for key in KEYS] == [2, 1, 1, 1, 1, 2, 1, 1, 2]
    assert sum(found.values()) == 3 * 4


def test_a_bar_has_the_sum_of_all_kinds_of_pages():
    bars = language_bars(counts([1, 1, 2, 0, 0, 4, 4, 0, 0], [3, 0, 1, 0, 0, 4, 4, 0, 0]))
    assert [[part.count for part in bar.parts] for bar in bars] == [[4, 1, 3], [0, 0, 8], [8, 0, 0]]
    french = [(part.left, part.width) for part in bars[0].parts]
    assert french == [("0.00%", "50.00%"), ("50.00%", "12.50%"), ("62.50%", "37.50%")]


def test_without_public_pages_there_is_no_bar():
    assert language_bars([]) == language_bars(counts([0] * 9)) == []


def test_the_desk_shows_a_bar_with_its_numbers_for_each_language(admin_client, partners):
    soup = BeautifulSoup(admin_client.get("/beheer/").content, "lxml")
    languages = soup.select(".language-bars > ul > li")
    assert [one.a.text for one in languages] == ["Frans", "Duits", "Engels"]
    assert languages[0].a["href"] == "/beheer/vertalingen/?taal=fr"
    words = [item.text.strip() for item in languages[0].select("li")]
    assert words == ["2 bijgewerkt", "1 verouderd", "1 ontbreekt of onvolledig"]
    assert not soup.select(".language-bars [style]")


def test_a_state_that_no_page_is_in_has_no_colour_beside_its_number(admin_client):
    make_partner(name_nl="Peru")
    french = BeautifulSoup(admin_client.get("/beheer/").content, "lxml").select_one(
        ".language-bars > ul > li"
    )
    coloured = [item.text.strip() for item in french.select("li") if item.svg]
    assert coloured == ["1 ontbreekt of onvolledig"]
