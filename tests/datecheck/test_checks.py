"""Dates in texts: how they are read, and which contradict the fields or another language."""

import datetime

import pytest
from django.utils.translation import override

from calls.models import DeadlineChange, InfoSession, SupportRound
from partners.models import Partner
from portal.datecheck.checks import dates_in, findings, mentions
from portal.datecheck.reader import sentences
from portal.i18n import formats
from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote
from tests.support.factories import (
    brussels,
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_post,
    make_programme,
)
from tests.support.growth import assert_grows_with_length

OPENS, CLOSES = brussels(2027, 1, 6, 9), brussels(2027, 3, 1, 17)


def iso(date):
    """'2027-03-01 17:00', '2027-03', '--03-01', '2027' or '17:00', as exact as a date is."""
    day = "" if date.day is None else f"-{date.day:02}"
    month = "" if date.month is None else f"-{date.month:02}"
    year = date.year or ("-" if month else "")
    time = "" if date.time is None else f"{date.time:%H:%M}"
    return f"{year}{month}{day} {time}".strip()


def named(text, language):
    return [iso(date) for date in dates_in(text, language)]


# Reading


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("nl", "op 15 oktober 2025", ["2025-10-15"]),
        ("nl", "op 15 okt. 2025", ["2025-10-15"]),
        ("nl", "op 15 sept 2025", ["2025-09-15"]),
        ("nl", "op 3 mrt 2025", ["2025-03-03"]),
        ("nl", "Maart 2025", ["2025-03"]),
        ("nl", "vóór 15 oktober", ["--10-15"]),
        ("fr", "le 1er octobre 2025", ["2025-10-01"]),
        ("fr", "le 1<sup>er</sup> octobre 2025", ["2025-10-01"]),
        ("fr", "le 15 févr. 2025", ["2025-02-15"]),
        ("fr", "en août 2025", ["2025-08"]),
        ("de", "am 15. Oktober 2025", ["2025-10-15"]),
        ("de", "am 1. März", ["--03-01"]),
        ("de", "im Mai 2006", ["2006-05"]),
        ("en", "on 15 October 2025", ["2025-10-15"]),
        ("en", "on October 15th, 2025", ["2025-10-15"]),
        ("en", "the 1st of March 2025", ["2025-03-01"]),
    ],
)
def test_a_day_or_month_in_words_is_read(language, text, dates):
    assert named(text, language) == dates


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("text", ["2025-10-15", "15/10/2025", "15-10-2025", "15.10.2025"])
def test_a_date_in_figures_is_read_in_every_language(language, text):
    assert named(f"({text})", language) == ["2025-10-15"]


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("nl", "van 1 tot en met 15 maart 2025", ["2025-03-01", "2025-03-15"]),
        ("nl", "1-15 maart 2025", ["2025-03-01", "2025-03-15"]),
        ("nl", "1, 8 of 15 maart 2025", ["2025-03-01", "2025-03-08", "2025-03-15"]),
        ("nl", "1 maart tot vrijdag 31 mei 2025", ["2025-03-01", "2025-05-31"]),
        ("nl", "1 december tot 31 januari 2025", ["2024-12-01", "2025-01-31"]),
        ("fr", "du 1er au 15 mars 2025", ["2025-03-01", "2025-03-15"]),
        ("fr", "le 22 août et le 15 septembre 2021", ["2021-08-22", "2021-09-15"]),
        ("de", "vom 1. bis 15. März 2025", ["2025-03-01", "2025-03-15"]),
        ("de", "vom 1. März bis zum 31. Mai 2025", ["2025-03-01", "2025-05-31"]),
        ("en", "from 1 to 15 March 2025", ["2025-03-01", "2025-03-15"]),
        ("en", "March 1 to 15, 2025", ["2025-03-01", "2025-03-15"]),
        ("en", "from 1 March to 31 May 2025", ["2025-03-01", "2025-05-31"]),
    ],
)
def test_days_share_a_month_and_year_that_are_written_once(language, text, dates):
    assert named(text, language) == dates


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "op 1 maart 2027 om 17.00 uur"),
        ("nl", "op 1 maart 2027, uiterlijk om 17u"),
        ("nl", "om 17 uur op maandag 1 maart 2027"),
        ("nl", "op 1 maart 2027 om 5 uur 's middags"),
        ("fr", "le 1er mars 2027 à 17 h"),
        ("fr", "le 1er mars 2027, avant 17 h 00"),
        ("fr", "à 17h00 le lundi 1er mars 2027"),
        ("de", "am 1. März 2027 um 17 Uhr"),
        ("de", "um 17.00 Uhr am Montag, dem 1. März 2027"),
        ("en", "on 1 March 2027 at 5 p.m."),
        ("en", "by 5pm on Monday 1 March 2027"),
        ("en", "on March 1, 2027, 17:00"),
    ],
)
def test_a_clock_time_belongs_to_the_day_beside_it(language, text):
    assert named(text, language) == ["2027-03-01 17:00"]


