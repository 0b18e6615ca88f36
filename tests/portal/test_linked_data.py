"""JSON-LD says only what schema.org has words for."""

import json

import pytest

from tests.support.factories import (
    in_four,
    make_agreement,
    make_call,
    make_measure,
    make_partner,
    make_post,
    make_programme,
)
from tests.support.schema_org import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    partner = make_partner(**in_four(name="Wales & <Cymru>"))
    agreement = make_agreement()
    records = [
        partner,
        make_partner(parent=partner),
        make_post(email="a@example.org", phone="1"),
        agreement,
        make_programme(agreement=agreement),
        make_measure(summary_nl="Wat </script>"),
        make_call(summary_nl="Wat", series__partner=partner),
    ]
    return ["/nl/", "/nl/partners/", "/nl/landen/gb/", *(one.get_absolute_url() for one in records)]


def descriptions(page, address):
    scripts = page(address).select("script[type='application/ld+json']")
    return [json.loads(script.string) for script in scripts]


def test_every_description_keeps_to_the_vocabulary(page, addresses):
    found = [(one, address) for address in addresses for one in descriptions(page, address)]
    kinds = {one["@type"] for one, _address in found}
    assert kinds >= {"WebSite", "MonetaryGrant", "GovernmentService", "GovernmentOffice"}
    for one, address in found:
        assert one["@context"] == "https://schema.org"
        assert [*faults(one)] == [], address


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "Deadline"},
        {"@type": "GovernmentService", "inLanguage": "nl"},
        {"@type": "GovernmentService", "provider": {"@type": "WebPage"}},
        {"@type": "WebPage", "url": "/nl/"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": "1"}]},
        {"@type": "Organization", "name": " "},
    ],
)
def test_what_the_vocabulary_does_not_allow_is_noticed(wrong):
    assert len([*faults(wrong)]) == 1


def test_every_page_with_a_trail_has_it_as_a_list_too(page, addresses):
    for address in addresses:
        lists = [one for one in descriptions(page, address) if one["@type"] == "BreadcrumbList"]
        links = page(address).select(".crumbs a")
        if len(links) < 2:
            assert not lists
            continue
        [items] = [one["itemListElement"] for one in lists]
        assert [item["position"] for item in items] == list(range(1, len(links) + 1))
        assert [item["name"] for item in items] == [link.get_text() for link in links]
        assert [item["item"] for item in items] == [
            f"http://testserver{link['href']}" for link in links
        ]


def test_the_language_is_that_of_the_page(page):
    make_measure(slug_nl="steun", **in_four(title="Steun"))
    [service] = [
        one for one in descriptions(page, "/fr/soutien/steun/") if one["@type"] != "BreadcrumbList"
    ]
    assert service["mainEntityOfPage"]["inLanguage"].startswith("fr")
    assert service["provider"]["@type"] == "Organization"
