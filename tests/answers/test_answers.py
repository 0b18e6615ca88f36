"""What an answer says: what the pages say, of public records, in the language of the page."""

import datetime

import pytest
from django.utils import translation

from portal.answers import answer
from portal.publishing.models import Source
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
NOW = brussels(2027, 2, 1, 12)


@pytest.fixture
def wales():
    return make_partner(iso_code="GB-WLS", kind="region", synonyms_nl="Cymru", **names("Wales"))


@pytest.fixture
def series(wales):
    return make_series(partner=wales, rhythm="yearly", title_nl="Oproep Wales")


def names(name):
    return {f"name_{code}": name for code in ("nl", "fr", "de", "en")}


def facts(query, at=NOW, language="nl"):
    """{label: value} of the answer to a query, {} for an answer without; None for none."""
    with translation.override(language):
        found = answer(query, at=at)
        if found is None:
            return None
        return {str(fact.label): plain(fact.value) for fact in found.facts}


def sentences(query, at=NOW):
    return [plain(sentence) for sentence in answer(query, at=at).sentences]


def plain(value):
    return " ".join(str(value).replace("\N{NO-BREAK SPACE}", " ").split())


def test_an_open_call_has_its_deadline_with_the_hour_and_the_zone(series):
    make_call(series=series, label="2027", closes_at=brussels(2027, 3, 1, 17))
    (deadline,) = facts("deadline Wales").values()
    assert "maandag 1 maart 2027, 17 uur</time> (Brusselse tijd)" in deadline
    assert sentences("deadline Wales") == []


def test_without_a_current_call_the_last_one_is_told_with_an_estimate(series):
    for year in (2025, 2026):
        dates = {"opens_at": brussels(year, 1, 6, 9), "closes_at": brussels(year, 6, 1, 17)}
        make_call(series=series, label=str(year), **dates)
    (label,) = facts("volgende oproep Wales")
    assert label == "Oproep Wales 2026"
    assert any("juni 2027" in sentence for sentence in sentences("volgende oproep Wales"))
    later = sentences("deadline Wales", at=brussels(2027, 7, 1))
    assert not any("2027" in sentence for sentence in later)


def test_the_answer_is_of_the_moment_that_is_asked_for(series):
    make_call(series=series, label="2027", closes_at=brussels(2027, 3, 1, 17))
    (deadline,) = facts("deadline Wales", at=brussels(2027, 3, 1, 16)).values()
    (afterwards,) = facts("deadline Wales", at=brussels(2027, 3, 1, 17)).values()
    assert deadline.startswith("Deadline")
    assert afterwards.startswith("De deadline was")


def test_of_two_series_only_what_is_current_is_told(series, wales):
    past = {"opens_at": brussels(2025, 1, 6, 9), "closes_at": brussels(2025, 3, 1, 17)}
    make_call(series=series, label="2025", **past)
    other = make_series(partner=wales, title_nl="Andere oproep")
    make_call(series=other, label="2024", **past)
    assert [*facts("deadline Wales")] == ["Oproep Wales 2025", "Andere oproep 2024"]
    make_call(series=other, label="2027")
    assert [*facts("deadline Wales")] == ["Andere oproep 2027"]
    assert sentences("deadline Wales") == []


def test_a_year_is_answered_when_only_one_edition_can_be_meant(series):
    for label, year in (("2024-2025", 2024), ("2023-2024", 2023)):
        opens, closes = brussels(year, 1, 6, 9), brussels(year, 3, 1, 17)
        make_call(series=series, label=label, opens_at=opens, closes_at=closes)
    assert "1 maart 2023" in str(facts("deadline Wales 2023"))
    assert "1 maart 2024" in str(facts("deadline Wales 2024-2025"))
    assert facts("deadline Wales 2024") is None  # the end of the one, the beginning of the other
    assert facts("deadline Wales 2025") is None
    assert facts("deadline Wales 2019") is None


def test_drafts_and_examples_are_no_calls(series, wales):
    make_call(series=series, state="draft")
    make_call(series=make_series(partner=wales, is_example=True), label="2027")
    assert facts("deadline Wales") == {}
    assert facts("open oproepen") == {}


def test_nothing_is_known_is_said_of_a_name_but_not_of_a_synonym(wales):
    assert facts("akkoord Wales") == facts("oproepen Wales") == {}
    assert facts("akkoord Cymru") is facts("oproepen Cymru") is None


def test_a_country_without_calls_leads_to_those_of_its_regions(series, wales):
    wales.parent = make_partner(iso_code="GB", **names("Verenigd Koninkrijk"))
    wales.save()
    assert facts("deadline Verenigd Koninkrijk") == {"Oproep Wales": "Wales"}


