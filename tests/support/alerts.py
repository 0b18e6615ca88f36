"""Subscribers and what they are sent, for tests."""

import datetime
import re
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import override

from portal.alerts import sending, subjects
from portal.alerts.contents import HEADLINES
from portal.alerts.models import Announcement, Reason, Subject, Subscriber, Subscription
from portal.revisions.models import Draft, Revision
from portal.revisions.publication import publish

LINK = re.compile(r"https?://[^\s\"<>]+")
MINUTE = datetime.timedelta(minutes=1)


def alerts_are_on(settings):
    settings.ALERTS = True
    settings.ALERTS_FROM = "Internationaal cultuurbeleid <portal@example.org>"


def headline(reason, title, language="nl"):
    """The subject of a mail that tells one thing of one page."""
    with override(language):
        return str(HEADLINES[reason]) % {"call": title}


def subject(kind, record=None, query="", language=""):
    found = Subject(kind=kind, object_id=record.pk if record else 0, query=query, language=language)
    return subjects.kept(found)


def subscribe(email, kind, record=None, *, since, language="nl", query="", reminders=None):
    """A confirmed subscription; the subscriber may have others."""
    subscriber, _is_new = Subscriber.objects.get_or_create(
        email=email, defaults={"language": language}
    )
    of_search = language if kind == Subject.Kind.SEARCH else ""
    subscription = Subscription.objects.create(
        subscriber=subscriber,
        subject=subject(kind, record, query, of_search),
        asked_at=since,
        confirmed_at=since,
    )
    if reminders is not None:
        subscription.reminders = reminders
        subscription.save()
    return subscription


def make_announcement(record, at=None, reason=Reason.CHANGE, key="1", **values):
    at = at or timezone.now()
    return Announcement.objects.create(
        record=record, reason=reason, key=key, at=at, found_at=at, due_at=at + 10 * MINUTE, **values
    )


def run(time_machine, at, mailoutbox):
    """Run `send_alerts` at an instant; returns the mails that it sent."""
    time_machine.move_to(at, tick=False)
    before = len(mailoutbox)
    sending.run()
    return mailoutbox[before:]


def publish_change(record, author, told="", why="", **fields):
    """Publish a change of a public record, as an editor does, with what readers are told."""
    live = Revision.objects.begin(record)
    data = {**live.data, "fields": live.data["fields"] | fields}
    notice = {"told_nl": told, "why_nl": why} if told or why else {"minor": True}
    revision = Revision.objects.draft(record, data, author, base=live, live=live, notice=notice)
    return publish(
        Draft.objects.create(record=record, author=author, revision=revision), revision, author
    )


def link_in(text, part):
    """The path of the link in a mail that has this part."""
    (found,) = {urlsplit(link).path for link in LINK.findall(text) if part in link}
    return found


def path_of(link):
    return urlsplit(link).path
