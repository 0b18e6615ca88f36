"""The mails themselves: one content as plain text and as HTML, in four languages, with a calendar.

What left is read from a real server, with Python's parser and with another one.
"""

import datetime

import mailparser
import pytest
import vobject
from bs4 import BeautifulSoup
from django.utils.translation import override

from portal.alerts import sending
from portal.alerts.models import Subject
from portal.archive.capture import capture
from portal.i18n.languages import CODES, HTML_CODES
from tests.support.alerts import LINK, publish_change, subscribe
from tests.support.factories import brussels, in_four, make_call, make_partner, make_series
from tests.support.mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
Kind = Subject.Kind
NOON = brussels(2027, 1, 20, 12)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
every_language = pytest.mark.parametrize("language", CODES)


@pytest.fixture
def server(settings):
    settings.ALERTS_BOUNCES_TO = "bounces@example.org"
    with mail_server(settings) as taken:
        yield taken


@pytest.fixture
def call(time_machine):
    time_machine.move_to(NOON - 10 * DAY, tick=False)
    partner = make_partner(slug_nl="wales", **in_four(name="Wales"))
    texts = {f"title_{code}": f"Oproep “é” {code}" for code in CODES}
    series = make_series(partner=partner, slug_nl="wales", **texts)
    found = make_call(label="2027", series=series, summary_nl="Voor wie samenwerkt.")
    capture(found)
    return found


@pytest.fixture
def moved(call, server, time_machine, django_user_model):
    """`moved(language)`: the mail to a reader in a language about a deadline that moved."""

    def in_language(language):
        subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY, language=language)
        time_machine.move_to(NOON, tick=False)
        editor = django_user_model.objects.create_user("editor")
        later = {"closes_at": "2027-03-15T16:00:00+00:00"}
        publish_change(call, editor, told="Meer geld.", why="Meer tijd & rust.", **later)
        time_machine.move_to(NOON + 10 * MINUTE, tick=False)
        sending.run()
        return server.mails[-1][1]

    return in_language


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return BeautifulSoup(mail.get_body(("html",)).get_content(), "lxml")


@every_language
def test_two_parsers_read_the_same(moved, language):
    mail = moved(language)
    other = mailparser.parse_from_bytes(mail.as_bytes())
    assert other.subject == mail["Subject"].strip()
    assert f"Oproep “é” {language} 2027" in mail["Subject"]
    assert other.to == [("", "a@example.org")]
    assert [text.split() for text in other.text_plain] == [text_of(mail).split()]
    assert len(other.text_html) == 1
    assert [one["mail_content_type"] for one in other.attachments] == ["text/calendar"]


@every_language
def test_the_plain_text_says_all_that_the_html_says(moved, language):
    mail = moved(language)
    text, html = text_of(mail), html_of(mail)
    for word in html.find("main").get_text(" ").split():
        assert word in text, word
    assert {link["href"] for link in html.select("a")} - {*LINK.findall(text)} <= home(language)
    assert "<" not in text
    assert "&amp;" not in text
    assert "Meer tijd & rust." in text


def home(language):
    return {f"http://127.0.0.1/{language}/"}


@every_language
def test_the_html_is_accessible(moved, language):
    html = html_of(moved(language))
    assert html.html["lang"] == HTML_CODES[language]
    assert html.title.text
    assert [heading.name for heading in html.select("h1, h2, h3")] == ["h1"]
    assert not html.select("table, font, [color]")
    for link in html.select("a"):
        assert len(link.text.strip()) > 8, link
        assert "http" not in link.text
    foreign = [one for one in html.main.select("[lang]") if "Meer" in one.text]
    assert (language == "nl") == (foreign == [])
    assert all(one["lang"] == "nl" for one in foreign)


@every_language
def test_nothing_is_loaded_and_nothing_tells_that_it_was_read(moved, language):
    html = html_of(moved(language))
    assert not html.select("img, script, link, iframe, video, style, form, [src], [background]")
    assert "url(" not in str(html)
    assert all(link["href"].startswith("http://127.0.0.1/") for link in html.select("a"))


@every_language
def test_old_and_new_stand_beside_each_other_in_words_of_the_language(moved, language):
    mail = moved(language)
    with override(language):
        from portal.i18n.formats import end_moment

        days = [end_moment(brussels(2027, 3, day, 17)) for day in (1, 15)]
    shown = " ".join(html_of(mail).main.text.split())
    assert " → ".join(" ".join(day.split()) for day in days) in shown


def test_the_headers_are_those_that_mail_programs_look_for(moved, server):
    mail = moved("fr")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        mail["List-Unsubscribe"].strip().startswith("<http://127.0.0.1/fr/alertes/desinscription/")
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fr"
    assert mail["From"] == "Internationaal cultuurbeleid <portal@example.org>"
    token = mail["Message-ID"].strip("<>").partition("@")[0]
    assert server.senders == [f"bounces+{token}@example.org"]


def test_the_calendar_entry_is_that_of_the_site(moved, client, call):
    mail = moved("en")
    (part,) = mail.iter_attachments()
    shown = client.get("/en/project-calls/wales/2027/calendar.ics").content.decode()
    events = [
        sorted((one.uid.value, one.sequence.value, one.dtstart.value) for one in found.vevent_list)
        for found in map(vobject.readOne, (part.get_content(), shown))
    ]
    assert events[0] == events[1]
    assert part.get_filename().endswith(".ics")
    assert max(int(sequence) for _uid, sequence, _start in events[0]) > 0


def test_a_cancelled_call_is_cancelled_in_the_calendar_too(
    call, server, time_machine, django_user_model
):
    subscribe("a@example.org", Kind.CALL, call, since=NOON - DAY)
    time_machine.move_to(NOON, tick=False)
    editor = django_user_model.objects.create_user("editor")
    why = {"cancelled_at": NOON.isoformat(), "cancellation_reason_nl": "Geen geld."}
    publish_change(call, editor, "Weg.", **why)
    time_machine.move_to(NOON + 10 * MINUTE, tick=False)
    sending.run()
    (part,) = server.mails[0][1].iter_attachments()
    events = vobject.readOne(part.get_content()).vevent_list
    assert {one.status.value for one in events} == {"CANCELLED"}


@every_language
def test_the_mail_to_confirm_has_one_content_too(call, server, client, language):
    given = {"subject": "about=calls", "email": "b@example.org", "language": language}
    client.post("/nl/e-mailberichten/", given)
    sending.run()
    mail = server.mails[0][1]
    html = html_of(mail)
    assert html.html["lang"] == HTML_CODES[language]
    for word in html.find("main").get_text(" ").split():
        assert word in text_of(mail), word
    assert "List-Unsubscribe" not in mail
    assert not [*mail.iter_attachments()]


def test_no_line_is_longer_than_mail_allows(moved):
    assert max(map(len, moved("de").as_bytes().splitlines())) <= 998
