"""What is different on a page, field by field: from the facts of its public versions, in words."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from calls.status import Status
from portal.i18n.formats import money, number
from portal.i18n.languages import CODES, SOURCE, Text, active, own_text
from portal.publishing.fields import AmountField, ProseField, reads_the_same
from portal.publishing.models import SLUGS
from portal.revisions.diff import format_value

# What readers are told in another way, or what is no news to them.
NOT_TOLD = {"changes", "deadline_changes", "sources", "edits", "is_example", "slug", *SLUGS}
NOT_TOLD |= {"cancelled_at", "results_at", "results_undated", "label", "contacts", "limitations"}
NOT_TOLD |= {"related"}  # what other pages say
NOT_TOLD |= {f"cancellation_reason_{code}" for code in CODES}
NOT_TOLD |= {"closes_day_only", "opens_day_only", "budget_currency", "position", "old_slugs"}
# Public only once the results are.
OF_RESULTS = {"applications_received", "applications_selected", "amount_awarded", "decided"}
OF_RESULTS |= {"projects", *(f"results_note_{code}" for code in CODES)}
LABELS = {  # as the page of a call has them
    "opens_at": _("Opens"),
    "closes_at": _("Deadline"),
    "partner_closes_at": _("deadline at the partner"),
    "summary": _("In one sentence"),
    "theme": _("Theme"),
    "amounts": _("Amount"),
    "budget": _("Budget of this edition"),
    "form_languages": _("Application language"),
    "administrations": _("Where to apply"),
    "moment_of_submission": _("Moment of submission"),
    "sessions": _("Info session"),
    "decision_expected": _("Decision expected"),
    "what": _("What can be funded?"),
    "who": _("Who can apply?"),
    "how_much": _("How much?"),
    "criteria": _("How we assess your application"),
    "how": _("How to apply"),
    "documents": _("Documents"),
}
IN_ROWS_ONLY = {"position", "side", "currency"}  # said by the row as a whole, or its order


class Change(NamedTuple):
    """A field in words, its value then and now as Texts; both None for a long text."""

    label: str
    old: Text | None
    new: Text | None


def differences(record, before, after, at):
    """[[field, old, new]] of two facts of a record, without what readers do not see at `at`."""
    if not before or not after:
        return []
    hidden = set(NOT_TOLD)
    if isinstance(record, Call) and record.status(at) != Status.RESULTS:
        hidden |= OF_RESULTS
    return [
        [name, before.get(name), after.get(name)]
        for name in in_order_of_model(type(record), {*before, *after} - hidden)
        if is_another(type(record), name, before.get(name), after.get(name))
    ]


def is_another(model, name, old, new):
    if isinstance(field_of(model, name), ProseField):
        return not reads_the_same(old or "", new or "")
    return old != new


def in_order_of_model(model, names):
    order = [field.name for field in model._meta.get_fields(include_hidden=True)]
    return sorted(names, key=lambda name: (order.index(name) if name in order else 999, name))


def field_of(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def merged(lists):
    """Some lists of differences, one after another, as one: from the first to the last value."""
    first, last = {}, {}
    for name, old, new in (change for some in lists for change in some):
        first.setdefault(name, old)
        last[name] = new
    return [[name, old, last[name]] for name, old in first.items() if old != last[name]]


def in_words(record, changes):
    """[Change] in the active language; of a text only the one that the page shows."""
    model = type(record)
    for name, old, new in changes:
        base, _underscore, code = name.rpartition("_")
        if code in CODES and base and field_of(model, base) is not None:
            if code == language_shown(record, base):
                yield of_text(model, base, name, old, new, code)
        elif rows := row_model(model, name):
            yield Change(label_of(model, name), *rows_in_words(rows, old, new))
        elif field := field_of(model, name):
            said = [value_in_words(field, value, {}) for value in (old, new)]
            yield Change(label_of(model, name), *(Text(text, active()) for text in said))


def language_shown(record, base):
    return active() if own_text(record, base, active()) else SOURCE


def of_text(model, base, name, old, new, code):
    if isinstance(model._meta.get_field(name), ProseField):
        return Change(label_of(model, base), None, None)
    return Change(label_of(model, base), Text(old or "", code), Text(new or "", code))


def label_of(model, name):
    if name in LABELS:
        return capfirst(str(LABELS[name]))
    if rows := row_model(model, name):
        return capfirst(str(rows._meta.verbose_name_plural))
    return capfirst(str(model._meta.get_field(name).verbose_name))


def row_model(model, name):
    """The model of the rows that the facts have under a name; None for a field."""
    for relation in model._meta.related_objects:
        if relation.one_to_many and relation.get_accessor_name() == name:
            return relation.related_model
    found = field_of(model, name)
    return found.related_model if isinstance(found, GenericRelation) else None


def rows_in_words(model, old, new):
    """The rows that only the old or only the new facts have, as two Texts."""
    old, new = old or [], new or []
    gone = [row for row in old if row not in new]
    came = [row for row in new if row not in old]
    return [
        Text("; ".join(row_in_words(model, row) for row in rows), active()) for rows in (gone, came)
    ]


def row_in_words(model, row):
    """A row of facts in one line, in the active language or else in Dutch."""
    said = []
    for name, value in row.items():
        base, _underscore, code = name.rpartition("_")
        if code in CODES and field_of(model, base) is not None:
            shown = active() if row.get(f"{base}_{active()}") else SOURCE
            if code == shown and not isinstance(model._meta.get_field(name), ProseField):
                said.append(value)
        elif name not in IN_ROWS_ONLY and is_said(field_of(model, name), value):
            said.append(value_in_words(field_of(model, name), value, row))
    side = field_of(model, "side")
    text = ", ".join(filter(None, said))
    if side and row.get("side"):
        return f"{text} ({value_in_words(side, row['side'], row)})"
    return text


def name_of(other):
    """The name of a related page, in the active language or else in Dutch."""
    return (other.get(active()) or other[SOURCE]) if isinstance(other, dict) else str(other)


def is_said(field, value):
    if not field or isinstance(field, models.FileField) or isinstance(value, bool):
        return False
    return field.is_relation or not isinstance(value, dict)


def value_in_words(field, value, fields):
    if value in (None, "", []):
        return ""
    if isinstance(field, AmountField):
        return money(field.to_python(value), fields.get("currency", "EUR"))
    if field.is_relation:
        return ", ".join(map(name_of, value if isinstance(value, list) else [value]))
    if isinstance(field, models.DateTimeField):
        value = datetime.fromisoformat(value)
    if isinstance(field, models.IntegerField) and not field.choices:
        return number(value)
    return str(format_value(field, value, fields))
