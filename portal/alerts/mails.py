"""The mails themselves: plain text and HTML with the same content, in the subscriber's language.

No image and nothing else is loaded from anywhere, so no mail tells that it was read.
"""

from email.utils import formataddr, formatdate, parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from calls.ical import calendar_text
from calls.models import Call
from portal.alerts import links
from portal.alerts.contents import announced, dated_calls, items_of
from portal.alerts.models import Delivery
from portal.alerts.subjects import path_of, sign_up_path, title_of
from portal.i18n.addresses import absolute, address, host
from portal.i18n.languages import HTML_CODES, active
from portal.publishing import clock

Kind = Delivery.Kind


def mail_of(delivery, at, kept):
    """The message of a delivery, made for an instant; None when there is nothing to tell."""
    subscriber = delivery.subscriber
    with override(subscriber.language), clock.frozen_at(at):
        if delivery.kind in {Kind.DIGEST, Kind.URGENT}:
            return news_mail(delivery, subscriber, at, kept)
        return link_mail(delivery, subscriber)


def news_mail(delivery, subscriber, at, kept):
    items = items_of(announced(delivery, kept), subscriber, at, kept)
    if not items:
        return None
    unsubscribe = links.unsubscribe_url(subscriber, delivery.created_at)
    manage = links.manage_url(subscriber, delivery.created_at)
    context = {"items": items, "unsubscribe": unsubscribe, "manage": manage}
    message = message_of(delivery, subject_of(items), "news", context)
    message.extra_headers |= {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<alerts.{host()}>",
    }
    if keys := tuple(call.pk for call in dated_calls(items, at)):
        calendar = kept.get(("calendar", active(), keys), partial(calendar_of, keys))
        message.attach(_("deadlines.ics"), calendar, "text/calendar")
    return message


def subject_of(items):
    first, others = items[0].headline, len(items) - 1
    if not others:
        return first
    more = ngettext("%(first)s, and %(n)d more page", "%(first)s, and %(n)d more pages", others)
    return more % {"first": first, "n": others}


def calendar_of(keys):
    """The same entries as the calendars of the site have: a client puts them over what it has."""
    found = Call.objects.filter(pk__in=keys).order_by("pk").for_calendar()
    return calendar_text(_("Project calls"), found, absolute).decode()


def link_mail(delivery, subscriber):
    """A mail with a link in it, which somebody asked for on the site."""
    subscription = delivery.subscription
    context = {"hours": links.CONFIRM_WITHIN.total_seconds() // 3600}
    if subscription:
        subject = subscription.subject
        context["title"], page = title_of(subject), path_of(subject)
        context["page"] = page and absolute(page)
        context["again"] = absolute(sign_up_path(subject))
    if delivery.kind == Kind.CONFIRM:
        context["link"] = links.confirm_url(subscription, delivery.created_at)
        return message_of(delivery, _("Confirm your subscription"), "confirm", context)
    context["link"] = links.manage_url(subscriber, delivery.created_at)
    context["days"] = links.MANAGE_WITHIN.days
    if delivery.kind == Kind.KNOWN:
        return message_of(delivery, _("You already get these emails"), "known", context)
    return message_of(delivery, _("Your link to change your emails"), "manage_link", context)


def message_of(delivery, subject, template, context):
    subject = " ".join(subject.split())
    privacy = absolute(address("privacy"))
    context |= {"subject": subject, "privacy": privacy, "home": absolute(address("home"))}
    context["language"] = HTML_CODES[delivery.subscriber.language]
    text = render_to_string(f"alerts/mail/{template}.txt", context)
    html = render_to_string(f"alerts/mail/{template}.html", context)
    message = EmailMultiAlternatives(
        subject,
        text.strip() + "\n",
        from_email=envelope_sender(delivery),
        to=[delivery.subscriber.email],
        headers={
            "From": settings.ALERTS_FROM,
            "Message-ID": f"<{delivery.token}@{host()}>",
            "Date": formatdate(delivery.created_at.timestamp(), localtime=True),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": delivery.subscriber.language,
        },
    )
    message.attach_alternative(html.strip() + "\n", "text/html")
    return message


def envelope_sender(delivery):
    """To where what cannot be delivered goes: an address that names the mail, if one is set."""
    local, at_sign, domain = settings.ALERTS_BOUNCES_TO.partition("@")
    if at_sign:
        return f"{local}+{delivery.token}@{domain}"
    return formataddr(("", parseaddr(settings.ALERTS_FROM)[1]))
