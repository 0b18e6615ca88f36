"""The content that the portal starts with, once it is loaded."""

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.models import ServicePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def rows():
    rooms = ["publishing", "partners", "policy", "agreements", "calls", "portal"]
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    return {model: model._base_manager.count() for model in models}


def test_the_content_is_loaded_once_and_is_the_editors_from_then_on(capsys):
    ServicePage.objects.filter(key="about").update(title_nl="Van de redactie")
    before = rows()
    call_command("load_content")
    assert rows() == before
    assert ServicePage.objects.get(key="about").title_nl == "Van de redactie"
    assert "nothing was changed" in capsys.readouterr().out


def test_france_leads_to_hauts_de_france(page):
    assert page("/fr/pays/fr/").main.find("a", string="Hauts-de-France")


@pytest.mark.parametrize("q", ["Pays de Galles", "Cymru", "welsh", "WALES"])
@pytest.mark.parametrize("address", ["/nl/zoeken/", "/fr/recherche/", "/de/suche/", "/en/search/"])
def test_wales_is_found_by_any_of_its_names(page, address, q):
    links = page(address, query_params={"q": q}).main.select("section li a")
    assert [link["href"] for link in links if "/partn" in link["href"] or "/parten" in link["href"]]
