"""Links to the history of a page, made without a query since every page has one."""

from django import template
from django.urls import reverse

from portal.archive.views import format_url_instant

register = template.Library()

register.filter("url_instant", format_url_instant)


@register.filter
def history_url(record):
    return reverse("history", args=[record._meta.model_name, record.pk])
