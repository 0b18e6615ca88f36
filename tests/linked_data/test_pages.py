"""Pages lead to their identifier and to the data about what they are about."""

import json

import pytest
from django.utils.translation import override

from portal.linked_data.negotiation import SUFFIXES
from tests.linked_data.conftest import HOST
from tests.support.factories import brussels, in_four, make_call, make_page, make_partner

pytestmark = pytest.mark.django_db


def alternates(soup):
    """{media type: (relation, address)} of the links to other forms of a page."""
    return {
        link["type"]: (" ".join(link["rel"]), link["href"])
        for link in soup.select("link[rel~=alternate][type]")
        if link["type"] in SUFFIXES
    }


def identifier_in_json_ld(soup):
    scripts = soup.select("script[type='application/ld+json']")
    described = [json.loads(script.string) for script in scripts]
    return [one["@id"] for one in described if "@id" in one]


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_page_names_the_other_forms_of_what_it_is_about(client, page, code):
    partner = make_partner(**in_four(name="Japan"))
    with override(code):
        found = alternates(page(partner.get_absolute_url()))
    me = f"{HOST}/id/partner/{partner.pk}"
    assert found == {
        "application/ld+json": ("alternate describedby", f"{me}.jsonld"),
        "text/turtle": ("alternate describedby", f"{me}.ttl"),
        "text/markdown": ("alternate", f"{me}.{code}.md"),
    }
    for media_type, (_relation, address) in found.items():
        response = client.get(address.removeprefix(HOST))
        assert response.headers["Content-Type"].startswith(media_type)


def test_the_description_for_search_engines_is_of_the_same_thing(page):
    call = make_call()
    found = page(call.get_absolute_url())
    assert identifier_in_json_ld(found) == [f"{HOST}/id/call/{call.pk}"]


def test_a_country_is_the_one_in_the_table_of_the_european_union(page):
    partner = make_partner(iso_code="JP")
    script = page(partner.get_absolute_url()).select_one("script[type='application/ld+json']")
    assert json.loads(script.string)["sameAs"].endswith("/authority/country/JPN")


@pytest.mark.parametrize("facts", [{"is_example": True}, {"state": "withdrawn"}])
def test_examples_and_what_was_withdrawn_have_no_data(page, facts):
    partner = make_partner(**facts, withdrawn_as="readable", withdrawal_reason_nl="Weg.")
    found = page(partner.get_absolute_url())
    assert alternates(found) == {}
    assert identifier_in_json_ld(found) == []


def test_a_page_beside_that_of_a_record_names_no_other_forms(page):
    call = make_call(opens_at=None, closes_at=brussels(2020, 1, 1), results_undated=True)
    assert alternates(page(call.get_results_url())) == {}
    assert [*alternates(page("/nl/projectoproepen/"))] == ["text/markdown"]
    make_page(key="about")
    assert "text/turtle" in alternates(page("/nl/over/"))
