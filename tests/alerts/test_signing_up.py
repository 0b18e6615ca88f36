"""Signing up: asked on a page, confirmed by a button behind a link in a mail alone."""

import datetime

import pytest
from django.urls import reverse

from portal.alerts import sending
from portal.alerts.models import SignUp, Subject, Subscriber, Subscription
from portal.alerts.signups import PER_ADDRESS, PER_NETWORK
from tests.support.alerts import link_in, subscribe
from tests.support.factories import brussels, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db
Kind = Subject.Kind
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOW = brussels(2027, 2, 10, 12)
PAGE = "/nl/e-mailberichten/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def call():
    partner = make_partner(slug_nl="wales", name_nl="Wales")
    return make_call(label="2027", series=make_series(title_nl="Oproep", partner=partner))


@pytest.fixture
def ask(client):
    """Post the form of the page as a browser does."""

    def post(subject, email="a@example.org", language="nl", page=PAGE, **extra):
        given = {"subject": subject, "email": email, "language": language}
        return client.post(page, given, **extra)

    return post


def about(record):
    return f"about=call&id={record.pk}"


def test_the_page_offers_the_call_and_what_it_belongs_to(page, call):
    soup = page(f"{PAGE}?{about(call)}")
    offered = [box["value"] for box in soup.select("[name=subject]")]
    assert offered == [
        about(call),
        f"about=series&id={call.series.pk}",
        f"about=partner&id={call.series.partner.pk}",
        "about=calls",
        "about=changes",
    ]
    assert soup.select_one("[name=subject][checked]")["value"] == about(call)
    assert soup.select_one("[name=language][checked]")["value"] == "nl"


def test_a_link_in_a_mail_leads_to_a_button_and_only_that_subscribes(client, call, ask, mailoutbox):
    assert ask(about(call), language="fr").status_code == 302
    sending.run()
    link = link_in(mailoutbox[0].body, "/fr/alertes/confirmer/")
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
        assert not Subscription.objects.confirmed().exists()
    assert client.post(link).status_code == 200
    subscription = Subscription.objects.confirmed().get()
    assert (subscription.subscriber.email, subscription.subscriber.language) == (
        "a@example.org",
        "fr",
    )


def test_confirming_twice_changes_nothing(client, call, ask, mailoutbox, time_machine):
    ask(about(call))
    sending.run()
    link = link_in(mailoutbox[0].body, "/bevestigen/")
    client.post(link)
    time_machine.move_to(NOW + HOUR, tick=False)
    client.post(link)
    assert Subscription.objects.get().confirmed_at == NOW


@pytest.mark.parametrize(
    "email",
    [
        "new@example.org",
        "known@example.org",
        "waiting@example.org",
        "no address",
        "@",
        "a@b",
        "é@ü",
    ],
)
def test_the_answer_is_the_same_whatever_the_address(
    client, call, ask, email, django_assert_num_queries
):
    subscribe("known@example.org", Kind.CALL, call, since=NOW - DAY)
    subscribe("waiting@example.org", Kind.CALL, call, since=NOW - DAY)
    Subscription.objects.filter(subscriber__email="waiting@example.org").update(confirmed_at=None)
    ask("about=changes")  # what is asked about is stored by the first who asks
    with django_assert_num_queries(5):
        response = ask("about=changes", email)
    assert (response.status_code, response.content) == (302, b"")
    assert response.headers["Location"] == f"{PAGE}verstuurd/"
    assert not response.cookies


def test_nothing_is_sent_in_the_request(call, ask, mailoutbox):
    ask(about(call))
    assert mailoutbox == []
    assert not Subscriber.objects.exists()


def test_an_address_that_cannot_be_one_gets_nothing(ask, mailoutbox):
    for email in ("no address", "a@b", "a@example.org\nBcc: b@example.org", "a" * 320):
        ask("about=calls", email)
    sending.run()
    assert (mailoutbox, Subscriber.objects.count()) == ([], 0)
    assert SignUp.objects.exclude(email="").count() == 0


def test_who_follows_it_already_is_told_so(call, ask, mailoutbox):
    subscribe("a@example.org", Kind.CALL, call, since=NOW - DAY, language="de")
    ask(about(call), " A@Example.org ")
    sending.run()
    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]
    assert "/de/e-mail-nachrichten/verwalten/" in mailoutbox[0].body


def test_without_an_address_the_form_says_what_is_missing(client, call, ask):
    response = ask(about(call), "")
    assert response.status_code == 422
    assert b'aria-invalid="true"' in response.content
    assert b'href="#id_email"' in response.content


