"""A focus entry belongs to its framework: of a public one it is part of the draft."""

import pytest

from policy.models import FocusEntry
from portal.revisions import current
from tests.support.admin_forms import address, approve, change_page, fields
from tests.support.factories import make_entry, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return make_framework(slug="2021-2025")


def drafted(framework):
    """{key: fields} of the entries in the draft of a framework."""
    rows = current.draft_of(framework).revision.data["rows"]["entries"]
    return {int(key): row["fields"] for key, row in rows.items()}


def add(client, framework, **texts):
    page = address(FocusEntry, "add")
    form = {
        **fields(client.get(page)),
        "framework": framework.pk,
        "position": "1",
        "kind": "open",
        **texts,
    }
    return client.post(page, form)


def test_a_new_entry_is_public_once_its_framework_is_approved(admin_client, framework):
    assert add(admin_client, framework, text_nl="Buurlanden").url == change_page(framework)
    assert not FocusEntry.objects.exists()
    (key,) = drafted(framework)
    opened = admin_client.get(address(FocusEntry, "change", key))
    assert fields(opened)["text_nl"] == ["Buurlanden"]
    form = fields(admin_client.get(change_page(framework)))
    admin_client.post(change_page(framework), {**form, "told_nl": "Nieuw.", "_draft": "1"})
    approve(admin_client, framework, alone_because="Zondag.")
    assert FocusEntry.objects.get().text_nl == "Buurlanden"


def test_a_changed_or_removed_entry_waits_in_the_draft(admin_client, framework):
    entry, other = make_entry(framework=framework, text_nl="Oud"), make_entry(framework=framework)
    form = fields(admin_client.get(change_page(entry)))
    admin_client.post(change_page(entry), {**form, "text_nl": "Nieuw"})
    admin_client.post(address(FocusEntry, "delete", other.pk), {"post": "yes"})
    entry.refresh_from_db()
    assert (entry.text_nl, FocusEntry.objects.count()) == ("Oud", 2)
    assert {key: fields["text_nl"] for key, fields in drafted(framework).items()} == {
        entry.pk: "Nieuw"
    }


def test_an_entry_of_a_framework_that_was_never_public_is_saved_at_once(admin_client):
    framework = make_framework(state="draft")
    add(admin_client, framework, text_nl="Buurlanden")
    assert framework.entries.get().text_nl == "Buurlanden"