@pytest.mark.parametrize(
    ("language", "text", "times"),
    [
        ("nl", "'s middags 12 uur", ["12:00"]),
        ("nl", "van 9 tot 17 uur", ["09:00", "17:00"]),
        ("nl", "tot middernacht", ["00:00"]),
        ("fr", "avant midi", ["12:00"]),
        ("fr", "de 9 h à 17 h 30", ["09:00", "17:30"]),
        ("de", "12 Uhr mittags", ["12:00"]),
        ("de", "um 24 Uhr", ["00:00"]),
        ("en", "before noon", ["12:00"]),
        ("en", "from 2 to 4.30 p.m.", ["14:00", "16:30"]),
        ("en", "at 12 a.m.", ["00:00"]),
    ],
)
def test_a_clock_time_without_a_day_is_read(language, text, times):
    assert named(text, language) == times


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "binnen 24 uur, na een reis van 12 uur"),
        ("nl", "tot 5 uur per week"),
        ("nl", "20.000 euro, 2000 euro, 1950 euro en 60%"),
        ("nl", "EN 301 549, WCAG 2.2 en richtlijn 2016/2102"),
        ("nl", "artikel 3, 1210 Brussel, 02 553 20 17"),
        ("fr", "l’article 1er, 24 h sur 24, l’après-midi"),
        ("de", "in 24 Stunden, der 14. Tag, im Mai"),
        ("en", "you may apply: 15 may win €2,000"),
    ],
)
def test_other_numbers_are_not_read_as_dates(language, text):
    assert named(text, language) == []


@pytest.mark.parametrize("language", CODES)
def test_years_are_read_alone_and_in_the_name_of_a_period(language):
    assert named("(1994), 2021-2025", language) == ["1994", "2021", "2025"]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("month", range(1, 13))
def test_formatted_dates_are_read_back(language, month):
    instant = brussels(2027, month, 1, 17, 30)
    with override(language):
        assert named(formats.day(instant, weekday=True), language) == [f"2027-{month:02}-01"]
        assert named(formats.moment(instant), language) == [f"2027-{month:02}-01 17:30"]
        assert named(formats.partial(f"2027-{month:02}"), language) == [f"2027-{month:02}"]
        span = formats.period("2027-01-31", f"2027-{month:02}-15")
        assert named(span, language) == ["2027-01-31", f"2027-{month:02}-15"]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("nl", "<p>Eén. Dien <em>in</em> vóór 1 mei. Drie.</p>", ["Dien in vóór 1 mei."]),
        ("nl", "<h3>Op 1 mei</h3><ul><li>en op 2 mei</li></ul>", ["Op 1 mei", "en op 2 mei"]),
        ("nl", "<table><tr><th><p>Tot</p></th><td>1 mei</td></tr></table>", ["Tot 1 mei"]),
        ("fr", "<p>« C’est le 1er mai. » Le 2&nbsp;mai aussi.</p>", ["Le 2 mai aussi."]),
        ("de", "<p>Am 1. Mai um 9 Uhr. Am 2. Juni.</p>", ["Am 1. Mai um 9 Uhr.", "Am 2. Juni."]),
        ("en", "<p>At 5 p.m. on 1 May. Not on 2 May</p>", ["At 5 p.m. on 1 May.", "Not on 2 May"]),
    ],
)
def test_each_date_has_its_sentence(language, text, said):
    assert [sentence.text for sentence in sentences(text, language)][-len(said) :] == said
    assert {date.sentence for date in dates_in(text, language)} >= set(said)