@pytest.mark.parametrize(
    "subject",
    ["about=call&id=999", "about=x", "about=search", "about=call", "about=calls&status=x"],
)
def test_what_cannot_be_followed_is_a_404(client, ask, subject):
    assert ask(subject).status_code == 404
    assert client.get(f"{PAGE}?{subject}").status_code == 404


def test_an_example_cannot_be_followed(client):
    call = make_call(is_example=True)
    assert client.get(f"{PAGE}?{about(call)}").status_code == 404


def test_a_link_works_for_48_hours(client, call, ask, mailoutbox, time_machine):
    ask(about(call))
    sending.run()
    link = link_in(mailoutbox[0].body, "/bevestigen/")
    time_machine.move_to(NOW + 48 * HOUR, tick=False)
    assert client.get(link).status_code == 200
    time_machine.move_to(NOW + 48 * HOUR + datetime.timedelta(seconds=1), tick=False)
    response = client.get(link)
    assert response.status_code == client.post(link).status_code == 410
    assert f"{PAGE}?about=call&amp;id={call.pk}" in response.content.decode()
    assert not Subscription.objects.confirmed().exists()


@pytest.mark.parametrize("page", ["bevestigen", "beheren", "uitschrijven"])
@pytest.mark.parametrize("token", ["x", "x.y.z", "a" * 32, "a" * 32 + ".1abc.def"])
def test_an_address_that_we_did_not_sign_is_nowhere(client, page, token):
    assert client.get(f"{PAGE}{page}/{token}/").status_code == 404
    assert client.post(f"{PAGE}{page}/{token}/").status_code == 404


def test_pages_with_a_signed_address_are_stored_nowhere(client, call, ask, mailoutbox):
    ask(about(call))
    sending.run()
    response = client.get(link_in(mailoutbox[0].body, "/bevestigen/"))
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert b'name="robots" content="noindex"' in response.content
    assert b"canonical" not in response.content
    assert not response.cookies


def test_what_nobody_confirms_is_erased_after_seven_days(call, ask, time_machine):
    ask(about(call))
    sending.run()
    time_machine.move_to(NOW + 7 * DAY, tick=False)
    sending.run()
    assert Subscriber.objects.count() == 1
    time_machine.move_to(NOW + 7 * DAY + HOUR, tick=False)
    sending.run()
    assert (Subscriber.objects.count(), Subject.objects.count()) == (0, 0)


def test_an_address_gets_a_few_of_these_mails_a_day(ask, mailoutbox, time_machine):
    for _time in range(PER_ADDRESS + 3):
        ask("about=calls")
    sending.run()
    assert len(mailoutbox) == PER_ADDRESS
    time_machine.move_to(NOW + DAY + HOUR, tick=False)
    ask("about=calls")
    sending.run()
    assert len(mailoutbox) == PER_ADDRESS + 1


def test_a_network_that_asks_too_much_has_to_wait(ask, time_machine):
    for number in range(PER_NETWORK):
        assert ask("about=calls", f"{number}@example.org").status_code == 302
    assert ask("about=calls", "more@example.org").status_code == 429
    assert ask("about=calls", "more@example.org", REMOTE_ADDR="192.0.2.1").status_code == 302
    time_machine.move_to(NOW + HOUR, tick=False)
    assert ask("about=calls", "more@example.org").status_code == 302


def test_of_whoever_asked_no_address_is_kept_and_nothing_for_longer_than_a_day(ask, time_machine):
    ask("about=calls", REMOTE_ADDR="192.0.2.77")
    sending.run()
    stored = " ".join(str(value) for row in SignUp.objects.values_list() for value in row)
    assert "example" not in stored
    assert "192.0.2" not in stored
    time_machine.move_to(NOW + DAY + HOUR, tick=False)
    sending.run()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(ask, headers):
    assert ask("about=calls", headers=headers).status_code == 403
    assert not SignUp.objects.exists()


def test_our_own_form_is_taken(ask):
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert ask("about=calls", headers=headers).status_code == 302


def test_without_a_mail_server_the_page_says_so(page, client, settings):
    settings.ALERTS = False
    assert not page(PAGE).select("main form")
    assert client.post(PAGE, {"email": "a@example.org"}).status_code == 200
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_nothing_but_reading_and_posting_is_possible(client, method):
    response = getattr(client, method)(PAGE)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert client.post(reverse("alerts:sent")).status_code == 405


@pytest.mark.parametrize("address", ["/nl/e-mailberichten/", "/de/e-mail-nachrichten/"])
def test_each_language_is_named_in_itself_and_marked_so(page, address):
    labels = page(address).select("label[lang]")
    assert [(label["lang"], label.text) for label in labels] == [
        ("nl", "Nederlands"),
        ("fr", "Français"),
        ("de", "Deutsch"),
        ("en", "English"),
    ]
