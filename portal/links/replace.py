"""Puts a new address in the place of an old one everywhere, as one change that readers may see.

It is a minor edit: translations stay up to date. Drafts are changed along with their pages, with
what their author saw when the draft was begun, so that nobody is told of a conflict that is none.
"""

from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.links.checker import is_listed, listed, sync_link_places
from portal.links.extract import (
    addresses,
    link_fields,
    links_of,
    name_of_field,
    rows_with_links,
    with_new,
)
from portal.links.models import Link
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField
from portal.publishing.signals import page_changed
from portal.redirects.paths import own_path
from portal.revisions.models import Draft
from portal.revisions.submitted import checksums


class Use(NamedTuple):
    """One place of a link, for showing; in a draft it is not public yet."""

    record: models.Model
    field_name: str
    is_draft: bool
    is_prose: bool

    @property
    def form_url(self):
        return form_url(self.record)


def form_url(record):
    """Where any record is edited, those without a page of their own too."""
    return reverse(admin_urlname(record._meta, "change"), args=[record.pk])


def uses_of(address):
    """Every place of a link as it is now, whatever the table remembers of it."""
    return [*uses_in_records(address), *uses_in_drafts(address)]


def uses_in_records(address):
    for record in listed():
        for place in links_of(record):
            if place.address == address:
                model = type(place.holder)
                name = name_of_field(model, place.field, of=record._meta.model_name)
                is_prose = isinstance(model._meta.get_field(place.field), ProseField)
                yield Use(record, name, is_draft=False, is_prose=is_prose)


def uses_in_drafts(address):
    for draft in Draft.objects.exclude(form=[]).prefetch_related("record"):
        fields = fields_of_form(draft.record) if draft.record else {}
        for name, value in draft.form:
            field = fields.get(column_of(name))
            if field and address in addresses(field, value):
                label = str(field.verbose_name)
                yield Use(draft.record, label, True, isinstance(field, ProseField))


def fields_of_form(record):
    """{column: field} of all that can hold links in the form of a record and its rows."""
    rows = rows_of(record)
    models_in_form = [*(rows[name].model for name in rows_with_links(type(record))), type(record)]
    return {field.name: field for model in models_in_form for field, _code in link_fields(model)}


def column_of(name):
    return name.rpartition("-")[2]


def new_for(field, new):
    """A text may lead to a path of ours; a field for web addresses takes whole ones only."""
    return own_path(new) if isinstance(field, ProseField) else new


# Replacing


@transaction.atomic
def replace_everywhere(request, old, new):
    """Returns in how many fields. A ValidationError says why nothing is changed anywhere."""
    found = {(type(use.record), use.record.pk) for use in uses_of(old)}
    in_order = sorted(found, key=lambda one: (one[0]._meta.label, one[1]))
    count = sum(replace_in(request, model, pk, old, new) for model, pk in in_order)
    Link.objects.unused().delete()
    return count


def replace_in(request, model, pk, old, new):
    record = model._base_manager.select_for_update().get(pk=pk)
    page = admin.site.get_model_admin(model)
    if not page.may_change_all(request, record):
        message = _(
            "Nothing is replaced: you may not change “%(page)s”, where the link stands too."
        )
        raise ValidationError(message % {"page": record})
    draft = Draft.objects.for_object(record).exclude(form=[]).select_for_update().first()
    live = live_marks(page, request, record) if draft else {}
    page.before_change(request, record)
    count = replace_in_record(record, old, new)
    is_live = bool(count)
    if draft:
        count += replace_in_draft(draft, old, new, is_live, live, page, request)
    if count:
        sync_link_places(record)
        page.log_change(request, record, log_message(count, old, new))
    if is_live and hasattr(record, "is_published") and record.is_published():
        page_changed.send(model, record=record)
    return count


def log_message(count, old, new):
    message = ngettext(
        "Link replaced in %(count)d field: %(old)s became %(new)s.",
        "Link replaced in %(count)d fields: %(old)s became %(new)s.",
        count,
    )
    return message % {"count": count, "old": old, "new": new}


def replace_in_record(record, old, new):
    places = [place for place in links_of(record) if place.address == old]
    if not places or not is_listed(record):
        return 0
    changed = {}
    for place in places:
        field = place.holder._meta.get_field(place.field)
        value = with_new(field, getattr(place.holder, place.field), old, new_for(field, new))
        field.run_validators(value)
        setattr(place.holder, place.field, value)
        changed.setdefault(id(place.holder), (place.holder, []))[1].append(place.field)
    if hasattr(record, "edits"):
        record.edits += 1
        changed.setdefault(id(record), (record, []))[1].append("edits")
    for obj, names in changed.values():
        obj.save(update_fields=names)
    return len(places)


def live_marks(page, request, record):
    """The marks of the form as it would be opened now."""
    whole = page.whole_form(request, record)
    return checksums((name, value) for name, values in whole.lists() for value in values)


def replace_in_draft(draft, old, new, is_live, before, page, request):
    fields, form, count = fields_of_form(draft.record), [], 0
    for name, value in draft.form:
        field = fields.get(column_of(name))
        if field and old in addresses(field, value):
            value, count = with_new(field, value, old, new_for(field, new)), count + 1
        form.append([name, value])
    mine, draft.form = checksums(draft.form), form
    if draft.seen:
        draft.seen = seen_anew(draft, is_live, before, mine, page, request)
    draft.save(update_fields=["form", "seen"])
    return count


def seen_anew(draft, is_live, live, mine, page, request):
    """What the author began with, as if the new address had been there already.

    What the author did not touch still counts as untouched, and what is public as seen.
    """
    record = type(draft.record)._base_manager.get(pk=draft.object_id)
    live_now, mine_now = live_marks(page, request, record), checksums(draft.form)

    def anew(name, mark):
        if live.get(name) == mark:
            return live_now.get(name, mark)
        return mine_now.get(name, mark) if mine.get(name) == mark else mark

    edits = draft.seen["edits"]
    edits += is_live and edits == record.edits - 1  # an older draft has to be compared as before
    seen = {name: anew(name, mark) for name, mark in draft.seen["marks"].items()}
    return {"edits": edits, "marks": seen}
