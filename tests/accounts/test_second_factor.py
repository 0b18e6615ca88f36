"""Signing in with a second step, and the pages where one is set up."""

import pytest
from allauth.mfa.models import Authenticator

from portal.accounts.adapters import MFAAdapter
from tests.support.admin_forms import soup

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "/beheer/tweede-stap/authenticate/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_a_password_is_enough_where_no_second_step_is_required(client, editor, sign_in):
    assert sign_in(address="/beheer/login/?next=/beheer/handleiding/").url == "/beheer/handleiding/"
    desk = client.get("/beheer/")
    assert desk.status_code == 200
    assert not soup(desk).select(".messagelist")


def test_a_password_alone_opens_only_the_page_to_set_up_a_second_step(
    client, editor, sign_in, required
):
    assert sign_in().url == "/beheer/"
    for address in ("/beheer/", "/beheer/calls/call/", "/beheer/sessies/", "/beheer/vertalingen/"):
        assert client.get(address).headers["Location"] == "/beheer/tweede-stap/"
    assert client.get("/beheer/tweede-stap/").status_code == 200


def test_an_app_is_asked_for_its_code(client, editor, sign_in, app_of, required):
    code = app_of(editor)
    assert sign_in().url == CODE
    assert client.get("/beheer/").status_code == 302, "not signed in yet"
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert client.get("/beheer/").status_code == 302
    assert client.post(CODE, {"code": code()}).url == "/beheer/"
    assert client.get("/beheer/").status_code == 200


def test_a_code_works_once(client, editor, sign_in, app_of):
    code = app_of(editor)()
    sign_in()
    client.post(CODE, {"code": code})
    client.post("/beheer/logout/")
    sign_in()
    assert client.post(CODE, {"code": code}).status_code == 200
    assert client.get("/beheer/").status_code == 302


def test_a_recovery_code_signs_in_once(client, editor, sign_in, app_of, required):
    app_of(editor)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = codes.get_unused_codes()[0]
    for status in (302, 200):
        sign_in()
        assert client.post(CODE, {"code": code}).status_code == status
        client.post("/beheer/logout/")


def test_setting_up_an_app_opens_the_desk(client, editor, sign_in, required, app_of):
    sign_in()
    page = client.get("/beheer/tweede-stap/totp/activate/", follow=True)
    again = page.redirect_chain[-1][0]
    assert again.startswith("/beheer/aanmelden/opnieuw/")
    client.post(again, {"password": "password"})
    html = soup(client.get("/beheer/tweede-stap/totp/activate/"))
    assert html.select_one("img[src^='data:image/svg']")
    secret = html.select_one("#authenticator_secret")["value"]
    code = code_of(secret)
    done = client.post("/beheer/tweede-stap/totp/activate/", {"code": code})
    assert done.url == "/beheer/tweede-stap/recovery-codes/"
    assert client.get("/beheer/").status_code == 200
    assert secret not in str(Authenticator.objects.get(type="totp").data), "encrypted"


def code_of(secret):
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_without_the_last_factor_the_desk_closes_again(client, editor, sign_in, app_of, required):
    code = app_of(editor)
    sign_in()
    client.post(CODE, {"code": code()})
    client.post("/beheer/aanmelden/opnieuw/", {"password": "password"})
    client.post("/beheer/tweede-stap/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/beheer/").headers["Location"] == "/beheer/tweede-stap/"


def test_a_secret_is_read_after_the_key_has_changed(settings):
    stored = MFAAdapter().encrypt("geheim")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert MFAAdapter().decrypt(stored) == "geheim"


@pytest.mark.parametrize(
    "address", ["tweede-stap/", "tweede-stap/webauthn/", "sessies/", "aanmelden/opnieuw/"]
)
def test_pages_of_sign_in_look_like_the_desk(client, editor, sign_in, address):
    sign_in()
    html = soup(client.get(f"/beheer/{address}"))
    assert html.select_one("#site-name")
    assert html.select_one("link[href$='desk/desk.css']")
    assert html.html["lang"] == "nl"
    assert html.h1.text.strip()


def test_nobody_can_sign_up(client):
    for address in ("signup/", "aanmelden/signup/", "aanmelden/verbonden/signup/"):
        response = client.get(f"/beheer/{address}", follow=True)
        assert response.redirect_chain[-1][0].startswith("/beheer/login/")


def test_an_account_that_is_no_staff_does_not_get_in(client, django_user_model, sign_in):
    django_user_model.objects.create_user("lezer", password="password")
    response = sign_in("lezer")
    assert soup(response).select_one(".errornote")
    assert "_auth_user_id" not in client.session


def test_the_page_to_sign_in_offers_a_passkey_without_inline_script(client):
    html = soup(client.get("/beheer/login/"))
    assert html.select_one("#passkey_login")["form"] == html.select_one("#mfa_login")["id"]
    scripts = html.select("script:not([src])")
    assert {script["type"] for script in scripts} == {"application/json"}
    assert (
        client.get(
            "/beheer/tweede-stap/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}
        ).json()["request_options"]["publicKey"]["userVerification"]
        == "required"
    )


def test_every_button_outside_a_form_names_one_that_is_there(client, editor, sign_in, app_of):
    app_of(editor)
    sign_in()
    html = soup(client.get(CODE))
    named = {button["form"] for button in html.select("button[form]")}
    assert named == {"webauthn_form", "logout-from-stage"}
    assert not [name for name in named if not html.find("form", id=name)]
