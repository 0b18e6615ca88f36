"""What is different between two versions of a field, marked word by word."""

import datetime
import time

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from calls.models import Call, DeadlineChange, InfoSession
from partners.models import Partner
from portal.revisions.diff import compared, differences, in_words
from tests.support.factories import brussels

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("een twee", "een drie", "een <del>twee</del> <ins>drie</ins>"),
        ("", "nieuw", "<ins>nieuw</ins>"),
        ("weg", "", "<del>weg</del>"),
        ("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", "a<br> <del>b</del> <ins>c</ins>"),
        ("a &lt;b&gt;", "a &lt;i&gt;", "a <del>&lt;b&gt;</del> <ins>&lt;i&gt;</ins>"),
    ],
)
def test_what_went_and_what_came_is_marked(old, new, shown):
    assert compared(old, new) == shown


@pytest.mark.parametrize(("old", "new"), [("a b ", "b a c "), ("a ", "a b "), ("a b c d ", "d c ")])
def test_long_texts_that_differ_everywhere_are_compared_soon(old, new):
    began = time.process_time()
    shown = compared("begin " + old * 3000 + "slot", "begin " + new * 3000 + "slot")
    assert time.process_time() - began < 2
    assert shown.startswith("begin")
    assert shown.endswith("slot")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.ChoiceField(choices=[("a", "Eén"), ("b", "Twee")]), "b", "Twee"),
        (forms.MultipleChoiceField(choices=[("a", "Eén"), ("b", "Twee")]), ["a", "b"], "Eén, Twee"),
        (forms.BooleanField(), True, "Ja"),
        (forms.DateField(), datetime.date(2027, 3, 1), "1 maart 2027"),
        (forms.CharField(), None, ""),
    ],
)
def test_a_value_is_told_as_an_editor_would_say_it(field, value, said):
    with override("nl"):
        assert in_words(field, value).replace("\xa0", " ") == said


def row(**fields):
    return {"fields": fields, "rows": {}}


def page(body="<p>tekst</p>", **rows):
    return {"fields": {"body_nl": body}, "rows": rows}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<ul><li>a</li></ul>", "<ul>\n<li><p>a</p></li></ul>", []),
        ("<p>a</p>", "<h2>a</h2>", [gettext_lazy("Only the layout is different.")]),
        (
            '<p><a href="/x/">a</a></p>',
            '<p><a href="/y/">a</a></p>',
            ["<del>/x/</del> <ins>/y/</ins>"],
        ),
    ],
)
def test_a_text_is_listed_when_it_says_something_else(old, new, shown):
    found = differences(Partner, page(old), page(new))
    assert [change for _label, change in found] == shown


@pytest.mark.django_db
def test_a_row_that_goes_is_one_line_with_its_name():
    document = row(title_nl="Reglement", url="https://x.be/", position=0, size=None)
    found = differences(Partner, page(documents={"7": document}), page())
    (line,) = found
    assert line == (
        "Document 1 (Reglement): verwijderd",
        "<del>Reglement, https://x.be/</del>",
    )


@pytest.mark.django_db
def test_a_new_sentence_is_listed_without_its_moment():
    told = row(at="2027-03-01T09:00:00Z", text_nl="Iets is anders.")
    found = differences(Partner, page(), page(changes={"7": told}))
    assert [change for _label, change in found] == ["<ins>Iets is anders.</ins>"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("closing", "28 februari 2027, 24 uur", "14 maart 2027, 24 uur"),
        ("partner", "28 februari 2027, 24 uur", "14 maart 2027, 24 uur"),
        ("opening", "1 maart 2027, 0 uur", "15 maart 2027, 0 uur"),
    ],
)
def test_a_moved_deadline_is_named_by_the_day_that_it_ends(kind, old, new):
    midnights = {"old": "2027-02-28T23:00:00+00:00", "new": "2027-03-14T23:00:00+00:00"}
    moved = {"7": row(kind=kind, **midnights)}
    came = [change for _label, change in differences(Call, page(), page(deadline_changes=moved))]
    assert [change.replace("\xa0", " ") for change in came[1:]] == [
        f"<ins>{old}</ins>",
        f"<ins>{new}</ins>",
    ]
    ((_label, went),) = differences(Call, page(deadline_changes=moved), page())
    assert f"{old}, {new}" in went.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("closing", "2027-02-28 → 2027-03-14"),
        ("opening", "2027-03-01 → 2027-03-15"),
    ],
)
def test_a_row_of_a_moved_date_has_the_days_of_brussels(kind, text):
    old, new = brussels(2027, 3, 1), brussels(2027, 3, 15)
    moved = DeadlineChange(kind=kind, old=old.astimezone(UTC), new=new.astimezone(UTC))
    assert str(moved) == text


def test_a_row_of_an_info_session_has_its_day_in_brussels():
    assert str(InfoSession(starts_at=brussels(2027, 3, 1).astimezone(UTC))) == "2027-03-01"