# A text and the fields


def call_that_says(text, language="nl", **fields):
    """A call that closes on 1 March 2027 at 17:00, with one text in one language."""
    call = make_call(**{"opens_at": OPENS, "closes_at": CLOSES} | fields)
    setattr(call, f"how_{language}", f"<p>{text}</p>")
    return call


def contradictions(record):
    """What texts say that no field holds: differences between languages aside."""
    return [found.actual for found in findings(record) if found.actual and found.expected]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("nl", "De deadline is 15 maart 2027.", "15 maart 2027"),
        ("nl", "Uiterlijk op 1 maart 2026 moet alles binnen zijn.", "1 maart 2026"),
        ("nl", "Dien in vóór 15 maart.", "15 maart"),
        ("nl", "De oproep sluit op 1 maart 2027 om 12 uur.", "1 maart 2027 om 12 uur"),
        ("nl", "De oproep sluit om 18 uur.", "18 uur"),
        ("nl", "De oproep opent op 7 januari 2027.", "7 januari 2027"),
        ("fr", "La date limite est le 15 mars 2027.", "15 mars 2027"),
        ("fr", "Envoyez le dossier au plus tard le 1er mars 2026.", "1er mars 2026"),
        ("fr", "Déposez la demande avant le 15 mars.", "15 mars"),
        ("fr", "La clôture est le 1er mars 2027 à midi.", "1er mars 2027 à midi"),
        ("fr", "L’appel ouvre le 7 janvier 2027.", "7 janvier 2027"),
        ("de", "Die Frist endet am 15. März 2027.", "15. März 2027"),
        ("de", "Reichen Sie spätestens am 1. März 2026 ein.", "1. März 2026"),
        ("de", "Anträge bis zum 15. März.", "15. März"),
        ("de", "Einreichschluss: 1. März 2027, 12 Uhr.", "1. März 2027, 12 Uhr"),
        ("de", "Der Aufruf wird am 7. Januar 2027 eröffnet.", "7. Januar 2027"),
        ("en", "The deadline is 15 March 2027.", "15 March 2027"),
        ("en", "Apply no later than 1 March 2026.", "1 March 2026"),
        ("en", "Apply by 15 March.", "15 March"),
        ("en", "The call closes on 1 March 2027 at noon.", "1 March 2027 at noon"),
        ("en", "The call opens on 7 January 2027.", "7 January 2027"),
    ],
)
def test_a_date_that_contradicts_the_fields_of_a_call_is_found(language, text, said):
    assert contradictions(call_that_says(text, language)) == [said]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "De deadline is 1 maart 2027 om 17 uur. Op 3 mei is het feest."),
        ("nl", "Aanvragen kan van 6 januari 2027 tot 1 maart."),
        ("nl", "Dien in vóór 2 maart 2027."),
        ("nl", "De vorige oproep sloot op 1 maart 2026."),
        ("nl", "Dien je eindverslag uiterlijk op 31 maart 2029 in."),
        ("nl", "Het festival loopt tot 15 mei 2027."),
        ("nl", "Binnen 24 uur na de deadline krijg je een bericht."),
        ("nl", "De deadline van de oproep 2026-2027 is bekend."),
        ("fr", "L’appel est ouvert du 6 janvier au 1er mars 2027 à 17 h."),
        ("fr", "La date limite de 2026 est passée."),
        ("fr", "Envoyez le rapport final au plus tard le 31 mars 2029."),
        ("de", "Der Aufruf ist vom 6. Januar bis zum 1. März 2027, 17 Uhr, geöffnet."),
        ("de", "Den Abschlussbericht senden Sie spätestens am 31. März 2029."),
        ("en", "The call is open from 6 January until 5 p.m. on 1 March 2027."),
        ("en", "The previous call closed on 1 March 2026."),
    ],
)
def test_a_date_that_agrees_or_is_about_something_else_is_no_contradiction(language, text):
    assert contradictions(call_that_says(text, language)) == []


@pytest.mark.django_db
def test_a_finding_has_the_place_the_actual_and_the_expected_date():
    [found] = findings(call_that_says("Lees dit. De deadline is 15 maart."))[:1]
    assert found.field == "how"
    assert found.language == "nl"
    assert found.sentence == "De deadline is 15 maart."
    assert found.actual == "15 maart"
    assert formats.moment(CLOSES) in found.expected
    assert found.actual in str(found.message)
    assert found.expected in str(found.message)


