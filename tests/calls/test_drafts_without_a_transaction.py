"""The draft of a call in the admin without a transaction around the request, as in production."""

import pytest
from django.contrib.auth.models import Permission

from portal.revisions.models import Draft
from tests.support.admin_forms import change_page, fields
from tests.support.factories import in_four, make_call

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publisher(django_user_model):
    user = django_user_model.objects.create_user("publisher", is_staff=True)
    names = ["publish_page", *(f"{action}_call" for action in ("view", "change", "add"))]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def address(client, admin_user, publisher):
    """The form of a public call with a draft that somebody else submitted for review."""
    call = make_call(**in_four(theme="Muziek"))
    address = change_page(call)
    client.force_login(admin_user)
    form = fields(client.get(address))
    response = client.post(address, {**form, "theme_nl": "Dans", "minor": "on", "_ask": "1"})
    assert response.status_code == 302
    client.force_login(publisher)
    return address


def test_a_draft_opens(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert fields(response)["theme_nl"] == ["Dans"]


def test_a_draft_is_reviewed_and_sent_back(client, address):
    review = address.replace("change", "nazicht")
    assert client.get(review).status_code == 200
    assert client.post(review, {"_back": "1", "remark": "Nog niet."}).status_code == 302
    assert Draft.objects.get().step == Draft.Step.WRITING


def test_a_draft_is_approved(client, address):
    review = address.replace("change", "nazicht")
    response = client.post(review, fields(client.get(review)), follow=True)
    assert response.status_code == 200
    assert not Draft.objects.exists()


def test_a_draft_is_dropped(client, address):
    drop = address.replace("change", "ontwerp-weggooien")
    assert client.get(drop).status_code == 200
    assert client.post(drop).status_code == 302
    assert not Draft.objects.exists()
