"""No text of the content or of the examples names a date that a field or another text denies."""

import pytest
from modeltranslation.translator import translator

from portal.datecheck.checks import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

TRANSLATED = translator.get_registered_models(abstract=False)


@pytest.mark.parametrize("model", TRANSLATED, ids=lambda model: model.__name__)
def test_no_text_contradicts_a_field_or_another_language(model):
    found = [
        (str(record), found) for record in model._base_manager.all() for found in findings(record)
    ]
    assert found == []
