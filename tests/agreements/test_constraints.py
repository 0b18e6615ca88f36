"""What an editor cannot save, and the sentence that says why."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.support.factories import (
    AgreementFactory,
    WorkProgrammeFactory,
    make_agreement,
    make_programme,
)

pytestmark = pytest.mark.django_db


def refusal(record):
    """What full_clean says against it, in English."""
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            record.full_clean()
        return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"renewal": "until"}, "Say until when the agreement runs."),
        ({"title_nl": "", "title_en": "Treaty"}, "This field cannot be blank."),
        (
            {"assent_fr": "décret"},
            "A translation cannot exist without its Dutch text. Write the Dutch first.",
        ),
        ({"state": "withdrawn"}, "Say in Dutch why this is withdrawn: readers see it."),
        ({"ends": "soon"}, "Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04."),
        (
            {"signed": "2023-02-29"},
            "Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.",
        ),
        ({"authentic_languages": ["la"]}, "Unknown choice: la."),
    ],
)
def test_an_agreement_is_refused_with_a_plain_sentence(facts, sentence):
    assert sentence in refusal(AgreementFactory.build(**facts))


def test_an_agreement_cannot_replace_itself():
    agreement = make_agreement()
    agreement.predecessor = agreement
    assert "An agreement cannot replace itself." in refusal(agreement)


def test_two_agreements_cannot_share_an_address():
    make_agreement(slug_nl="luxemburg")
    assert "Another record already has this address." in refusal(
        AgreementFactory.build(slug_nl="luxemburg")
    )


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        ((2024, 2021), "A programme cannot end before it starts."),
        ((2017, 2020), "This agreement already has a programme for this period."),
    ],
)
def test_a_programme_is_refused_with_a_plain_sentence(years, sentence):
    agreement = make_programme(first_year=2017, last_year=2020).agreement
    programme = WorkProgrammeFactory.build(
        agreement=agreement, first_year=years[0], last_year=years[1]
    )
    assert sentence in refusal(programme)


@pytest.mark.parametrize(
    "facts",
    [{}, {"renewal": "until", "ends": "2030-06"}, {"renewal": "tacit"}, {"signed": "1994-11"}],
)
def test_what_makes_sense_is_accepted(facts):
    assert AgreementFactory.build(**facts).full_clean() is None
