"""Two versions of a field side by side, in the words of the desk."""

import datetime
from difflib import SequenceMatcher

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.i18n.formats import day, moment
from portal.i18n.languages import CODES
from portal.publishing.children import rows_of
from portal.publishing.fields import ChoicesField, lines

LINE = "\n"


def compared(old, new):
    """One text with what went in <del> and what came in <ins>, word by word."""
    before, after = words(old), words(new)
    parts = []
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            parts.append(format_html("{}", laid_out(before[start:end])))
            continue
        for tag, some in (("del", before[start:end]), ("ins", after[other_start:other_end])):
            if some:
                parts.append(format_html("<{0}>{1}</{0}>", mark_safe(tag), laid_out(some)))  # noqa: S308 a word of ours
    return format_html_join(" ", "{}", ((part,) for part in parts))


def words(text):
    spaced = LINE.join(lines(text)).replace(LINE, f" {LINE} ")
    return [word for word in spaced.split(" ") if word]


def laid_out(some):
    on_lines = " ".join(some).split(LINE)
    return format_html_join(mark_safe("<br>"), "{}", ((line.strip(),) for line in on_lines))


def in_words(field, value):
    """What a form field holds, as an editor would say it; '' for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ModelChoiceField):  # the one for several values too
        keys = value if isinstance(value, (list, tuple)) else [value]
        keys = [getattr(key, "pk", key) for key in keys]
        return ", ".join(map(str, field.queryset.filter(pk__in=keys)))
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(str(label) for code, label in field.choices if code in chosen)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return day(value)
    return str(value)


# Two versions of a record, as `versions.data_of` has them

NOT_TOLD = {"edits", "content_type", "object_id", *(f"changed_{code}" for code in CODES)}


def differences(model, old, new):
    """[(field in words, what went and what came)] of a record and its rows, in their order."""
    return [
        (label, compared(before, after))
        for label, before, after in told(model, old, new)
        if before != after
    ]


def told(model, old, new, of=""):
    """(field in words, its value then, its value now), of every field that readers or editors know.

    `old` or `new` is empty for a row that came or went.
    """
    before, after = old.get("fields", {}), new.get("fields", {})
    for name in dict.fromkeys([*after, *before]):
        field = field_of(model, name)
        if field and name not in NOT_TOLD:
            label = capfirst(str(field.verbose_name))
            values = [format_value(field, some.get(name)) for some in (before, after)]
            yield f"{of}: {label}" if of else label, *values
    for name, row_model in row_models(model).items():
        then, now = old.get("rows", {}).get(name, {}), new.get("rows", {}).get(name, {})
        for number, pk in enumerate(dict.fromkeys([*then, *now]), start=1):
            kind = capfirst(str(row_model._meta.verbose_name))
            title = f"{of}, {kind} {number}" if of else f"{kind} {number}"
            yield from told(row_model, then.get(pk, {}), now.get(pk, {}), of=title)


def field_of(model, name):
    """A field by its name; None for one that the model no longer has."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def row_models(model):
    """{relation: model} of the rows that belong to a record alone; see `rows_of`."""
    if not hasattr(model, "tidy_texts"):
        return {}
    return {name: rows.model for name, rows in rows_of(model(pk=0)).items()}


def format_value(field, value):
    if value in (None, "", []):
        return ""
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        there = field.related_model._base_manager.in_bulk(keys)
        gone = _("no. %(number)s, which is deleted")
        return ", ".join(str(there.get(key) or gone % {"number": key}) for key in keys)
    has_choices = field.choices or isinstance(field, ChoicesField)
    control = field.formfield() if has_choices else forms.CharField()
    return in_words(control, field.to_python(value))