def test_open_calls_are_narrowed_to_a_discipline_and_a_month(series):
    make_call(series=series, label="a", disciplines=["music"], closes_at=brussels(2027, 3, 31))
    make_call(series=series, label="b", disciplines=["circus"], closes_at=brussels(2027, 4, 1))
    make_call(series=series, label="c", applicants=["artist"], closes_at=brussels(2027, 4, 2))
    assert [*facts("open oproepen muziek")] == ["Oproep Wales a", "Oproep Wales c"]
    assert [*facts("oproepen die in maart sluiten")] == ["Oproep Wales a", "Oproep Wales b"]
    assert [*facts("open oproepen voor organisaties")] == ["Oproep Wales a", "Oproep Wales b"]
    assert facts("oproepen die in januari 2027 sluiten") is None  # that is past


def test_an_edition_without_known_amounts_has_no_answer(series):
    call = make_call(series=series, label="2026")
    assert facts("bedrag Wales") is facts("bedrag Wales 2026") is None
    call.amounts.create(side="total", kind="max", amount=20_000)
    assert facts("hoeveel geld Wales 2026") == {
        "Wat één project kan krijgen": "hoogstens 20.000 euro"
    }


def test_a_representation_is_told_with_since_when(wales):
    row = make_jurisdiction(partner=wales, since="2017", post__city_nl="Londen")
    assert "sinds 2017" in facts("vertegenwoordiging Wales")["Londen"]
    assert facts("ambtsgebied Londen") == {"Wales": "regio · sinds 2017"}
    row.until = "2026"
    row.save()
    assert facts("vertegenwoordiging Wales") == {}


def test_no_representation_is_not_said_where_a_text_speaks_of_one(wales):
    wales.body_nl = "<p>Of een vertegenwoordiging bevoegd is, is niet bevestigd.</p>"
    wales.save()
    assert facts("vertegenwoordiging Wales") is None


def test_a_draft_country_is_not_named(wales):
    wales.parent = make_partner(iso_code="GB", state="draft", **names("Geheimland"))
    wales.save()
    make_jurisdiction(partner=wales.parent)
    assert "Geheimland" not in str(facts("vertegenwoordiging Wales"))


def test_agreements_are_told_with_their_standing_and_programme(wales):
    agreement = make_agreement(title_nl="Akkoord W", in_force="2002-03-05")
    agreement.partners.add(wales)
    assert sentences("werkprogramma Wales") != []
    make_programme(agreement=agreement, first_year=2026, last_year=2028)
    found = facts("akkoord Wales nog van kracht?")
    assert "In werking sinds 5 maart 2002" in found["Akkoord W"]
    assert "Loopt" in found["Werkprogramma 2026-2028"]


def test_a_priority_is_told_by_each_entry_that_names_it(wales):
    framework = make_framework(title_nl="Kader 2021-2025")
    assert facts("is Wales een prioriteit") is None  # no list, no answer
    make_entry(framework=framework, text_nl="sterke regio’s").partners.add(wales)
    found = facts("is Wales een prioriteit")
    assert found["Genoemd in de focuslijst"] == "sterke regio’s"
    assert found["Kader"] == "Kader 2021-2025 (afgelopen)"
    assert sentences("prioriteit Zwitserland") == ["Niet in de focuslijst."]


def test_two_partners_and_words_that_are_not_understood_have_no_answer(wales):
    for query in (
        "akkoord Wales Zwitserland",
        "is het akkoord met Wales goed",
        "geen akkoord Wales",
    ):
        assert facts(query) is None, query


def test_a_source_that_was_read_comes_first_with_its_day(series):
    call = make_call(series=series, label="2027")
    for number, confidence in enumerate(("conflicting", "confirmed")):
        Source.objects.create(
            record=call,
            title=confidence,
            url=f"https://example.org/{number}",
            checked_on=datetime.date(2026, 11, 22),
            confidence=confidence,
            note_nl="Anders.",
        )
    assert [source.title for source in answer("deadline Wales", at=NOW).sources] == ["confirmed"]


@pytest.mark.parametrize(
    "query", ["deadline Wales", "bedrag Wales", "akkoord Wales", "vertegenwoordiging Wales"]
)
def test_an_answer_costs_few_queries_however_much_there_is(
    series, wales, query, django_assert_max_num_queries
):
    for year in range(2020, 2027):
        make_call(series=series, label=str(year)).amounts.create(side="total", amount=9, kind="max")
        make_agreement(**in_four(title=f"Akkoord {year}")).partners.add(wales)
        make_jurisdiction(partner=wales)
    answer(query, at=NOW)  # content types
    with django_assert_max_num_queries(7):
        assert answer(query, at=NOW).facts
