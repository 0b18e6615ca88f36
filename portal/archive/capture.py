"""Captures public pages: renders each as readers get it and stores its main part.

`capture(record)` is called inside the transaction of a change, so that a page is never committed
without its version, as could happen after a crash if it ran on commit. What other pages show of a
record differs from them at the same instant: `capture_page()` looks at one page, whatever it is of,
and is called for each when a reader got it anew and when portal/keeping walks past all of them.
`capture_due()` captures what the history of one page lacks, when that is read before.
"""

import datetime
import logging
import re
from contextlib import suppress
from html import unescape
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override

from portal.archive.facts import facts_of, name_in, withdrawal_facts
from portal.archive.main_part import PageNotRendered, render
from portal.archive.models import Page, PublicVersion
from portal.i18n.languages import CODES, Text, active
from portal.publishing import clock
from portal.publishing.canonical import canonical_json, hash_of
from portal.publishing.children import rows_of
from portal.publishing.models import dependents_of, publishable_models

logger = logging.getLogger(__name__)
MICROSECOND = datetime.timedelta(microseconds=1)  # the resolution of the databases
NO_PAGE = {301, 404}  # it moved, or there is none
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
LANGUAGE = re.compile(r'lang="(\w\w)')


def capture(record, at=None):
    """Capture a record and its dependents after a change; returns the number of new versions."""
    at = at or timezone.now()
    with transaction.atomic():
        count = capture_record(type(record), record.pk, at, look=True)
        return count + sum(
            capture_record(type(each), each.pk, at) for each in dependents_of(record)
        )


def capture_changed_page(record, **kwargs):
    """Receiver of `page_changed`; a page that cannot be rendered does not prevent the change."""
    try:
        with transaction.atomic():
            capture(record)
    except PageNotRendered:
        logger.exception("The page of %r could not be captured", record)


def known_records():
    """Every record with a page that is public, or was when it was last captured, as it is here."""
    for model in publishable_models():
        once_public = model._base_manager.exclude(state=model.State.DRAFT)
        current = PublicVersion.objects.of_kind(model).current().values_list("object_id", flat=True)
        for pk in sorted({*once_public.values_list("pk", flat=True), *current}):
            yield model(pk=pk)


def capture_page(owner, at):
    """Capture what is different of the page of a record, or of a Page; returns how many versions.

    A record may have its key alone, and be gone. A page that cannot be rendered is left out.
    """
    try:
        with transaction.atomic():
            if isinstance(owner, Page):
                return capture_other(owner, at)
            transitions = {"with_transitions": True, "look": True}
            return capture_record(type(owner), owner.pk, at, **transitions)
    except PageNotRendered:  # continue with the others
        logger.exception("The page of %s %s could not be captured", type(owner).__name__, owner.pk)
        return 0


def capture_read(owner, language, shown, at):
    """Capture a page as a reader got it at an instant, in that language alone.

    It must be what the page is now. Nothing is rendered, unless the page missed a transition or was
    withdrawn or published meanwhile: then all languages are captured.
    """
    versions = PublicVersion.objects.for_object(owner, owner.pk).defer("main", "facts")
    with transaction.atomic():
        owner = locked(owner)  # as it is stored: a view loads a part of its rows
        if owner is None:
            return 0
        if missed_transitions(owner, versions.first(), at):
            return capture_page(owner, at)
        newest = versions.filter(language=language).first()
        if newest and at <= newest.public_from:  # somebody was faster
            return 0
        was_withdrawn = bool(newest) and newest.is_withdrawn
        if not isinstance(owner, Page) and (shown.is_withdrawn or was_withdrawn):
            return capture_page(owner, at)
        facts = facts_behind(owner, at, shown.is_withdrawn)
        return store(owner, {language: shown}, facts, at, only_different=True)


def locked(owner):
    """Nobody else captures this page until the end of the transaction."""
    if isinstance(owner, Page):
        Page.objects.bulk_create([owner], ignore_conflicts=True)
    return type(owner)._base_manager.select_for_update().filter(pk=owner.pk).first()


def capture_due(owner):
    """Capture what the history of a page lacks: any version of it, in the active language too, or
    the transitions of its record."""
    at = clock.now()
    versions = PublicVersion.objects.for_object(owner, owner.pk).defer("main", "facts")
    newest = versions.filter(language=active()).first()
    if newest is None and versions.exists():
        with suppress(PageNotRendered):
            capture_read(owner, active(), render_page(owner, at), at)
    elif missed_transitions(owner, newest, at) if newest else was_public(owner, at):
        capture_page(owner, at)


# Pages of records


def capture_record(model, pk, at, with_transitions=False, look=False):
    """Write the versions of one record up to an instant, and return how many were written.

    The record is locked. `with_transitions` also captures the page at each missed transition.
    `look` also renders a page whose facts are the same: it shows something of other records too.
    """
    record = model._base_manager.select_for_update().filter(pk=pk).first()
    versions = PublicVersion.objects.for_object(model, pk)
    newest = versions.defer("main", "facts").first()
    at = after(newest, at)
    if not record:
        versions.end(at, is_withdrawal=True)
        return 0
    is_changed = newest is None or is_other(record, newest)
    # After a change, the page as it was at earlier transitions cannot be rendered.
    can_render_past = not (is_changed if newest else was_withdrawn_by_hand(record))
    transitions = []
    if with_transitions and can_render_past:
        transitions = missed_transitions(record, newest, at)
    count = 0
    for instant in sorted({*transitions, at}):
        count += capture_record_at(record, instant, is_changed or instant in transitions, look)
        is_changed = False
    return count