@pytest.mark.django_db
def test_the_deadline_of_either_partner_is_accepted():
    text = "Dien in tot 1 maart 2027, 17 uur bij ons en tot 12 maart 2027, 12 uur in Quebec."
    call = call_that_says(text, partner_closes_at=brussels(2027, 3, 12, 12))
    assert contradictions(call) == []
    call.partner_closes_at = None
    assert contradictions(call) == ["12 maart 2027, 12 uur"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "now", "then"),
    [
        ("nl", "De deadline is {}.", "De deadline is verlengd van {} tot 1 maart 2027."),
        ("fr", "La date limite est le {}.", "La date limite, initialement le {}, a changé."),
        ("de", "Die Frist endet am {}.", "Die Frist wurde vom {} auf den 1. März verlängert."),
        ("en", "The deadline is {}.", "The deadline was extended from {} to 1 March 2027."),
    ],
)
def test_an_earlier_deadline_is_accepted_only_as_history(language, now, then):
    with override(language):
        old = formats.day(datetime.date(2027, 2, 15)).replace(formats.NBSP, " ")
    call = call_that_says(now.format(old), language)
    old_at = brussels(2027, 2, 15, 17)
    DeadlineChange.objects.create(call=call, old=old_at, new=CLOSES, reason_nl="Staking")
    assert contradictions(call) == [old]
    setattr(call, f"how_{language}", then.format(old))
    assert contradictions(call) == []


@pytest.mark.django_db
def test_the_reason_of_a_change_names_its_own_deadlines():
    change = DeadlineChange(old=brussels(2027, 2, 15, 17), new=CLOSES)
    change.reason_nl = "Verlengd van 15 februari tot 1 maart 2027 wegens staking."
    assert contradictions(change) == []
    change.reason_nl = "Verlengd tot 2 april 2027 wegens staking."
    assert contradictions(change) == ["2 april 2027"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("De oproep sluit op 28 maart 2027.", True),
        ("De oproep sluit op 28 maart 2027 om 24 uur.", True),
        ("De oproep sluit op 28 maart 2027 om 23.59 uur.", True),
        ("De oproep sluit op 29 maart 2027 om 0.00 uur.", True),
        ("Dien in vóór 29 maart 2027.", True),
        ("De oproep sluit op 29 maart 2027.", False),
        ("De oproep sluit op 28 maart 2027 om 22 uur.", False),
    ],
)
def test_midnight_in_brussels_ends_the_day_before(text, is_true):
    midnight = brussels(2027, 3, 29).astimezone(datetime.UTC)  # summer time has just begun
    assert (contradictions(call_that_says(text, closes_at=midnight)) == []) is is_true


@pytest.mark.django_db
def test_any_time_is_accepted_for_a_deadline_without_a_time():
    text = "De deadline was 1 maart 2020 om 17 uur."
    call = call_that_says(text, opens_at=None, closes_at=brussels(2020, 3, 2), closes_day_only=True)
    assert contradictions(call) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Projecten starten op 1 september 2027 en eindigen op {}."),
        ("fr", "Les projets commencent le 1er septembre 2027 et se terminent le {}."),
        ("de", "Die Projekte beginnen am 1. September 2027 und enden am {}."),
        ("en", "Projects start on 1 September 2027 and end on {}."),
    ],
)
def test_the_project_period_is_compared_as_precisely_as_it_is_known(language, text):
    call = call_that_says("", project_from="2027-09", project_until="2028-12-31")
    for last, wrong in ((datetime.date(2028, 12, 31), 0), (datetime.date(2028, 11, 30), 1)):
        with override(language):
            setattr(call, f"how_{language}", text.format(formats.day(last)))
        assert len(contradictions(call)) == wrong


@pytest.mark.django_db
def test_a_topic_with_an_empty_field_is_not_checked():
    text = "De oproep opent op 7 januari 2027. Projecten starten op 1 juni 2027."
    assert contradictions(call_that_says(text, opens_at=None, project_until="2028")) == []


