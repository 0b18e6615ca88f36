"""A session that ends while someone types loses nothing of what was typed."""

import pytest

from portal.revisions.models import Draft
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import in_four, make_partner

pytestmark = pytest.mark.django_db
SIGN_IN = {"sign-in-again-username": "admin", "sign-in-again-password": "password"}


@pytest.fixture
def sent(client, admin_user):
    """What an editor typed, sent after the session has ended: (address, form, answer)."""
    client.force_login(admin_user)
    address = change_page(make_partner(**in_four(name="Japan")))
    new = {"name_nl": "Mijn \n naam & <b>", "minor": "on", "_draft": "1"}
    form = {**fields(client.get(address)), **new}
    client.logout()
    return address, form, client.post(address, form)


def test_what_was_typed_is_on_the_page_that_asks_to_sign_in(sent):
    _address, form, answer = sent
    assert answer.status_code == 403
    again = fields(answer)
    assert again["name_nl"] == ["Mijn \n naam & <b>"]
    assert (again["_draft"], again["kind"]) == (["1"], form["kind"])
    assert not Draft.objects.exists()


def test_signing_in_there_goes_on_as_if_nothing_had_happened(client, sent):
    address, _form, answer = sent
    done = client.post(address, {**fields(answer), **SIGN_IN})
    assert done.status_code == 302
    data = Draft.objects.get().revision.data
    assert data["fields"]["name_nl"] == "Mijn \n naam & <b>"
    assert "sign-in-again-password" not in str(data)


def test_a_wrong_password_loses_nothing_either(client, sent):
    address, _form, answer = sent
    wrong = {**fields(answer), **SIGN_IN, "sign-in-again-password": "x"}
    again = client.post(address, wrong)
    assert again.status_code == 403
    assert soup(again).select_one(".errorlist")
    assert fields(again)["name_nl"] == ["Mijn \n naam & <b>"]
    assert not Draft.objects.exists()


def test_whoever_signs_in_may_do_what_that_person_may(client, django_user_model, sent):
    django_user_model.objects.create_user("reader", password="password", is_staff=True)
    address, _form, answer = sent
    mine = SIGN_IN | {"sign-in-again-username": "reader"}
    assert client.post(address, {**fields(answer), **mine}).status_code == 403
    assert not Draft.objects.exists()


def test_signing_out_after_the_session_ended_asks_for_nothing(client, admin_user):
    answer = client.post("/beheer/logout/")
    assert answer.status_code == 302
    assert answer.url == "/beheer/"
