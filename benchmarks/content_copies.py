"""More of the content, made by copying it: editions of each series, and other pages as a whole."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from agreements.models import Agreement, WorkProgramme
from calls.models import (
    Call,
    CallAmount,
    CallSeries,
    Project,
    SupportMeasure,
    SupportRound,
)
from partners.models import Jurisdiction, Partner, Post
from portal.publishing.models import ChangeNote, Document, Source
from portal.publishing.models.slugs import SLUGS

BATCH = 500


def analyze():
    """Statistics for the planner of the database, of all tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_content(times, also=()):
    """Make the content so many times as large.

    Copies of calls are editions of the same series, unless CallSeries is among the models that are
    `also` copied.
    """
    models = (Partner, *also, Agreement, WorkProgramme, Call, SupportMeasure)
    originals = {model: list(model.objects.order_by("pk")) for model in models}
    partners_of = {
        one.pk: [*one.partners.values_list("pk", flat=True)] for one in originals[Agreement]
    }
    copies = {}
    for number in range(1, times):
        copies = {}
        for model, records in originals.items():
            made = [copied(record, number, copies) for record in records]
            model.objects.bulk_create(made, BATCH)
            copies |= {
                (model, record.pk): copy.pk for record, copy in zip(records, made, strict=True)
            }
        Agreement.partners.through.objects.bulk_create(
            Agreement.partners.through(
                agreement_id=copies[Agreement, pk], partner_id=copies[Partner, partner]
            )
            for pk, partners in partners_of.items()
            for partner in partners
        )
        copy_rows(copies)


def copied(record, number, copies):
    copy = type(record)(
        **{
            field.attname: getattr(record, field.attname)
            for field in record._meta.concrete_fields
            if not field.primary_key
        }
    )
    for name in SLUGS:
        if getattr(copy, name, ""):
            setattr(copy, name, f"{getattr(copy, name)}-{number}")
    if isinstance(copy, CallSeries):
        copy.partner_id, copy.agreement_id = copies[Partner, copy.partner_id], None
    if isinstance(copy, Call):
        if series := copies.get((CallSeries, copy.series_id)):
            copy.series_id = series
        else:
            copy.label = f"{copy.label[:14]}-{number}"
    if isinstance(copy, Post):
        copy.country_id = copies.get((Partner, copy.country_id))
    if isinstance(copy, Partner):
        copy.iso_code, copy.parent_id = "", copies.get((Partner, copy.parent_id))
    if isinstance(copy, WorkProgramme):
        copy.agreement_id = copies[Agreement, copy.agreement_id]
    if isinstance(copy, Agreement):
        copy.predecessor_id = None
    if isinstance(copy, SupportMeasure):
        copy.replaces_id = None
    return copy


def copy_rows(copies):
    """The rows of the copied records: those of any model, and those of calls and measures."""
    types = {ContentType.objects.get_for_model(model).pk: model for model, _pk in copies}
    for row_model in (Source, Document, ChangeNote):
        rows = row_model.objects.filter(
            content_type__in=types, object_id__in={pk for _model, pk in copies}
        )
        made = []
        for row in rows:
            owner = copies.get((types[row.content_type_id], row.object_id))
            if owner:
                row.pk, row.object_id = None, owner
                row._state.adding = True
                made.append(row)
        row_model.objects.bulk_create(made, BATCH)
    for row_model, name, model in (
        (CallAmount, "call", Call),
        (Project, "call", Call),
        (SupportRound, "measure", SupportMeasure),
        (Jurisdiction, "post", Post),
    ):
        made = []
        for row in row_model.objects.filter(
            **{f"{name}__in": [pk for one, pk in copies if one is model]}
        ):
            setattr(row, f"{name}_id", copies[model, getattr(row, f"{name}_id")])
            if row_model is Jurisdiction:
                row.partner_id = copies[Partner, row.partner_id]
            row.pk, row._state.adding = None, True
            made.append(row)
        row_model.objects.bulk_create(made, BATCH)
