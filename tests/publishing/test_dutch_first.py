"""Dutch is the source language: the database refuses a translation without it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from partners.models import Partner, Post
from portal.i18n.languages import TRANSLATIONS
from portal.publishing.models import ChangeNote, Contact, Document, Source
from tests.support.factories import (
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db

RECORDS = [
    (make_partner, "body"),
    (make_post, "seat"),
    (make_framework, "summary"),
    (make_agreement, "culture"),
    (make_programme, "body"),
    (make_series, "rhythm_note"),
    (make_call, "who"),
    (make_measure, "summary"),
    (make_page, "body"),
]
TITLED = [
    (make_partner, "name"),
    (make_post, "city"),
    (make_framework, "title"),
    (make_agreement, "title"),
    (make_series, "title"),
    (make_measure, "owner"),
    (make_page, "title"),
]


def refuses(action):
    try:
        with transaction.atomic():
            action()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("language", TRANSLATIONS)
@pytest.mark.parametrize(("make", "field"), RECORDS)
def test_saving_a_translation_without_dutch_is_refused(make, field, language):
    record = make()
    setattr(record, f"{field}_{language}", "<p>Text</p>")
    assert refuses(record.save)


@pytest.mark.parametrize("without", ["", None])
@pytest.mark.parametrize(("make", "field"), RECORDS)
def test_a_queryset_update_without_dutch_is_refused(make, field, without):
    rows = type(record := make()).objects.filter(pk=record.pk)
    update = {f"{field}_nl": without, f"{field}_fr": "Texte"}
    assert refuses(lambda: rows.update(**update))
    rows.update(**{f"{field}_nl": "Tekst", f"{field}_fr": "Texte"})


@pytest.mark.parametrize("without", ["", None])
@pytest.mark.parametrize(("make", "field"), TITLED)
def test_a_record_without_its_dutch_title_is_refused(make, field, without):
    rows = type(record := make()).objects.filter(pk=record.pk)
    assert refuses(lambda: rows.update(**{f"{field}_nl": without}))


def test_a_title_of_spaces_is_refused():
    partner = make_partner()
    partner.name_nl = "   "
    assert refuses(partner.save)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Source, {"title": "x", "checked_on": "2026-01-01", "note_fr": "Note"}),
        (Document, {"url": "https://example.org/x.pdf", "languages": ["nl"], "title_fr": "Titre"}),
        (ChangeNote, {"text_fr": "Texte"}),
    ],
)
def test_rows_of_a_record_need_dutch_too(model, fields):
    record = model(record=make_partner(), **fields)
    assert refuses(record.save)


def test_a_contact_needs_a_dutch_name_and_a_way_to_be_reached():
    assert refuses(lambda: Contact.objects.create(name_fr="Équipe", email="a@example.org"))
    assert refuses(lambda: Contact.objects.create(name_nl="Team"))
    assert Contact.objects.create(name_nl="Team", phone="+32 2 553 00 00").pk


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_contact_address_counts_whatever_the_active_language(language):
    with override(language):
        contact = Contact.objects.create(name_nl="Team", address_nl="Arenbergstraat 9")
    assert Contact.objects.filter(pk=contact.pk, address_nl="Arenbergstraat 9").exists()


def test_a_contact_cannot_lose_its_only_address():
    rows = Contact.objects.filter(pk=Contact.objects.create(name_nl="Team", address_nl="x").pk)
    assert refuses(lambda: rows.update(address_nl=""))


def test_the_form_shows_the_violation_message():
    partner = Partner(kind="state", slug_nl="wales", name_nl="Wales", body_fr="<p>Texte</p>")
    with pytest.raises(ValidationError) as refusal:
        partner.full_clean()
    assert len(refusal.value.messages) == 1


def test_withdrawing_needs_a_dutch_reason():
    rows = Post.objects.filter(pk=make_post().pk)
    assert refuses(lambda: rows.update(state="withdrawn"))
    assert refuses(lambda: rows.update(state="withdrawn", withdrawal_reason_nl=None))
    assert rows.update(state="withdrawn", withdrawal_reason_nl="Gesloten") == 1


def test_conflicting_sources_need_a_dutch_note():
    source = Source(record=make_partner(), title="x", url="https://example.org/")
    source.checked_on, source.confidence = "2026-01-01", "conflicting"
    assert refuses(source.save)
    source.note_nl = "Deze pagina zegt 94."
    source.save()
