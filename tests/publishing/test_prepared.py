"""Queries whose SQL is made once: the same records as Django finds."""

import pytest
from django.utils import translation

from agreements.views import AGREEMENT_PAGE
from calls.views import CALL_PAGE, MEASURE_PAGE, SERIES_PAGE
from partners.models import Partner
from partners.views import PARTNER_PAGE, POST_PAGE
from policy.views import FRAMEWORK_PAGE
from portal.i18n.languages import CODES
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db
PAGES = [CALL_PAGE, SERIES_PAGE, MEASURE_PAGE, AGREEMENT_PAGE, PARTNER_PAGE, POST_PAGE]


def values(record):
    """The columns that were read, with those of the related records."""
    return {
        name: values(value) if hasattr(value, "_meta") else value
        for name, value in {**vars(record), **record._state.fields_cache}.items()
        if name != "_state"
    }


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model.__name__)
def test_every_record_of_the_content_is_found_as_django_finds_it(content, page, language):
    with translation.override(language):
        for record in page.records():
            owner = getattr(record, page.owner) if page.owner else record
            given = {name: getattr(record, name) for name in page.fields}
            [found] = page.prepared.records(slug=owner.slug, **given)
            assert values(found) == values(record)


def test_values_come_anew_each_time():
    first, second = make_partner(slug_nl="xanadu"), make_partner(slug_nl="utopia")
    found = [PARTNER_PAGE.prepared.records(slug=slug) for slug in ("xanadu", "utopia", "x")]
    assert found == [[first], [second], []]


def test_each_language_reads_its_own_texts():
    make_partner(slug_nl="xanadu", name_nl="Xanadu", name_fr="Le Xanadu")
    for language, name in [("nl", "Xanadu"), ("fr", "Le Xanadu")]:
        with translation.override(language):
            [partner] = PARTNER_PAGE.prepared.records(slug="xanadu")
            assert partner.name == name


@pytest.mark.parametrize("slug", ["'; --", "%s", 'wa"les', "é" * 200])
def test_a_slug_is_a_value_and_never_sql(slug):
    Partner.objects.filter(pk=make_partner().pk).update(slug_fr="%s")
    assert len(PARTNER_PAGE.prepared.records(slug=slug)) == (slug == "%s")
    assert FRAMEWORK_PAGE.records(slug=slug) == []