@pytest.mark.django_db
def test_info_sessions_and_decisions_are_compared():
    call = call_that_says("", decision_expected="2027-05")
    InfoSession.objects.create(call=call, starts_at=brussels(2027, 2, 3, 14))
    call.how_nl = "De infosessie is op 3 februari 2027. De beslissing volgt op 15 mei 2027."
    assert contradictions(call) == []
    call.how_nl = "De infosessie is op 4 februari 2027. De beslissing volgt op 15 juni 2027."
    assert contradictions(call) == ["4 februari 2027", "15 juni 2027"]


@pytest.mark.django_db
def test_a_caveat_and_a_change_note_may_name_other_dates():
    call = make_call(caveat_nl="Een bron noemt 15 maart 2027 als deadline.")
    note = ChangeNote(record=call, text_nl="Deadline verlengd van 1 tot 15 februari 2027.")
    assert findings(call) == findings(note) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Dit akkoord is ondertekend op {} en is in werking sinds {}."),
        ("fr", "Cet accord a été signé le {} et est en vigueur depuis le {}."),
        ("de", "Dieses Abkommen wurde am {} unterzeichnet und ist seit dem {} in Kraft."),
        ("en", "This agreement was signed on {} and has been in force since {}."),
    ],
)
def test_the_dates_of_signature_and_entry_into_force_are_compared(language, text):
    agreement = make_agreement(signed="2012-12-07", in_force="2014")
    with override(language):
        signed, later, force = (
            formats.partial(date) for date in ("2012-12-07", "2013-12-07", "2014-02")
        )
    setattr(agreement, f"culture_{language}", text.format(signed, force))
    assert contradictions(agreement) == []
    setattr(agreement, f"culture_{language}", text.format(later, force))
    assert contradictions(agreement) == [later.replace(formats.NBSP, " ")]


@pytest.mark.django_db
def test_an_agreement_may_name_dates_of_its_programmes_and_its_predecessor():
    before = make_agreement(signed="1989-05-02")
    agreement = make_agreement(signed="2002-03-05", predecessor=before)
    make_programme(agreement=agreement, signed="2021-09-22")
    agreement.culture_nl = "Ondertekend op 2 mei 1989. Ondertekend op 22 september 2021."
    assert contradictions(agreement) == []
    agreement.culture_nl = "Ondertekend op 3 mei 1989."
    assert contradictions(agreement) == ["3 mei 1989"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "held", "field", "text", "right", "wrong"),
    [
        (make_programme, {}, "body", "Dit programma loopt tot {}.", "mei 2024", "mei 2025"),
        (make_framework, {}, "body", "Het kader loopt tot {}.", "31 december 2025", "1 mei 2025"),
        (
            make_post,
            {"opened": "2019-02-25"},
            "body",
            "Ze opende in {}.",
            "februari 2019",
            "mei 2019",
        ),
        (
            make_measure,
            {"replaced_on": "2022"},
            "how",
            "Vervangen op {}.",
            "1 mei 2022",
            "1 mei 2023",
        ),
    ],
)
def test_the_dated_facts_of_every_model_are_compared(make, held, field, text, right, wrong):
    record = make(**held)
    setattr(record, f"{field}_nl", text.format(right))
    assert contradictions(record) == []
    setattr(record, f"{field}_nl", text.format(wrong))
    assert contradictions(record) == [wrong]


@pytest.mark.django_db
def test_a_yearly_deadline_has_no_year_and_may_be_written_as_before_the_next_day():
    measure = make_measure(timing="fixed")
    SupportRound.objects.create(measure=measure, deadline_month=2, deadline_day=28)
    measure.how_nl = "Dien in vóór 1 maart, dus uiterlijk op 28 februari."
    assert contradictions(measure) == []
    measure.how_nl = "Dien in vóór 2 maart. Dat is uiterlijk op 1 maart 2027."
    assert contradictions(measure) == ["2 maart", "1 maart 2027"]


# A text and the other languages

TOLD = {
    "nl": "<p>Van 15 tot 20 mei 2027 om 17 uur, in het kader 2021-2025.</p>",
    "fr": "<p>À 17 h, du 15 au 20 mai 2027, dans le cadre 2021-2025.</p>",
    "de": "<p>Im Rahmen 2021-2025, vom 15. bis 20. Mai 2027, 17 Uhr.</p>",
    "en": "<p>From 15 to 20 May 2027 at 5 p.m., within the 2021-2025 framework.</p>",
}


