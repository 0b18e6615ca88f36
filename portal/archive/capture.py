"""Captures public pages: renders each as readers get it and stores its main part.

`capture(record)` is called inside the transaction of a change, so that a page is never committed
without its version, as could happen after a crash if it ran on commit. `capture_all()` is for a
scheduled command: it also captures pages at the instants at which their own dates changed them
since the last run, however late it runs. `capture_due()` does so for one record, when its history
is read before the command ran.
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
from portal.publishing.models import dependents_of, publishable_models

logger = logging.getLogger(__name__)
EMPTY_LINES = re.compile(r"[ \t]*\n[ \t\n]*")  # not \s: no-break spaces are text
MICROSECOND = datetime.timedelta(microseconds=1)  # the resolution of the databases


class PageNotRendered(Exception):
    """The page of a public record does not respond with 200, so it cannot be captured."""


def capture(record, at=None):
    """Capture a record and its dependents after a change; returns the number of new versions."""
    at = at or timezone.now()
    with transaction.atomic():
        records = (record, *dependents_of(record))
        return sum(capture_one(type(each), each.pk, at) for each in records)


def capture_changed_page(record, **kwargs):
    """Receiver of `page_changed`; a page that cannot be rendered does not prevent the change."""
    try:
        with transaction.atomic():
            capture(record)
    except PageNotRendered:
        logger.exception("The page of %r could not be captured", record)


def capture_all(at=None):
    """Capture all pages that changed, also by their own dates, since the last time; idempotent.

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
                    count += capture_one(model, pk, at, with_transitions=True)
            except PageNotRendered:  # continue with the others
                logger.exception("The page of %s %s could not be captured", model.__name__, pk)
    return count


def capture_due(record):
    """Capture the transitions of a record that `capture_all` has not captured yet."""
    at = clock.now()
    newest = PublicVersion.objects.for_object(record, record.pk).defer("main", "facts").first()
    if newest is None or missed_transitions(record, newest, at):
        with transaction.atomic():
            capture_one(type(record), record.pk, at, with_transitions=True)


def capture_one(model, pk, at, with_transitions=False):
    """Write the versions of one record up to an instant, and return how many were written.

    The record is locked. `with_transitions` also captures the page at each missed transition.
    """
    record = model._base_manager.select_for_update().filter(pk=pk).first()
    versions = PublicVersion.objects.for_object(model, pk)
    newest = versions.defer("main", "facts").first()
    if newest:  # the clocks of two machines can differ: versions must not overlap
        at = max(at, newest.public_until or newest.public_from + MICROSECOND)
    if not record:
        versions.end(at, is_withdrawal=True)
        return 0
    facts = facts_of(record)
    is_changed = newest is None or newest.facts_hash != hash_of(canonical_json(facts))
    # After a change of the facts, the page as it was at earlier transitions cannot be rendered.
    can_render_past = newest is None or not is_changed
    transitions = []
    if with_transitions and can_render_past:
        transitions = missed_transitions(record, newest, at)
    count = 0
    for instant in sorted({*transitions, at}):
        if not record.is_published(instant):
            versions.end(instant, is_withdrawal=True)
        elif is_changed or instant in transitions or not versions.current().exists():
            versions.end(instant)
            count += write_versions(record, facts, instant)
            is_changed = False
    return count


def missed_transitions(record, newest, at):
    """The transitions of a record after its newest version, until `at`, in order.

    Without a version these are all since its publication; if that instant is not known either,
    there are none.
    """
    if newest:
        since = (newest.public_until or newest.public_from) + MICROSECOND
    else:
        owners = filter(None, (record, record.parent_record))
        since = max((owner.publish_at for owner in owners if owner.publish_at), default=None)
    return [instant for instant in transitions_of(record) if since and since <= instant <= at]


def transitions_of(record):
    """The instants at which the dates of a record, its parent or its rows change its page."""
    with_dates = [
        rows for rows in rows_of(record).values() if hasattr(rows.model, "scheduled_transitions")
    ]
    return sorted(
        value - before
        for owner in filter(None, (record, record.parent_record, *chain(*with_dates)))
        for column, before in owner.scheduled_transitions()
        if (value := getattr(owner, column))
    )


def write_versions(record, facts, at):
    """Write a version in each language; returns how many."""
    for code in CODES:
        with override(code):
            address, title = record.get_absolute_url(), heading_text(record)
        PublicVersion.objects.create(
            record=record,
            language=code,
            public_from=at,
            title=title.content,
            title_language=title.language,
            main=render_main(address, at),
            facts=facts,
        )
    return len(CODES)


def render_main(address, at):
    """The HTML inside <main> of a public page at an instant; raises PageNotRendered."""
    response = internal_get(address, at=at)
    if response.status_code != 200:
        raise PageNotRendered(f"{address} answers {response.status_code}")
    parser = MainPart()
    parser.feed(response.content.decode())
    return EMPTY_LINES.sub("\n", "".join(parser.copied)).strip()


VOID_ELEMENTS = set("area base br col embed hr img input link meta source track wbr".split())


class MainPart(HTMLParser):
    """Copies the markup inside <main> verbatim, without forms and elements of class `no-print`.

    Those are what is not content: buttons, days left, links to follow the page. `depth` counts open
    elements, `skipped_from` is the depth of the element that is being left out, if any.
    """

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.copied, self.depth, self.skipped_from = [], 0, None

    def copy(self, text):
        if self.depth and self.skipped_from is None:
            self.copied.append(text)

    def handle_starttag(self, tag, attrs):
        if not self.depth:
            self.depth = int(tag == "main")
            return
        if tag in VOID_ELEMENTS:
            self.copy(self.get_starttag_text())
            return
        classes = (dict(attrs).get("class") or "").split()
        if self.skipped_from is None and (tag == "form" or "no-print" in classes):
            self.skipped_from = self.depth
        self.copy(self.get_starttag_text())
        self.depth += 1

    def handle_startendtag(self, tag, attrs):
        self.copy(self.get_starttag_text())

    def handle_endtag(self, tag):
        if not self.depth:
            return
        self.depth -= 1
        if self.depth == self.skipped_from:
            self.skipped_from = None
        else:
            self.copy(f"</{tag}>")

    def handle_data(self, data):
        self.copy(data)

    def handle_entityref(self, name):
        self.copy(f"&{name};")

    def handle_charref(self, name):
        self.copy(f"&#{name};")
