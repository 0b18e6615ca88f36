"""Names of organisations: that of a consortium lists all its members."""

import pytest
from django.core.exceptions import ValidationError

from calls.models import Administration, Project, SupportMeasure
from portal.publishing.models import Contact, Source
from tests.support.factories import make_call, make_measure

pytestmark = pytest.mark.django_db
CONSORTIUM = ", ".join(f"Vereniging {number:04}" for number in range(50)) + " en vele vrienden"
NAMES = [
    (Administration, "name_nl"),
    (Contact, "name_nl"),
    (Contact, "organisation_nl"),
    (Project, "flemish_partners"),
    (Project, "other_partners"),
    (Source, "title"),
    (SupportMeasure, "owner_nl"),
]


@pytest.mark.parametrize(("model", "name"), NAMES)
def test_the_name_of_an_organisation_has_at_most_a_thousand_characters(model, name):
    field = model._meta.get_field(name)
    longest = CONSORTIUM.ljust(1000, "x")
    assert field.clean(longest, None) == longest
    with pytest.raises(ValidationError):
        field.clean(longest + "x", None)


def test_the_page_of_a_call_names_a_consortium_in_full(page):
    name = CONSORTIUM.ljust(1000, "x")
    call = make_call()
    call.administrations.create(side="flemish", name_nl=name)
    call.sources.create(title=name, url="https://x.be/", checked_on="2026-11-01")
    call.contacts.add(Contact.objects.create(name_nl=name, organisation_nl=name, email="a@x.be"))
    shown = " ".join(page(call.get_absolute_url()).main.get_text(" ").split())
    assert shown.count(name) == 5  # twice in the contact; the administration in the checklist too


def test_the_list_of_support_names_a_consortium_in_full(page):
    name = CONSORTIUM.ljust(1000, "x")
    make_measure(owner_nl=name)
    assert name in page("/nl/ondersteuning/").get_text()
