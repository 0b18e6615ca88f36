"""Template filters: texts marked with their own language, dates and money in words, JSON-LD."""

import re

from django import template
from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from portal import countries
from portal.i18n import formats
from portal.i18n.languages import HTML_CODES, active, heading_parts, text_of
from portal.publishing import clock, linked_data
from portal.publishing.fields import clean_prose
from portal.publishing.shelf import Shelf

register = template.Library()

HEADING = re.compile(r"</?h([1-6])\b")
FRAME = (
    '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none"'
    ' stroke="currentColor" stroke-width="2">{}</svg>\n'
)
SHAPES = {
    "ring": '<circle cx="8" cy="8" r="6"/>',
    "disc": '<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/>',
    "clock": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4v4.5h3.5"/>',
    "square": '<path fill="currentColor" stroke="none" d="M2 2h12v12H2z"/>',
    "check": '<path d="m2 8.5 4 4 8-9" stroke-width="2.5"/>',
    "cross": '<path d="m3 3 10 10M13 3 3 13" stroke-width="2.5"/>',
    "example": '<path d="m8 1.5 6.5 6.5L8 14.5 1.5 8z"/>',
    "menu": '<path d="m5 2 6 6-6 6"/>',
    "search": '<circle cx="6.5" cy="6.5" r="4.5"/><path d="m10 10 4.5 4.5"/>',
    "remove": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "document": '<path d="M3 1h6l4 4v10H3zM9 1v4h4"/>',
    "calendar": '<path d="M2 3h12v11H2zM2 7h12M5 1v3M11 1v3"/>',
    "mail": '<path d="M1 3h14v10H1zm0 1 7 5 7-5"/>',
    "previous": '<path d="m10 3-5 5 5 5"/>',
    "next": '<path d="m6 3 5 5-5 5"/>',
}
ICONS = {
    name: mark_safe(FRAME.format("icon icon--menu" if name == "menu" else "icon", shape))  # noqa: S308 all from here
    for name, shape in SHAPES.items()
}
ORGANISATIONS = {"provider", "funder"}  # properties of JSON-LD
KEPT = Shelf(300)
LONGEST_KEY = 2000  # characters

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
def end_moment(value, weekday=""):
    """`{{ call.closing|end_moment }}`: until when; a midnight is the end of the day before."""
    return formats.end_moment(value, weekday=weekday == "weekday")


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
    """A schema.org description of a record as JSON-LD, with the page that it is on."""
    description = {"@type": kind}
    if record:
        description["@id"] = context.get("identifier")
        url = context["request"].build_absolute_uri(record.get_absolute_url())
        description |= {"url": url, "mainEntityOfPage": linked_data.web_page(url)}
    else:
        description["inLanguage"] = HTML_CODES[active()]
    description |= {name: str(value) for name, value in facts.items() if value}
    for role in ORGANISATIONS & description.keys():
        description[role] = {"@type": "Organization", "name": description[role]}
    return linked_data.script(description)


@register.filter
def authority_address(code):
    """The address of a country in the table of the European Union; '' for another code."""
    return countries.authority_address(code) or ""


@register.simple_block_tag(takes_context=True)
def breadcrumbs(context, content):
    """The trail in the block, and the same for search engines when it leads past the home page."""
    trail = linked_data.Trail(content).links
    if len(trail) < 2 or context.get("noindex"):
        return content
    description = linked_data.breadcrumbs(trail, context["request"].build_absolute_uri)
    return content + linked_data.script(description)


@register.filter
def heading(record, shape="text"):
    """The heading of any record's page; shape "name" adds "(in Dutch)" when it fell back."""
    owner, field, rest = heading_parts(record)
    shown = name(owner, field) if shape == "name" else text(owner, field)
    return format_html("{} {}", shown, rest) if rest else shown


@register.filter
def public_changes(record):
    """The change notes of a page that are public by now, newest first."""
    at = clock.now()
    return [note for note in record.changes.all() if note.at <= at]


@register.filter
def with_former_files(documents):
    """Those of `portal.publishing.page_rows` have them."""
    documents = list(documents)
    prefetch_related_objects(documents, "former")
    return documents


@register.filter
def public(record):
    """The record when it is public, else None: pages must not mention a draft."""
    return record if record and record.is_published() else None


@register.simple_tag(takes_context=True)
def page_address(context, query, number):
    """The address of a page of a list; the first one is the list itself."""
    parameters = [query, f"page={number}" if number > 1 else ""]
    asked = "&".join(filter(None, parameters))
    return f"?{asked}" if asked else context["request"].path


@register.filter
def page_numbers(page):
    """The numbers to show of a paginated list; None where some are left out."""
    number, last = page.number, page.paginator.num_pages
    first_near, last_near = max(1, number - 2), min(last, number + 2)
    before = [1, *([None] if first_near > 2 else [])] if first_near > 1 else []
    after = [*([None] if last_near < last - 1 else []), last] if last_near < last else []
    return [*before, *range(first_near, last_near + 1), *after]


@register.simple_tag
def icon(name):
    return ICONS[name]


class KeptNode(template.Node):
    def __init__(self, nodelist, key):
        self.nodelist, self.key = nodelist, key

    def render(self, context):
        key = tuple(str(part.resolve(context)) for part in self.key)
        if sum(map(len, key)) > LONGEST_KEY:  # somebody's invention, which nobody asks for again
            return self.nodelist.render(context)
        return KEPT.get(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser, token):
    """`{% kept "name" … %}`: rendered once per language until the content changes.

    Whatever else its content depends on follows the name.
    """
    _tag, *parts = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(part) for part in parts])
