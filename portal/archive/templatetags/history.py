"""Links to the history of a page, made without a query since every page has one."""

from django import template

from portal.archive.addresses import format_url_instant
from portal.archive.models import Page
from portal.archive.pages import place_of
from portal.i18n.addresses import address

register = template.Library()

register.filter("url_instant", format_url_instant)


@register.filter
def history_url(record):
    return address("history", record._meta.model_name, record.pk)


@register.simple_tag(takes_context=True)
def page_history_url(context, record=None):
    """The history of the requested page where that is of no record, else of a record; or ""."""
    request = context.get("request")
    is_whole = request is not None and not getattr(request, "is_error", False)
    if is_whole and (place := place_of(request)):
        return history_url(Page.at_place(place))
    return history_url(record) if record else ""
