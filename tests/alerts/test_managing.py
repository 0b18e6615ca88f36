"""Whoever has the link of a mail changes, takes along and erases what is kept of them."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from portal.alerts import links, sending
from portal.alerts.models import Delivery, Notice, Subject, Subscriber, Subscription
from tests.support.alerts import link_in, path_of, run, subscribe
from tests.support.factories import brussels, make_call, make_series

pytestmark = pytest.mark.django_db
Kind = Subject.Kind
NOW = brussels(2027, 2, 10, 12)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def call():
    return make_call(label="2027", series=make_series(title_nl="Oproep"), edits=0)


@pytest.fixture
def subscriber(call):
    subscribe("a@example.org", Kind.CHANGES, since=NOW - DAY)
    return subscribe("a@example.org", Kind.CALL, call, since=NOW - DAY).subscriber


@pytest.fixture
def manage(subscriber):
    return path_of(links.manage_url(subscriber))


@pytest.fixture
def told(subscriber, call, time_machine, mailoutbox):
    """The subscriber was reminded of the call once."""
    run(time_machine, brussels(2027, 2, 15, 8), mailoutbox)


def fields(response):
    """What a browser would post of the first form of a page."""
    form, data = BeautifulSoup(response.content, "lxml").select("main form")[0], {}
    for box in form.select("input[checked]"):
        data.setdefault(box["name"], []).append(box["value"])
    return data


def test_language_and_reminders_are_changed_and_one_thing_stopped(client, manage, subscriber):
    changes, call = subscriber.subscriptions.all()
    form = fields(client.get(manage))
    assert form[f"reminders_{call.pk}"] == ["14", "3"]
    form |= {"language": "en", f"reminders_{call.pk}": ["7"], f"stop_{changes.pk}": "on"}
    assert client.post(manage, form).status_code == 302
    subscriber.refresh_from_db()
    assert subscriber.language == "en"
    assert [one.reminders for one in subscriber.subscriptions.all()] == [["7"]]


def test_no_reminder_at_all_can_be_chosen(client, manage, subscriber):
    call = subscriber.subscriptions.last()
    form = fields(client.get(manage))
    del form[f"reminders_{call.pk}"]
    client.post(manage, form)
    call.refresh_from_db()
    assert call.reminders == []


def test_reading_the_page_changes_nothing(client, manage, subscriber):
    before = [*Subscription.objects.values()]
    assert client.get(manage).status_code == client.head(manage).status_code == 200
    assert [*Subscription.objects.values()] == before


def test_who_stops_the_last_thing_is_erased(client, manage, subscriber):
    form = fields(client.get(manage))
    form |= {f"stop_{one.pk}": "on" for one in subscriber.subscriptions.all()}
    client.post(manage, form)
    assert not Subscriber.objects.exists()
    assert client.get(manage).status_code == 200


def test_everything_is_erased_at_once(client, told, manage):
    assert Delivery.objects.exists()
    assert client.post(manage, {"erase": "1"}).status_code == 302
    for model in (Subscriber, Subscription, Delivery, Notice):
        assert not model.objects.exists(), model


def test_the_data_are_taken_along(client, told, subscriber):
    address = path_of(links.manage_url(subscriber)) + "gegevens.json"
    data = client.get(address).json()
    assert (data["email"], data["language"]) == ("a@example.org", "nl")
    assert [one["kind"] for one in data["subscriptions"]] == ["changes", "call"]
    assert data["subscriptions"][1]["reminders"] == [14, 3]
    assert [(mail["kind"], mail["state"]) for mail in data["mails"]] == [("digest", "sent")]
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_one_click_of_a_mail_program_unsubscribes(client, told, mailoutbox):
    mail = mailoutbox[0]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = path_of(mail.extra_headers["List-Unsubscribe"].strip("<>"))
    assert client.get(link).status_code == 200
    assert Subscriber.objects.exists()
    response = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200  # RFC 8058 allows no redirect
    assert not Subscriber.objects.exists()
    assert client.post(link).status_code == client.get(link).status_code == 200


def test_unsubscribing_works_for_ever_and_managing_for_thirty_days(
    client, subscriber, manage, time_machine
):
    unsubscribe = path_of(links.unsubscribe_url(subscriber))
    time_machine.move_to(NOW + 31 * DAY, tick=False)
    assert client.get(manage).status_code == 410
    time_machine.move_to(NOW + 4000 * DAY, tick=False)
    assert client.post(unsubscribe).status_code == 200
    assert not Subscriber.objects.exists()


def test_a_link_for_one_purpose_does_not_serve_another(client, subscriber):
    token = path_of(links.unsubscribe_url(subscriber)).split("/")[-2]
    assert client.get(f"/nl/e-mailberichten/beheren/{token}/").status_code == 404
    assert client.get(f"/nl/e-mailberichten/beheren/{token}/gegevens.json").status_code == 404


def test_a_new_link_is_sent_to_who_is_subscribed_and_to_nobody_else(client, subscriber, mailoutbox):
    for email in ("a@example.org", "b@example.org"):
        response = client.post("/fr/alertes/nouveau-lien/", {"email": email})
        assert response.headers["Location"] == "/fr/alertes/envoye/"
    sending.run()
    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]
    assert client.get(link_in(mailoutbox[0].body, "/beheren/")).status_code == 200


def test_each_form_says_what_each_field_is(client, manage):
    soup = BeautifulSoup(client.get(manage).content, "lxml")
    boxes = soup.select("main input:not([type=hidden])")
    assert len(boxes) > 8
    for box in boxes:
        assert soup.select_one(f'label[for="{box["id"]}"]').text.strip(), box


def test_staff_export_and_erase_one_person(capsys, told):
    call_command("export_subscriber", "A@example.org")
    assert json.loads(capsys.readouterr().out)["email"] == "a@example.org"
    call_command("erase_subscriber", "a@example.org")
    assert not Subscriber.objects.exists()
    for command in ("export_subscriber", "erase_subscriber"):
        with pytest.raises(CommandError):
            call_command(command, "a@example.org")
