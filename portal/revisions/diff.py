"""Two versions of a field side by side, in the words of the admin."""

import datetime
import re
from itertools import islice

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portal.i18n.formats import day, end_moment, moment
from portal.i18n.languages import SOURCE
from portal.publishing.clashes import constraint_in_words
from portal.publishing.fields import ChoicesField, lines, same_markup
from portal.publishing.matching import steps
from portal.revisions.changes import field_of
from portal.revisions.snapshot import COUNTED, row_models

LINE = "\n"


def compared(old, new):
    """One text with what went in <del> and what came in <ins>, word by word."""
    before, after = words(old), words(new)
    parts = []
    for kind, start, end, other_start, other_end in steps(before, after):
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

NAMES = (f"title_{SOURCE}", "title", f"name_{SOURCE}")
TOLD_BY_ITSELF = {"at", "position", "changed_at"}  # of a row that is new
NOT_TOLD = {"content_type", "object_id", *COUNTED}


def differences(model, old, new, most=None):
    """[(field in words, what went and what came)] of a record and its rows, in their order.

    At most so many as `most`, when it is given: a list of results has thousands.
    """
    found = changed_values(model, old, new)
    return [(label, change(before, after)) for label, before, after in islice(found, most)]


def change(before, after):
    """What went and what came; of the same words, the links or that only the layout is another."""
    if words(before) != words(after):
        return compared(before, after)
    links = [" ".join(re.findall(r'href="([^"]*)"', text)) for text in (before, after)]
    return compared(*links) if links[0] != links[1] else _("Only the layout is different.")


def changed_values(model, old, new, of="", parent=None):
    """(field in words, its value then, its value now), of what readers or editors know.

    `old` or `new` is empty for a row that came or went.
    """
    before, after = old.get("fields", {}), new.get("fields", {})
    for name in dict.fromkeys([*after, *before]):
        field = field_of(model, name)
        is_link = field and field.is_relation and field.related_model is parent
        if not field or is_link or name in NOT_TOLD or before.get(name) == after.get(name):
            continue
        if of and not (field.editable and (before or field.name not in TOLD_BY_ITSELF)):
            continue
        values = [format_value(field, some.get(name), some) for some in (before, after)]
        if not same_markup(*values):
            label = capfirst(str(field.verbose_name))
            yield f"{of}: {label}" if of else label, *values
    for name, row_model in row_models(model).items():
        then, now = old.get("rows", {}).get(name, {}), new.get("rows", {}).get(name, {})
        for number, pk in enumerate(dict.fromkeys([*then, *now]), start=1):
            row = then.get(pk) or now[pk]
            title = title_of_row(row_model, row, number)
            title = f"{of}, {title}" if of else title
            if pk not in now:
                yield f"{title}: {_('removed')}", row_in_words(row_model, row), ""
                continue
            yield from changed_values(row_model, then.get(pk, {}), now[pk], title, model)


def title_of_row(model, row, number):
    """'Document 2 (Reglement)': its kind, place and name, if it has one."""
    kind = capfirst(str(model._meta.verbose_name))
    name = next(filter(None, (row["fields"].get(one) for one in NAMES)), "")
    return f"{kind} {number} ({name})" if name else f"{kind} {number}"


def format_value(field, value, fields=None):
    """A value in words; `fields` are all values of its record or row, where these are known."""
    if value in (None, "", []):
        return ""
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        there = field.related_model._base_manager.in_bulk(keys)
        gone = _("no. %(number)s (deleted)")
        return ", ".join(str(there.get(key) or gone % {"number": key}) for key in keys)
    if field.name in end_fields(field.model, fields or {}):
        return end_moment(field.to_python(value))
    has_choices = field.choices or isinstance(field, ChoicesField)
    control = field.formfield() if has_choices else forms.CharField()
    return in_words(control, field.to_python(value))


def end_fields(model, fields):
    """The instants until which something holds; of some rows it depends on their other values."""
    if hasattr(model, "end_fields_of"):
        return model.end_fields_of(fields)
    return getattr(model, "end_fields", ())


# Conflicts and errors

NOTICE = {"told": _lazy("what changes for the reader"), "why": _lazy("why a date moves")}


def conflicts_in_words(model, conflicts, of_notice=()):
    """[(field in words, theirs, mine)] of what two people changed, each to something else."""
    found = []
    for path, name, theirs, mine in conflicts:
        row_model, title = row_at(model, path)
        if name:
            field = field_of(row_model, name)
            label = capfirst(str(field.verbose_name)) if field else name
            values = [format_value(field, value) if field else value for value in (theirs, mine)]
        else:
            label, values = "", [row_in_words(row_model, row) for row in (theirs, mine)]
        found.append((": ".join(filter(None, [title, label])), *values))
    return found + [
        (notice_label(name), str(theirs), str(mine)) for name, theirs, mine in of_notice
    ]


def row_at(model, path):
    """(the model of the row at a path, its kind in words); the record itself at ()."""
    titles = []
    for relation in path[::2]:
        model = row_models(model)[relation]
        titles.append(capfirst(str(model._meta.verbose_name)))
    return model, ", ".join(titles)


def row_in_words(model, row):
    if row is None:
        return _("removed")
    values = [
        format_value(field, value, row["fields"])
        for name, value in row["fields"].items()
        if name not in NOT_TOLD | TOLD_BY_ITSELF
        and (field := field_of(model, name))
        and field.editable
        and not field.is_relation
    ]
    return ", ".join(filter(None, map(str, values)))


def notice_label(name):
    kind, _underscore, code = name.rpartition("_")
    return f"{NOTICE[kind]} [{code}]" if kind in NOTICE else name


def label_of(model, name):
    field = field_of(model, name)
    return capfirst(str(field.verbose_name)) if field else ""


def errors_in_words(model, error):
    """What is wrong, for an editor; the words of a database never reach one."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        return [
            f"{capfirst(str(field.verbose_name))}: {message}"
            if (field := field_of(model, name))
            else message
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    if isinstance(error, ValidationError):
        return error.messages
    if isinstance(error, IntegrityError):
        if said := constraint_in_words(error):
            return [said]
        return [_("It does not fit with another page any more: open the draft and save it again.")]
    if type(error).__name__ == "CannotGoLive":
        return [str(error)]
    return [_("Something unexpected went wrong. Whoever runs the portal finds it in the log.")]