def capture_record_at(record, at, anew, look):
    """Write the versions of one record that begin at an instant: all, if `anew` or there are none,
    else those that are different, if `look`. Returns how many.

    Readers find the page itself, or else why it was withdrawn.
    """
    versions = PublicVersion.objects.for_object(record, record.pk)
    is_withdrawn = not record.is_published(at)
    if is_withdrawn:
        versions.of_public_pages().end(at, is_withdrawal=True)
    has_none = not versions.current().filter(is_withdrawn=is_withdrawn).exists()
    if not (anew or look or has_none):
        return 0
    try:
        shown = shown_of(record, at) if was_public(record, at) else {}
    except PageNotRendered as error:
        if not (is_withdrawn and error.status in NO_PAGE):
            raise
        shown = {}
    if not shown:
        versions.end(at, is_withdrawal=True)
        return 0
    facts = facts_behind(record, at, is_withdrawn)
    return store(record, shown, facts, at, only_different=not (anew or has_none))


def was_public(owner, at):
    """Whether readers could find a page at an instant or before; a draft was never there."""
    return isinstance(owner, Page) or (owner.state != owner.State.DRAFT and owner.has_begun(at))


def is_other(record, newest):
    """Whether somebody changed the facts of a record since its newest version, or withdrew it.

    What the clock alone brings, such as a call of a series that is public since, is no change.
    """
    facts = facts_behind(record, newest.public_from, newest.is_withdrawn)
    return newest.facts_hash != hash_of(canonical_json(facts)) or (
        was_withdrawn_by_hand(record) and not newest.is_withdrawn
    )


def was_withdrawn_by_hand(record):
    both = filter(None, (record, record.parent_record))
    return any(each.state == each.State.WITHDRAWN for each in both)


def after(newest, at):
    """An instant at which a version may begin: the clocks of two machines can differ, and versions
    must not overlap."""
    return max(at, newest.public_until or newest.public_from + MICROSECOND) if newest else at


def missed_transitions(record, newest, at):
    """The transitions of a record after its newest version, until `at`, in order.

    Without a version these are all since its publication; if that instant is not known either,
    there are none. A page of no record has none of its own.
    """
    if isinstance(record, Page):
        return []
    if newest:
        since = (newest.public_until or newest.public_from) + MICROSECOND
    else:
        owners = filter(None, (record, record.parent_record))
        since = max((owner.publish_at for owner in owners if owner.publish_at), default=None)
    is_gone = newest and newest.is_withdrawn and not record.is_readable()
    instants = withdrawals_of(record) if is_gone else transitions_of(record)
    return [instant for instant in instants if since and since <= instant <= at]


def withdrawals_of(record):
    """The planned ones, of a record or its parent: a page that is gone changes at no other date."""
    both = filter(None, (record, record.parent_record))
    return sorted(each.withdrawn_since for each in both if each.withdrawn_since)


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


# Pages of no record


def capture_other(page, at):
    """Write the versions of a page of no record whose text is different; returns how many."""
    locked(page)
    versions = PublicVersion.objects.for_object(Page, page.pk)
    at = after(versions.defer("main", "facts").first(), at)
    try:
        shown = shown_of(page, at)
    except PageNotRendered as error:
        if error.status not in NO_PAGE:
            raise
        versions.end(at, is_withdrawal=True)
        return 0
    return store(page, shown, facts_behind(page, at), at, only_different=True)


# Both


def render_page(owner, at):
    """What readers find at the address of a page in the active language; raises PageNotRendered."""
    address = owner.get_absolute_url()
    if not address:
        raise PageNotRendered(owner, 404)
    return render(address, at=at)


def shown_of(owner, at):
    """{language: what readers find}; raises PageNotRendered."""
    shown = {}
    for code in CODES:
        with override(code):
            shown[code] = render_page(owner, at)
    return shown


def facts_behind(owner, at, is_withdrawn=False):
    with clock.frozen_at(at):
        if isinstance(owner, Page):
            return owner.place.facts()
        return withdrawal_facts(owner) if is_withdrawn else facts_of(owner)


def heading_of(owner, language, shown):
    """The title of a page in a language, as a Text; that of before, once a Page is gone."""
    if not isinstance(owner, Page):
        return name_in(owner, language)
    versions = PublicVersion.objects.for_object(Page, owner.pk).filter(language=language)
    before = versions.defer("main", "facts").first() if shown.is_gone else None
    if before:
        return Text(before.title, before.title_language)
    return heading_in(shown.main, language)


def heading_in(main, language):
    heading = HEADING.search(main)
    text = heading[1] if heading else ""
    own = LANGUAGE.search(text)
    title = " ".join(unescape(strip_tags(text)).split())
    return Text(title, own[1] if own else language)


def store(owner, shown, facts, at, only_different):
    """Store the versions of a page that begin at an instant, {language: what readers find}."""
    versions = PublicVersion.objects.for_object(owner, owner.pk)
    if only_different:
        known = {version.language: version for version in versions.current()}
        of_facts = hash_of(canonical_json(facts))
        shown = {
            code: found
            for code, found in shown.items()
            if code not in known or not known[code].says(found, of_facts)
        }
    withdrawn = [code for code, found in shown.items() if found.is_withdrawn]
    versions.filter(language__in=withdrawn).of_public_pages().end(at, is_withdrawal=True)
    versions.filter(language__in=shown).end(at)
    for code, found in shown.items():
        title = heading_of(owner, code, found)
        PublicVersion.objects.create(
            record=owner,
            language=code,
            public_from=at,
            title=title.content,
            title_language=title.language,
            main=found.main,
            is_withdrawn=found.is_withdrawn,
            facts=facts,
        )
    return len(shown)
