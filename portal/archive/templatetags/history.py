"""Addresses of the history of a page: no query, so that every page can have the link."""

from django import template
from django.urls import reverse

from portal.archive.views import cited

register = template.Library()

register.filter(cited)


@register.filter
def history_url(record):
    return reverse("history", args=[record._meta.model_name, record.pk])
