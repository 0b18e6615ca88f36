"""Two versions of a field side by side, in the words of the desk."""

import datetime
from difflib import SequenceMatcher

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .fields import lines
from .words import day, moment

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
