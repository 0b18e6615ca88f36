"""The rows of a page in one query: the same rows as the database gives one kind at a time."""

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.utils import translation

from agreements.models import Agreement
from calls.models import Call, SupportMeasure
from partners.models import Partner
from policy.models import Framework
from portal.i18n.languages import CODES
from portal.publishing.models import ChangeNote, Document
from portal.publishing.page_rows import ATTACHED, load_rows
from tests.support.factories import brussels, make_call, make_partner

ROWS = [
    (Call, "amounts administrations sessions deadline_changes contacts".split()),
    (SupportMeasure, "rounds places contacts replaced_by".split()),
    (Agreement, "partners programmes successors".split()),
    (Framework, ["points", "entries"]),
    (Partner, ["parts"]),
]


def as_dict(row, loaded):
    """The values of the columns that a loaded row has."""
    unread = loaded.get_deferred_fields()
    fields = [field for field in row._meta.concrete_fields if field.attname not in unread]
    return {field.attname: getattr(row, field.attname) for field in fields}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("model", "names"), ROWS)
def test_every_row_of_the_content_is_what_the_database_has(content, model, names, language):
    seen = 0
    with translation.override(language):
        for record in model.objects.all():
            names_of_all = [*names, *(name for name in ATTACHED if "__" not in name)]
            expected = {name: list(getattr(record, name).all()) for name in names_of_all}
            load_rows(record, *names, *ATTACHED)
            for name, rows in expected.items():
                loaded = list(getattr(record, name).all())
                assert loaded == rows, name
                for one, other in zip(loaded, rows, strict=True):
                    assert as_dict(one, one) == as_dict(other, one)
                seen += len(rows)
    assert seen


pytestmark = pytest.mark.django_db


def test_they_cost_one_query(warm, django_assert_num_queries):
    call = make_call()
    call.amounts.create(side="total", amount=9)
    Document.objects.create(record=call, title_nl="x", languages=["nl"], url="https://x.be/")
    with django_assert_num_queries(1):
        load_rows(call, "amounts", "sessions", *ATTACHED)
        assert [amount.call for amount in call.amounts.all()] == [call]
        assert [list(row.former.all()) for row in call.documents.all()] == [[]]
        assert call.documents.all()[0].languages == ["nl"]


def test_rows_of_another_record_do_not_come_along(warm):
    one, other = make_partner(), make_partner()
    ChangeNote.objects.create(record=other, text_nl="Anders", at=brussels(2026, 1, 1))
    call = make_call()
    call.pk = other.pk  # the same number, another kind
    for record in (one, call):
        load_rows(record, *ATTACHED)
        assert not list(record.changes.all())


def test_former_files_are_with_their_own_document(warm):
    partner = make_partner()
    documents = [
        Document.objects.create(record=partner, title_nl="x", languages=["nl"], url="https://x.be/")
        for _number in range(2)
    ]
    for name in ("a.pdf", "b.pdf"):
        documents[1].former.create(file=name, until=brussels(2026, 1, 1))
    load_rows(partner, *ATTACHED)
    first, second = partner.documents.all()
    assert [[former.file_name for former in row.former.all()] for row in (first, second)] == [
        [],
        ["b.pdf", "a.pdf"],
    ]
    assert second.former.all()[0].until == brussels(2026, 1, 1)


def test_loaded_rows_cannot_be_narrowed_by_mistake(warm):
    call = load_rows(make_call(), "amounts")
    with pytest.raises(TypeError, match="already loaded"):
        call.amounts.filter(side="total")


def test_a_relation_that_does_not_exist_is_named(warm):
    with pytest.raises(FieldDoesNotExist, match="nothing"):
        load_rows(make_call(), "nothing")
