"""Template filters: texts marked with their own language, dates and money in words, JSON-LD."""

import json
import re

from django import template
from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from portal.i18n import formats
from portal.i18n.languages import HTML_CODES, active, heading_parts, text_of
from portal.publishing.fields import clean_prose

register = template.Library()

HEADING = re.compile(r"</?h([1-6])\b")

for formatter in (
    formats.clock,
    formats.partial,
    formats.years,
    formats.percent,
    formats.size,
    formats.machine,
    formats.number,
):
    register.filter(formatter.__name__, formatter)


@register.filter
def day(value, weekday=""):
    """`{{ call.closes_at|day }}`, or with its weekday: `|day:"weekday"`."""
    return formats.day(value, weekday=weekday == "weekday")


@register.filter
def moment(value, weekday=""):
    return formats.moment(value, weekday=weekday == "weekday")


@register.filter
def until(start, end):
    """`{{ call.project_from|until:call.project_until }}`: a period between two partial dates."""
    return formats.period(start, end)


@register.filter
def money(amount, currency="EUR"):
    return formats.money(amount, currency)


@register.filter
def money_short(amount, currency="EUR"):
    return formats.money(amount, currency, short=True)


@register.simple_tag
def brussels_time():
    return formats.zone()


@register.filter
def text(record, field):
    """The text of a field, in a `<span lang="nl">` when it fell back to Dutch."""
    content, language = text_of(record, field)
    if language == active() or not content:
        return content
    return format_html('<span lang="{}">{}</span>', HTML_CODES[language], content)


@register.filter
def name(record, field):
    """Like `text`, with "(in Dutch)" after a text that fell back: for lists and links."""
    content, language = text_of(record, field)
    if language == active() or not content:
        return content
    return format_html(
        '<span lang="{}">{}</span> ({})', HTML_CODES[language], content, gettext("in Dutch")
    )


@register.filter
def prose(record, field):
    """Sanitised HTML of a field in a `<div>`, with `lang="nl"` when it fell back to Dutch.

    Its highest heading becomes h3, to fit under the h2 of the section, whatever the editor chose.
    """
    return _prose(record, field, level=3)


@register.filter
def page_prose(record, field):
    """Like `prose`, for the main text of a page: its highest heading becomes h2."""
    return _prose(record, field, level=2)


def _prose(record, field, level):
    content, language = text_of(record, field)
    # Sanitised again here, for text that reached the database without `save()`.
    html = headings_from(level, clean_prose(content))
    if not html:
        return ""
    attribute = format_html(' lang="{}"', HTML_CODES[language]) if language != active() else ""
    return mark_safe(f'<div class="prose"{attribute}>{html}</div>')  # noqa: S308 sanitised above


def headings_from(level, html):
    """The HTML with all headings shifted, so that the highest is at this level."""
    levels = [int(digit) for digit in HEADING.findall(html)]
    shift = level - min(levels, default=level)
    return HEADING.sub(lambda match: match[0].replace(match[1], str(int(match[1]) + shift)), html)


@register.filter
def content(record, field):
    """The plain text of a field, for attributes and titles, which cannot hold markup."""
    return text_of(record, field).content


@register.filter
def is_translated(record):
    """Whether the record exists in the language of the page."""
    return active() in record.languages


@register.filter
def labels(record, field):
    """The chosen labels of a ChoicesField."""
    return record._meta.get_field(field).labels(getattr(record, field))


@register.simple_tag(takes_context=True)
def json_ld(context, kind, record, **facts):
    """A schema.org description of a record as JSON-LD, without empty facts.

    Browsers do not execute this type of script; `<` is escaped so that no fact can end the element.
    """
    request = context["request"]
    description = {"@context": "https://schema.org", "@type": kind, "inLanguage": active()}
    if record:
        description["url"] = request.build_absolute_uri(record.get_absolute_url())
    description |= {name: str(value) for name, value in facts.items() if value}
    data = json.dumps(description, ensure_ascii=False).translate(
        {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    )
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 escaped above


@register.filter
def heading(record, shape="text"):
    """The heading of any record's page; shape "name" adds "(in Dutch)" when it fell back."""
    owner, field, rest = heading_parts(record)
    shown = name(owner, field) if shape == "name" else text(owner, field)
    return format_html("{} {}", shown, rest) if rest else shown


@register.filter
def public_changes(record):
    """The change notes of a page that are public by now, newest first."""
    return record.changes.public()


@register.filter
def with_former_files(documents):
    documents = list(documents)
    prefetch_related_objects(documents, "former")
    return documents


@register.filter
def public(record):
    """The record when it is public, else None: pages must not mention a draft."""
    return record if record and record.is_published() else None
