"""No text that somebody types is endless: each has a limit, and a sentence where it is passed."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import override

from partners.models import Partner
from portal.i18n.languages import CODES
from portal.publishing.fields.prose import MOST_CHARACTERS, validate_length
from tests.support.admin_forms import MAKERS, change_page, edit, errors, every_model, fields, soup
from tests.support.factories import make_framework, make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = {"portal", "calls", "policy", "partners", "agreements"}
# Written by the site itself, from what has a limit.
BY_ITSELF = {"search.searchentry", "links.link", "links.place", "archive.publicversion"}


def typed_fields():
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS and model._meta.label_lower not in BY_ITSELF:
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField) and field.editable:
                    yield field


def test_each_text_of_each_record_has_a_limit():
    found = list(typed_fields())
    assert len(found) > 100
    for field in found:
        limits = [one for one in field.validators if isinstance(one, MaxLengthValidator)]
        assert limits or validate_length in field.validators or field.choices, field


@every_model
def test_a_text_that_is_too_long_is_refused_in_the_form(admin_client, model):
    record = MAKERS[model._meta.model_name]()
    page = change_page(record)
    shown = fields(admin_client.get(page))
    names = [name for name in shown if name.endswith("_nl") and "-" not in name]
    long = dict.fromkeys(names, "x" * 200_001)
    answer = admin_client.post(page, {**shown, **long, "_draft": "1"})
    assert answer.status_code == 200
    assert soup(answer).select_one(".errorlist li").text.strip()


@pytest.mark.parametrize(
    ("make", "name"), [(make_partner, "caveat_nl"), (make_framework, "summary_nl")]
)
def test_a_caveat_and_a_summary_have_some_sentences(admin_client, make, name):
    assert "5000" in errors(edit(admin_client, make(), **{name: "x" * 5001})).replace(".", "")
    record = make()
    edit(admin_client, record, **{name: "x" * 5000})
    assert getattr(record, name) == "x" * 5000


@pytest.mark.parametrize("code", CODES)
def test_the_sentence_is_in_the_language_of_the_editor(code):
    partner = Partner(caveat_nl="x" * 5001, body_nl="x" * (MOST_CHARACTERS + 1))
    words = {"nl": "tekens", "fr": "caractères", "de": "Zeichen", "en": "characters"}[code]
    with override(code):
        with pytest.raises(ValidationError) as refused:
            partner.clean_fields()
        for name in ("caveat_nl", "body_nl"):
            assert words in " ".join(refused.value.message_dict[name])


@pytest.mark.parametrize("sent", ["a text of 10 MB", "fields"])
def test_a_form_that_is_too_large_is_refused_in_words(admin_client, sent):
    page = change_page(make_partner())
    filled = {"body_nl": "x" * 10_000_000}
    if sent == "fields":
        count = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1
        filled = {f"field-{number}": "x" for number in range(count)}
    answer = admin_client.post(page, filled)
    assert answer.status_code in (400, 413)
    assert soup(answer).h1.text.strip()
