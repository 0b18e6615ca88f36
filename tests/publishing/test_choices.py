import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from pytest_django.asserts import assertHTMLEqual

from portal.publishing.choices import LazyChoices, LongSelect


@pytest.mark.parametrize("chosen", ["", "wales", None, "mars"])
def test_a_long_select_is_written_as_any_other(chosen):
    choices = [("", _("all partners")), ("wales", "Wales"), ("x", "<b>Åland</b> & “co”")]
    attributes = {"id": "id_partner", "aria-describedby": "hint"}
    long, usual = (
        widget(choices=LazyChoices(lambda: choices)).render("partner", chosen, attributes)
        for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(long, usual)
    assert "<b>" not in long


def test_lazy_choices_are_not_read_before_they_are_written():
    field, read = forms.ChoiceField(), []
    field.choices = LazyChoices(lambda: read.append(1) or [("a", "A")])
    assert not read
    assert field.clean("a") == "a"
    assert read
