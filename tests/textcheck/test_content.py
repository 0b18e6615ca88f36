"""The links and tables of the content and of the examples are good ones."""

import pytest
from modeltranslation.translator import translator

from portal.textcheck.checks import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


def test_every_link_says_where_it_leads():
    models = translator.get_registered_models(abstract=False)
    found = [
        (str(record), found)
        for model in models
        for record in model._base_manager.all()
        for found in findings(record)
    ]
    assert found == []
