"""What needs someone today: the front page of the desk. Each row leads to where it is mended."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.models import Agreement
from calls.models import Call
from calls.status import Status
from policy.models import Framework
from portal.editing.links import form_url, places_to_show, replace_url, words_for
from portal.editing.publishable import PublishableAdmin
from portal.i18n.formats import day, moment, partial
from portal.i18n.languages import TRANSLATIONS, exists_in
from portal.i18n.partial_dates import last_day
from portal.links.models import Link
from portal.models import ServicePage
from portal.publishing.models import Document, Language
from portal.revisions.models import Draft
from portal.revisions.permissions import PUBLISH
from portal.revisions.workflow import name_of

SHOWN = 8  # rows of one kind; the list behind it has them all
SOON = timedelta(days=30)
AHEAD = timedelta(days=182)  # to renew an agreement takes months
STATES = {
    "missing": gettext_lazy("missing or incomplete"),
    "outdated": gettext_lazy("not up to date"),
}
REVIEW_EVERY = timedelta(days=365)


class Row(NamedTuple):
    name: str
    url: str
    note: str = ""


class Section(NamedTuple):
    title: str
    rows: list

    @property
    def shown(self):
        return self.rows[:SHOWN]

    @property
    def others(self):
        rest = len(self.rows) - SHOWN
        return ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest} if rest > 0 else ""


def page_of(record):
    return admin.site.get_model_admin(type(record))


def form_of(record):
    return page_of(record).form_url(record)


def worklist(request):
    """The sections that this person may do something about; only those with rows."""
    sections = [
        Section(_("Waiting for review"), in_review(request)),
        Section(_("My drafts"), mine(request)),
        Section(_("Goes live by itself"), approved(request)),
        Section(_("Deadlines in the next 30 days"), closing(request)),
        Section(_("Closed, the result is late"), late(request)),
        Section(_("Closed without a result"), without_result(request)),
        Section(_("Ends soon or has ended"), ending(request)),
        Section(_("Translations"), translations(request)),
        Section(_("Broken links"), broken(request)),
        Section(_("Documents without a language"), documents(request)),
        Section(_("Not reviewed for a year"), unreviewed(request)),
    ]
    return [section for section in sections if section.rows]


def drafts(request, **which):
    """Drafts of records that this person may see, each with its record."""
    records = GenericPrefetch("record", [Call.objects.select_related("series")])
    found = (
        Draft.objects.of_known_kinds()
        .filter(**which)
        .select_related("author", "revision")
        .prefetch_related(records)
    )
    return [
        draft
        for draft in found.prefetch_related(records)
        if draft.record and page_of(draft.record).has_view_permission(request, draft.record)
    ]


def in_review(request):
    return [
        Row(
            str(draft.record),
            page_of(draft.record).form_url(draft.record, "review"),
            _("%(author)s, asked on %(moment)s")
            % {"author": name_of(draft.author), "moment": moment(draft.asked_at)},
        )
        for draft in drafts(request, step=Draft.Step.REVIEW)
    ]


def mine(request):
    return [
        Row(str(draft.record), form_of(draft.record), draft.remark or moment(draft.saved_at))
        for draft in drafts(request, step=Draft.Step.WRITING, author=request.user)
    ]


def approved(request):
    return [
        Row(str(draft.record), form_of(draft.record), moment(draft.live_at))
        for draft in drafts(request, approved__isnull=False)
    ]


def public(request, model):
    """What is public of a kind of record that this person may see; nothing of examples."""
    if not admin.site.get_model_admin(model).has_view_permission(request):
        return model.objects.none()
    return model.objects.published().real()


def closing(request):
    until = timezone.now() + SOON
    calls = public(request, Call).open().filter(closing_instant__lte=until).soonest_first()
    return [
        Row(str(call), form_of(call), moment(call.closing))
        for call in calls.select_related("series")
    ]


def without_result(request):
    """Closed calls whose result is not late, or is not promised for any day; the newest first."""
    calls = public(request, Call).in_status(Status.CLOSED).select_related("series")
    newest_first = calls.order_by(F("closing_instant").desc(nulls_last=True))
    waiting = [call for call in newest_first if not call.decision_is_due()]
    closed = _("closed on %s")
    return [
        Row(str(call), form_of(call), closed % day(call.last_day) if call.closing else "")
        for call in waiting
    ]


def late(request):
    calls = public(request, Call).in_status(Status.CLOSED).exclude(decision_expected="")
    return [
        Row(
            str(call),
            form_of(call),
            _("expected by %(day)s") % {"day": partial(call.decision_expected)},
        )
        for call in calls.select_related("series")
        if call.decision_is_due()
    ]


def ending(request):
    """Agreements and frameworks that end within half a year, or ended without a successor."""
    until = timezone.localdate() + AHEAD
    agreements = public(request, Agreement).exclude(ends="").filter(successors=None)
    frameworks = public(request, Framework).filter(successor_framework=None, ends_on__lte=until)
    ends = [(one, last_day(one.ends)) for one in agreements]
    ends = [(one, end) for one, end in ends if end <= until]
    ends += [(one, one.ends_on) for one in frameworks]
    return [
        Row(str(one), form_of(one), day(end)) for one, end in sorted(ends, key=lambda row: row[1])
    ]


def translations(request):
    """Per kind of page and language how many are missing or behind; calls, which hurry, first."""
    rows = []
    for model, page in sorted(admin.site._registry.items(), key=lambda one: one[0] is not Call):
        if not isinstance(page, PublishableAdmin) or not page.has_view_permission(request):
            continue
        name, counts = capfirst(model._meta.verbose_name_plural), counted(public(request, model))
        for (code, state), count in counts.items():
            if count:
                url, words = list_of(page, code, state), f"{count} {STATES[state]}"
                rows.append(Row(f"{name}: {Language(code).label}", url, words))
    board = Row(_("All of them, the most urgent first"), reverse("translations"))
    return [board, *rows] if rows else []


def counted(records):
    """{(language, state): how many of these records}, in one query."""
    counts = {}
    for code in TRANSLATIONS:
        exists, changed = exists_in(records.model, code), f"changed_{code}"
        behind = Q(**{f"{changed}__isnull": True}) | Q(**{f"{changed}__lt": F("changed_nl")})
        outdated = exists & behind & Q(changed_nl__isnull=False)
        counts[f"{code}_there"] = Count("pk", filter=exists)
        counts[f"{code}_outdated"] = Count("pk", filter=outdated)
    found = records.order_by().aggregate(total=Count("pk"), **counts)
    return {
        (code, state): found["total"] - found[f"{code}_there"]
        if state == "missing"
        else found[f"{code}_outdated"]
        for code in TRANSLATIONS
        for state in STATES
    }


def list_of(page, code, state):
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"
    return f"{reverse(name)}?translation_{code}={state}&public=published"


def documents(request):
    return [
        Row(document.title, form_of(document.record), str(document.record))
        for document in Document.objects.filter(languages=[]).prefetch_related("record")
        if document.record and page_of(document.record).has_view_permission(request)
    ]


def broken(request):
    """Links that no longer work. Who publishes replaces one on all pages, others page by page."""
    found = Link.objects.broken().order_by("failed_since").prefetch_related(places_to_show())
    return [row for link in found for row in rows_of_broken(request, link)]


def rows_of_broken(request, link):
    pages = [
        record
        for record in dict.fromkeys(place.record for place in link.places.all())
        if record and page_of(record).may_change_all(request, record)
    ]
    address, words = Truncator(link.address).chars(80), words_for(link.answer)
    note = _("since %(day)s; %(answer)s") % {"day": day(link.since), "answer": words}
    if pages and request.user.has_perm(PUBLISH):
        first, rest = pages[0], len(pages) - 1
        others = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest} if rest else ""
        name = " ".join(filter(None, [str(first), others]))
        return [Row(f"{name}: {address}", replace_url(link), note)]
    return [Row(f"{page}: {address}", form_url(page), note) for page in pages]


def unreviewed(request):
    since = timezone.localdate() - REVIEW_EVERY
    return [
        Row(str(page), form_of(page), partial(page.reviewed_on or page.prepared_on))
        for page in public(request, ServicePage)
        if (looked := page.reviewed_on or page.prepared_on) and last_day(looked) < since
    ]
