"""Replaces an address by another one in all records and drafts, as one change.

It is a minor edit: translations stay up to date. Drafts get a next revision along with their pages.
"""

from copy import deepcopy
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
from portal.publishing.fields import ProseField
from portal.publishing.signals import page_changed
from portal.redirects.paths import own_path
from portal.revisions import current
from portal.revisions.models import Draft, Revision
from portal.revisions.snapshot import row_models


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
    for draft in Draft.objects.of_known_kinds().of_public_pages().select_related("revision__live"):
        if not draft.record:
            continue
        there = places_in_public(draft.record, draft, address)
        found = places_in(type(draft.record), draft.revision.data, address)
        for field, path, _fields in found:
            if (field, path) not in there:
                yield Use(
                    draft.record, str(field.verbose_name), True, isinstance(field, ProseField)
                )


def places_in_public(record, draft, address):
    """{(field, path)} of the places of a link in what readers see beside a draft."""
    if not is_checked(record):
        return set()
    found = places_in(type(record), draft.revision.live.data, address)
    return {(field, path) for field, path, _fields in found}


def places_in(model, data, address, path=()):
    """(field, path to its row, fields as data) of each place of a link in the data of a record."""
    for field, _code in link_fields(model):
        if address in addresses_in(field, data["fields"].get(field.name) or ""):
            yield field, path, data["fields"]
    models_of_rows = row_models(model)
    for name in rows_with_links(model) if not path else ():
        for key, row in data["rows"].get(name, {}).items():
            yield from places_in(models_of_rows[name], row, address, (name, key))


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
            "Nothing has been replaced: the link is also used on “%(page)s”, which you may "
            "not change."
        )
        raise ValidationError(message % {"page": record})
    draft = current.draft_of(record, lock=True) if hasattr(record, "edits") else None
    if draft and draft.is_of_public_page:
        count = replace_in_draft(record, draft, old, new)
    else:
        count, draft = 0, None
    model_admin.before_change(request, record)
    count_live = replace_in_record(record, old, new)
    is_live, count = bool(count_live), count + count_live
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


def replace_in_draft(record, draft, old, new):
    """Make the next revision of a draft; returns in how many fields that only the draft has.

    It has no author: who replaces a link everywhere may still review what others wrote.
    """
    data = deepcopy(draft.revision.data)
    there = places_in_public(record, draft, old)
    count = 0
    for field, path, fields in places_in(type(record), data, old):
        fields[field.name] = replace_address(
            field, fields[field.name], old, address_for_field(field, new)
        )
        count += (field, path) not in there
    if data != draft.revision.data:
        draft.revision = Revision.objects.draft(
            record,
            data,
            None,
            base=draft.revision,
            live=draft.revision.live,
            notice=draft.revision.notice,
        )
        draft.save(update_fields=["revision"])
    return count
