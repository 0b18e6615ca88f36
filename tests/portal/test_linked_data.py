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

pytestmark = pytest.mark.django_db
# Each class used, with its properties that we use, as on https://schema.org/<class>.
THING = {"name", "description", "url", "mainEntityOfPage", "sameAs"}
SCHEMA = {
    "WebSite": THING | {"inLanguage"},
    "WebPage": THING | {"inLanguage"},
    "MonetaryGrant": THING | {"amount", "funder", "sponsor", "fundedItem"},
    "GovernmentService": THING | {"provider", "serviceOperator", "jurisdiction", "audience"},
    "GovernmentOffice": THING | {"email", "telephone", "address"},
    "Organization": THING | {"email", "telephone"},
    "Country": THING,
    "AdministrativeArea": THING,
    "Place": THING,
    "CreativeWork": THING | {"inLanguage"},
    "Legislation": THING | {"inLanguage", "legislationDate", "legislationType"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
}


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


def check(thing, where):
    unknown = {name for name in thing if not name.startswith("@")} - SCHEMA[thing["@type"]]
    assert not unknown, f"{where}: {thing['@type']} has no {unknown}"
    for value in thing.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                check(part, where)


def test_every_description_has_only_properties_of_its_class(page, addresses):
    found = [(one, address) for address in addresses for one in descriptions(page, address)]
    kinds = {one["@type"] for one, _address in found}
    assert kinds >= {"WebSite", "MonetaryGrant", "GovernmentService", "GovernmentOffice"}
    for one, address in found:
        assert one["@context"] == "https://schema.org"
        check(one, address)


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
