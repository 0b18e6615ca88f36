"""Template words: texts in the language they are really in, dates and money as people write."""

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

for word in (
    formats.clock,
    formats.partial,
    formats.years,
    formats.percent,
    formats.size,
    formats.machine,
    formats.number,
):
    register.filter(word.__name__, word)


@register.filter
def day(value, weekday=""):
    """`{{ call.closes_at|day }}`, or with its weekday: `|day:"weekday"`."""
    return formats.day(value, weekday=weekday == "weekday")


@register.filter
def moment(value, weekday=""):
    return formats.moment(value, weekday=weekday == "weekday")


@register.filter
def until(start, end):
    """`{{ call.project_from|until:call.project_until }}`: a span of two partial dates."""
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
    """The text of a field; when it fell back to Dutch it is wrapped in `lang="nl"`."""
    content, language = text_of(record, field)
    if language == active() or not content:
        return content
    return format_html('<span lang="{}">{}</span>', HTML_CODES[language], content)


@register.filter
def name(record, field):
    """Like `text`, and says "(in Dutch)" behind a text that fell back: for lists and links."""
    content, language = text_of(record, field)
    if language == active() or not content:
        return content
    return format_html(
        '<span lang="{}">{}</span> ({})', HTML_CODES[language], content, gettext("in Dutch")
    )


@register.filter
def prose(record, field):
    """Sanitised HTML of a field in a block of its own, marked `lang="nl"` when it fell back.

    Its headings begin at h3, under the h2 of the section around it, whatever the editor chose.
    """
    return _prose(record, field, level=3)


@register.filter
def page_prose(record, field):
    """Like `prose`, for the text of a whole page: its headings begin at h2."""
    return _prose(record, field, level=2)


def _prose(record, field, level):
    content, language = text_of(record, field)
    html = headings_from(level, clean_prose(content))  # clean at render too: nothing else gets out
    if not html:
        return ""
    attribute = format_html(' lang="{}"', HTML_CODES[language]) if language != active() else ""
    return mark_safe(f'<div class="prose"{attribute}>{html}</div>')  # noqa: S308 sanitised above


def headings_from(level, html):
    """The same HTML with its headings moved up or down, so that the highest is of this level."""
    found = [int(digit) for digit in HEADING.findall(html)]
    shift = level - min(found, default=level)
    return HEADING.sub(lambda match: match[0].replace(match[1], str(int(match[1]) + shift)), html)


@register.filter
def content(record, field):
    """The bare text of a field, for attributes and titles, where no markup can stand."""
    return text_of(record, field).content


@register.filter
def is_translated(record):
    """Whether the record exists in the language of the page."""
    return active() in record.languages


@register.filter
def labels(record, field):
    """The chosen labels of a field with several choices."""
    return record._meta.get_field(field).labels(getattr(record, field))


@register.simple_tag(takes_context=True)
def json_ld(context, kind, record, **facts):
    """A schema.org description of a record as linked data. Facts that are empty are left out.

    It is data, not script: nothing runs, and the `<` that could end the element is escaped.
    """
    request = context["request"]
    about = {"@context": "https://schema.org", "@type": kind, "inLanguage": active()}
    if record:
        about["url"] = request.build_absolute_uri(record.get_absolute_url())
    about |= {name: str(value) for name, value in facts.items() if value}
    data = json.dumps(about, ensure_ascii=False).translate(
        {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    )
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 escaped above


@register.filter
def heading(record, shape="text"):
    """The name of any record as its own page has it; shape "name" also says when it is in Dutch."""
    owner, field, rest = heading_parts(record)
    shown = name(owner, field) if shape == "name" else text(owner, field)
    return format_html("{} {}", shown, rest) if rest else shown


@register.filter
def public_changes(record):
    """What readers were told of changes to this page so far, newest first."""
    return record.changes.public()


@register.filter
def with_former_files(documents):
    documents = list(documents)
    prefetch_related_objects(documents, "former")
    return documents


@register.filter
def public(record):
    """The record when the public may see it, else None: a draft is not even named."""
    return record if record and record.is_published() else None
