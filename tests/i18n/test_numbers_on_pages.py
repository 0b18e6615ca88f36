"""A count is written in one way on a page: in its heading, its links and its numbers of pages."""

import pytest
from django.core.paginator import Paginator

from portal.i18n.formats import THIN
from tests.support.factories import make_agreement, make_call, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_index")]
LISTS = {
    "partners": {"nl": "partners", "fr": "partenaires", "de": "partner", "en": "partners"},
    "calls": {
        "nl": "projectoproepen",
        "fr": "appels-a-projets",
        "de": "projektaufrufe",
        "en": "project-calls",
    },
    "agreements": {"nl": "akkoorden", "fr": "accords", "de": "abkommen", "en": "agreements"},
    "search": {"nl": "zoeken", "fr": "recherche", "de": "suche", "en": "search"},
}
WRITTEN = {"nl": "5.700", "fr": f"5{THIN}700", "de": "5.700", "en": "5,700"}


@pytest.mark.parametrize("code", WRITTEN)
@pytest.mark.parametrize("name", LISTS)
def test_a_heading_groups_thousands_as_links_do(page, monkeypatch, name, code):
    make_call(series__partner=make_partner(name_nl="Wales"))
    monkeypatch.setattr(Paginator, "count", 5700)
    soup = page(f"/{code}/{LISTS[name][code]}/?q=wales")
    headings = " ".join(heading.get_text() for heading in soup.main.select("h2"))
    assert f"{WRITTEN[code]} " in headings


def test_pages_are_numbered_in_the_same_way(page, monkeypatch):
    make_agreement()
    monkeypatch.setattr(Paginator, "count", 1_000_000)
    links = page("/nl/partners/").select(".pagination a")
    assert links[-2].get_text(" ", strip=True) == "Pagina 16.667"
