"""Keeps every page as it is public: shows it as a reader gets it and stores its main part.

`keep(record)` is for whoever changes something, inside the transaction of the change: then a crash
leaves the old page with the old history or the new page with the new, never a page without its
version, as doing it after the commit could. `keep_all()` is for the clock: it finds what turned by
itself since the last run and shows it as on that instant, however late the run is; `keep_up()` does
so for one record when someone reads its history before that.
"""

import datetime
import logging
import re
from html.parser import HTMLParser
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from portal.archive.facts import facts_of
from portal.archive.models import PublicVersion
from portal.i18n.languages import CODES, heading_text
from portal.publishing import clock
from portal.publishing.canonical import canonical_json, hash_of
from portal.publishing.children import rows_of
from portal.publishing.internal_client import internal_get
from portal.publishing.models import publishable_models

logger = logging.getLogger(__name__)
EMPTY_LINES = re.compile(r"[ \t]*\n[ \t\n]*")  # not \s: a space that does not break is text
MICROSECOND = datetime.timedelta(microseconds=1)  # what databases tell apart


class NotShown(Exception):
    """A public record whose page does not answer: nothing that can be kept."""


def keep(record, at=None):
    """After a change: keep a record, and the records that are part of it, as they are now."""
    at = at or timezone.now()
    with transaction.atomic():
        return sum(keep_one(type(one), one.pk, at) for one in (record, *parts_of(record)))


def keep_page(record, **of_signal):
    """What changed is kept with the change; a page that cannot be shown does not stop it."""
    try:
        with transaction.atomic():
            keep(record)
    except NotShown:
        logger.exception("The page of %r could not be kept", record)


def keep_all(at=None):
    """Keep what changed or turned by itself since it was last kept; safe to repeat.

    Returns how many versions were written.
    """
    at = at or timezone.now()
    count = 0
    for model in publishable_models():
        once_public = model._base_manager.exclude(state=model.State.DRAFT)
        current = PublicVersion.objects.of_kind(model).current().values_list("object_id", flat=True)
        for pk in sorted({*once_public.values_list("pk", flat=True), *current}):
            try:
                with transaction.atomic():
                    count += keep_one(model, pk, at, by_itself=True)
            except NotShown:  # the others are kept
                logger.exception("The page of %s %s could not be kept", model.__name__, pk)
    return count


def keep_up(record):
    """Keep what turned by itself, before someone reads the history: the clock may come later."""
    at = clock.now()
    newest = PublicVersion.objects.for_object(record, record.pk).defer("main", "facts").first()
    if newest is None or turns(record, newest, at):
        with transaction.atomic():
            keep_one(type(record), record.pk, at, by_itself=True)


def parts_of(record):
    """The records that are public only with this one, such as the calls of a series."""
    for model in publishable_models():
        if model.parent_field and model._meta.get_field(model.parent_field).related_model is type(
            record
        ):
            yield from model._base_manager.filter(**{model.parent_field: record})


def keep_one(model, pk, at, by_itself=False):
    record = model._base_manager.select_for_update().filter(pk=pk).first()
    versions = PublicVersion.objects.for_object(model, pk)
    newest = versions.defer("main", "facts").first()
    if newest:  # clocks of two machines can differ
        at = max(at, newest.public_until or newest.public_from + MICROSECOND)
    if not record:
        versions.end(at)
        return 0
    facts = facts_of(record)
    is_changed = newest is None or newest.facts_hash != hash_of(canonical_json(facts))
    # Once the facts are others, how the page turned before that cannot be shown any more.
    turned = turns(record, newest, at) if by_itself and (newest is None or not is_changed) else []
    count = 0
    for instant in sorted({*turned, at}):
        if not record.is_published(instant):
            versions.end(instant)
        elif is_changed or instant in turned or not versions.current().exists():
            versions.end(instant)
            count += write(record, facts, instant)
            is_changed = False
    return count


def turns(record, newest, at):
    """The instants since the newest version at which a page turned by its own dates, in order.

    Without a version it begins when the page became public; without that instant, it begins now.
    """
    if newest:
        since = (newest.public_until or newest.public_from) + MICROSECOND
    else:
        wholes = filter(None, (record, record.parent_record))
        since = max((one.publish_at for one in wholes if one.publish_at), default=None)
    return [instant for instant in dates_of(record) if since and since <= instant <= at]


def dates_of(record):
    with_dates = [
        rows for rows in rows_of(record).values() if hasattr(rows.model, "scheduled_transitions")
    ]
    return sorted(
        value - before
        for one in filter(None, (record, record.parent_record, *chain(*with_dates)))
        for column, before in one.scheduled_transitions()
        if (value := getattr(one, column))
    )


def write(record, facts, at):
    for code in CODES:
        with override(code):
            address, title = record.get_absolute_url(), heading_text(record)
        PublicVersion.objects.create(
            record=record,
            language=code,
            public_from=at,
            title=title.content,
            title_language=title.language,
            main=main_as_on(at, address),
            facts=facts,
        )
    return len(CODES)


def main_as_on(at, address):
    """What stands in the main part of a page at an instant, as the public site answers."""
    response = internal_get(address, at=at)
    if response.status_code != 200:
        raise NotShown(f"{address} answers {response.status_code}")
    part = MainPart()
    part.feed(response.content.decode())
    return EMPTY_LINES.sub("\n", "".join(part.copied)).strip()


VOID = set("area base br col embed hr img input link meta source track wbr".split())


class MainPart(HTMLParser):
    """Copies what stands inside <main>, letter for letter.

    Forms are left out, and what is not printed: buttons, days left, links for following.
    """

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.copied, self.depth, self.left_out = [], 0, None

    def copy(self, text):
        if self.depth and self.left_out is None:
            self.copied.append(text)

    def handle_starttag(self, tag, attrs):
        if not self.depth:
            self.depth = int(tag == "main")
            return
        if tag in VOID:
            self.copy(self.get_starttag_text())
            return
        classes = (dict(attrs).get("class") or "").split()
        if self.left_out is None and (tag == "form" or "no-print" in classes):
            self.left_out = self.depth
        self.copy(self.get_starttag_text())
        self.depth += 1

    def handle_startendtag(self, tag, attrs):
        self.copy(self.get_starttag_text())

    def handle_endtag(self, tag):
        if not self.depth:
            return
        self.depth -= 1
        if self.depth == self.left_out:
            self.left_out = None
        else:
            self.copy(f"</{tag}>")

    def handle_data(self, data):
        self.copy(data)

    def handle_entityref(self, name):
        self.copy(f"&{name};")

    def handle_charref(self, name):
        self.copy(f"&#{name};")
