"""Links to the history of a page, made without a query since every page has one."""

from django import template

from portal.archive.addresses import format_url_instant
from portal.i18n.addresses import address

register = template.Library()

register.filter("url_instant", format_url_instant)


@register.filter
def history_url(record):
    return address("history", record._meta.model_name, record.pk)
