"""Replaces an address by another one in all records and drafts, as one change.

It counts as a minor edit: translations stay up to date. Drafts change along with their pages, as
does what their author saw when the draft was begun; otherwise the replacement would be reported
to the author as a conflict.
"""

from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.links.checker import checked_records, is_checked, sync_link_places
from portal.links.extract import (
    addresses_in,
    field_label,
    link_fields,
    links_of,
    replace_address,
    rows_with_links,
)
from portal.links.models import Link
from portal.publishing.children import rows_of
from portal.publishing.fields import ProseField
from portal.publishing.signals import page_changed
from portal.redirects.paths import own_path
from portal.revisions.models import Draft
from portal.revisions.submitted import checksums


class Use(NamedTuple):
    """One use of a link, for display; one in a draft is not public yet."""

    record: models.Model
    field_name: str
    is_draft: bool
    is_prose: bool

    @property
    def form_url(self):
        return form_url(self.record)


def form_url(record):
    """The address of the change form of any record."""
    return reverse(admin_urlname(record._meta, "change"), args=[record.pk])


def uses_of(address):
    """Every use of an address at present, read from the records: the table may lag behind."""
    return [*uses_in_records(address), *uses_in_drafts(address)]


def uses_in_records(address):
    for record in checked_records():
        for place in links_of(record):
            if place.address == address:
                model = type(place.owner)
                label = field_label(model, place.field, of=record._meta.model_name)
                is_prose = isinstance(model._meta.get_field(place.field), ProseField)
                yield Use(record, label, is_draft=False, is_prose=is_prose)


def uses_in_drafts(address):
    for draft in Draft.objects.exclude(form=[]).prefetch_related("record"):
        fields = fields_of_form(draft.record) if draft.record else {}
        for name, value in draft.form:
            field = fields.get(column_of(name))
            if field and address in addresses_in(field, value):
                label = str(field.verbose_name)
                yield Use(draft.record, label, True, isinstance(field, ProseField))


def fields_of_form(record):
    """{column: field} of the fields with links in the form of a record and its rows."""
    rows = rows_of(record)
    models_in_form = [*(rows[name].model for name in rows_with_links(type(record))), type(record)]
    return {field.name: field for model in models_in_form for field, _code in link_fields(model)}


def column_of(name):
    """The column of an input, whose name may have the prefix of a formset."""
    return name.rpartition("-")[2]


def address_for_field(field, new):
    """The new address as a field takes it: rich text a path of this site, a URL field the URL."""
    return own_path(new) if isinstance(field, ProseField) else new


# Replacing


@transaction.atomic
def replace_everywhere(request, old, new):
    """Replace an address everywhere, and return in how many fields.

    Raises ValidationError, and then changes nothing, when the user may not change one of the
    records or a field does not accept the new address.
    """
    keys = {(type(use.record), use.record.pk) for use in uses_of(old)}
    in_order = sorted(keys, key=lambda key: (key[0]._meta.label, key[1]))
    count = sum(replace_in(request, model, pk, old, new) for model, pk in in_order)
    Link.objects.unused().delete()
    return count


def replace_in(request, model, pk, old, new):
    record = model._base_manager.select_for_update().get(pk=pk)
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.may_change_all(request, record):
        message = _(
            "Nothing is replaced: you may not change “%(page)s”, where the link stands too."
        )
        raise ValidationError(message % {"page": record})
    draft = Draft.objects.for_object(record).exclude(form=[]).select_for_update().first()
    live = live_checksums(model_admin, request, record) if draft else {}
    model_admin.before_change(request, record)
    count = replace_in_record(record, old, new)
    is_live = bool(count)
    if draft:
        count += replace_in_draft(draft, old, new, is_live, live, model_admin, request)
    if count:
        sync_link_places(record)
        model_admin.log_change(request, record, log_message(count, old, new))
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
    if not places or not is_checked(record):
        return 0
    changed = {}
    for place in places:
        owner, field = place.owner, place.owner._meta.get_field(place.field)
        value = getattr(owner, place.field)
        value = replace_address(field, value, old, address_for_field(field, new))
        field.run_validators(value)
        setattr(owner, place.field, value)
        changed.setdefault(id(owner), (owner, []))[1].append(place.field)
    if hasattr(record, "edits"):
        record.edits += 1
        changed.setdefault(id(record), (record, []))[1].append("edits")
    for obj, names in changed.values():
        obj.save(update_fields=names)
    return len(places)


def live_checksums(model_admin, request, record):
    """The checksums of the form of a record as it would be opened now."""
    form = model_admin.whole_form(request, record)
    return checksums((name, value) for name, values in form.lists() for value in values)


def replace_in_draft(draft, old, new, is_live, live, model_admin, request):
    fields, form, count = fields_of_form(draft.record), [], 0
    for name, value in draft.form:
        field = fields.get(column_of(name))
        if field and old in addresses_in(field, value):
            value = replace_address(field, value, old, address_for_field(field, new))
            count += 1
        form.append([name, value])
    own, draft.form = checksums(draft.form), form
    if draft.seen:
        draft.seen = rebase_seen(draft, is_live, live, own, model_admin, request)
    draft.save(update_fields=["form", "seen"])
    return count


def rebase_seen(draft, is_live, live, own, model_admin, request):
    """What the author of a draft saw, as if the new address had been there already.

    `live` and `own` are the checksums of the public form and of the draft before the replacement.
    Fields that the author did not change still count as unchanged, and public values as seen.
    """
    record = type(draft.record)._base_manager.get(pk=draft.object_id)
    new_live, new_own = live_checksums(model_admin, request, record), checksums(draft.form)

    def rebase(name, checksum):
        if live.get(name) == checksum:
            return new_live.get(name, checksum)
        return new_own.get(name, checksum) if own.get(name) == checksum else checksum

    edits = draft.seen["edits"]
    edits += is_live and edits == record.edits - 1  # an older draft still has a conflict to resolve
    marks = {name: rebase(name, checksum) for name, checksum in draft.seen["marks"].items()}
    return {"edits": edits, "marks": marks}
