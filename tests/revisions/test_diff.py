"""What is different between two versions of a field, marked word by word."""

import datetime

import pytest
from django import forms
from django.utils.translation import override

from portal.revisions.diff import compared, in_words


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
