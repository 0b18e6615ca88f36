"""When a session ends while a form is open, signing in again keeps the posted data."""

import pytest

from portal.revisions.models import Draft
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import in_four, make_partner

pytestmark = pytest.mark.django_db
SIGN_IN = {"sign-in-again-username": "admin", "sign-in-again-password": "password"}


@pytest.fixture
def expired_submission(client, admin_user):
    """A form posted after the session ended: (URL, posted data, response)."""
    client.force_login(admin_user)
    address = change_page(make_partner(**in_four(name="Japan")))
    new = {"name_nl": "Mijn \n naam & <b>", "minor": "on", "_draft": "1"}
    form = {**fields(client.get(address)), **new}
    client.logout()
    return address, form, client.post(address, form)


def test_the_login_page_carries_the_posted_data(expired_submission):
    _address, form, answer = expired_submission
    assert answer.status_code == 403
    again = fields(answer)
    assert again["name_nl"] == ["Mijn \n naam & <b>"]
    assert (again["_draft"], again["kind"]) == (["1"], form["kind"])
    assert not Draft.objects.exists()


def test_signing_in_again_completes_the_original_post(client, expired_submission):
    address, _form, answer = expired_submission
    done = client.post(address, {**fields(answer), **SIGN_IN})
    assert done.status_code == 302
    data = Draft.objects.get().revision.data
    assert data["fields"]["name_nl"] == "Mijn \n naam & <b>"
    assert "sign-in-again-password" not in str(data)


def test_a_wrong_password_keeps_the_posted_data(client, expired_submission):
    address, _form, answer = expired_submission
    wrong = {**fields(answer), **SIGN_IN, "sign-in-again-password": "x"}
    again = client.post(address, wrong)
    assert again.status_code == 403
    assert soup(again).select_one(".errorlist")
    assert fields(again)["name_nl"] == ["Mijn \n naam & <b>"]
    assert not Draft.objects.exists()


def test_the_completed_post_uses_the_permissions_of_who_signed_in(
    client, django_user_model, expired_submission
):
    django_user_model.objects.create_user("reader", password="password", is_staff=True)
    address, _form, answer = expired_submission
    mine = SIGN_IN | {"sign-in-again-username": "reader"}
    assert client.post(address, {**fields(answer), **mine}).status_code == 403
    assert not Draft.objects.exists()


def test_logout_after_the_session_ended_does_not_ask_to_sign_in(client, admin_user):
    answer = client.post("/beheer/logout/")
    assert answer.status_code == 302
    assert answer.url == "/beheer/"
