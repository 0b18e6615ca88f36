"""The initial content of the portal, as `load_content` loads it."""

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.models import ServicePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def rows():
    rooms = ["publishing", "partners", "policy", "agreements", "calls", "portal"]
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
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
    results = page(search, query_params={"q": q}).main.select("section li a")
    assert wales in [link["href"] for link in results]
