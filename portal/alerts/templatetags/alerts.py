"""The link to the page of e-mail alerts on other pages, and texts inside mails."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from calls.wording import with_language_note
from portal.i18n.formats import NBSP, THIN
from portal.publishing.atom import html_with_lang

register = template.Library()
register.filter("in_language", html_with_lang)


@register.filter
def in_plain_words(text):
    """A Text without markup, for plain text: what is in Dutch says so."""
    return " ".join(with_language_note(text).replace(NBSP, " ").replace(THIN, " ").split())


@register.filter
def underlined(text, sign):
    return sign * min(len(text), 72)


@register.simple_tag
def alerts_url(about, record=None, query=""):
    """The page where one asks for mails about a record or a list; '' while there are none, and for
    a record that cannot be followed."""
    is_hidden = record and (record.is_example or not record.is_published())
    if is_hidden or not settings.ALERTS:
        return ""
    asked = urlencode({"about": about} | ({"id": record.pk} if record else {}))
    return f"{reverse('alerts:sign_up')}?{asked}{'&' if query else ''}{query}"