def in_two(dutch, translation, language="fr"):
    return Partner(**{"body_nl": dutch, f"body_{language}": translation})


def test_texts_with_the_same_dates_in_each_language_have_no_findings():
    assert findings(Partner(**{f"body_{code}": text for code, text in TOLD.items()})) == []


def test_a_missing_translation_has_no_findings():
    assert findings(Partner(body_nl=TOLD["nl"])) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [("fr", "20 mai", "21 mai"), ("de", "20. Mai", "21. Mai"), ("en", "20 May", "21 May")],
)
def test_another_date_in_a_translation_is_found_on_both_sides(language, right, wrong):
    record = in_two(TOLD["nl"], TOLD[language].replace(right, wrong), language)
    missing, extra = findings(record)
    assert (missing.language, extra.language) == (language, language)
    assert (missing.actual, missing.sentence) == ("", TOLD["nl"][3:-4])
    assert "20 mei 2027" in missing.expected
    assert missing.expected in str(missing.message)
    assert f"{wrong} 2027" in extra.actual
    assert extra.actual in str(extra.message)
    assert extra.expected == ""


@pytest.mark.parametrize(
    ("translation", "lacking"),
    [
        ("Le 1er mars à 17 h.", ["1 maart 2027 om 17 uur"]),
        ("Le 1er mars 2027.", ["1 maart 2027 om 17 uur"]),
        ("En mars 2027, à 17 h.", ["1 maart 2027 om 17 uur"]),
        ("Le 1er mars 2027 à 17 h. Oui, le 1er mars.", []),
    ],
)
def test_a_translation_that_is_less_exact_than_the_dutch_is_found(translation, lacking):
    found = findings(in_two("Op 1 maart 2027 om 17 uur.", translation))
    assert [one.expected for one in found] == lacking


@pytest.mark.parametrize(
    ("dutch", "french"),
    [
        ("2.000 bezoekers voor 1.950 euro", "2 000 visiteurs pour 1 950 euros"),
        ("2000 euro in 2019", "€ 2.000 en 2019"),
        ("in maart, binnen 24 uur", "en mars, dans la journée"),
        ("vóór 2021, in 2022 en 2023", "avant 2021, de 2022 à 2023"),
        ("1 maart of 1 mei 2027", "1er mars 2027 ou 1er mai 2027"),
        ("tot 24 uur op 1 mei", "le 1er mai jusqu’à minuit"),
    ],
)
def test_different_wordings_of_the_same_dates_are_no_difference(dutch, french):
    assert findings(in_two(dutch, french)) == []


def test_a_year_that_a_translation_leaves_out_is_found():
    [found] = findings(in_two("Het kader 2021-2025 loopt.", "Le cadre depuis 2021 court."))
    assert found.expected == "2025"


def test_plain_texts_are_read_like_rich_texts():
    [found] = findings(Partner(synonyms_nl="sinds 1 mei 2027", synonyms_de="seit 1. Mai 2026"))[1:]
    assert (found.field, found.actual) == ("synonyms", "1. Mai 2026")


# What is left of a year


def test_the_sentences_that_name_a_year_are_listed_in_every_language():
    record = in_two("<p>Vóór 1 mei 2027. Of in 2028.</p>", "<p>En 2026-2027. Coûte 2027 euros.</p>")
    assert mentions(record, 2027) == [
        ("body", "nl", "Vóór 1 mei 2027."),
        ("body", "fr", "En 2026-2027."),
    ]
    assert mentions(record, 2025) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "part",
    [
        "1 maart 2026, ",
        "1, 2, 3, ",
        "om 10.30 uur ",
        "van 1 ",
        "1-",
        "maart ",
        "A. ",
        "« ",
        "1 en ",
        "'s ",
    ],
)
def test_dates_are_read_in_a_time_that_grows_with_the_text(language, part):
    def read(text):
        return dates_in(text, language)

    assert_grows_with_length(read, lambda many: part * many, 600)
    assert_grows_with_length(read, lambda many: "1 maart. " + part * many, 600)
