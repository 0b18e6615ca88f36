"""The worklist on the admin index: what needs attention, with links to where to fix it."""

from datetime import timedelta
from itertools import product
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Agreement
from calls.models import Call
from calls.status import Status
from policy.models import Framework
from portal.alerts.audience import how_many
from portal.alerts.models import Announcement
from portal.backoffice.records import (
    drafts,
    edit_url,
    model_admin_for,
    public_records,
    withdrawal_url,
)
from portal.backoffice.translation_progress import WAITING
from portal.editing.links import form_url, places_to_show, replace_url, words_for
from portal.i18n.formats import day, end_moment, moment, partial
from portal.i18n.languages import TRANSLATIONS
from portal.i18n.partial_dates import last_day
from portal.links.models import Link
from portal.models import ServicePage
from portal.operations.trail import last_findings
from portal.publishing.models import Document, Language
from portal.revisions.current import display_name
from portal.revisions.models import Draft, Revision
from portal.revisions.permissions import PUBLISH

MAX_ROWS = 8  # shown per section; the other rows are only counted
DEADLINE_HORIZON = timedelta(days=30)
RENEWAL_HORIZON = timedelta(days=182)  # renewing an agreement takes months
REVIEW_INTERVAL = timedelta(days=365)


class Row(NamedTuple):
    name: str
    url: str
    note: str = ""
    acts: tuple = ()  # (address, words): what else can be done at once


class Section(NamedTuple):
    title: str
    rows: list

    @property
    def shown(self):
        return self.rows[:MAX_ROWS]

    @property
    def others(self):
        hidden = len(self.rows) - MAX_ROWS
        return (
            ngettext("and %(n)d more", "and %(n)d more", hidden) % {"n": hidden}
            if hidden > 0
            else ""
        )


def call_row(request, call, note, *acts):
    """A call with those of its acts, given as (page, words), that this user may do."""
    page = model_admin_for(call)
    offered = acts if page.may_change_all(request, call) else ()
    return Row(
        str(call),
        page.form_url(call),
        note,
        tuple((page.form_url(call, name), words) for name, words in offered),
    )


def worklist(request, planned, approved, translations):
    """The sections with rows that this user may see or act on.

    The rest is what other parts of the front page show too: `planned_records`, the drafts that go
    live by themselves, and `translation_states`.
    """
    sections = [
        Section(_("Altered afterwards"), altered_afterwards(request)),
        Section(_("Waiting for review"), drafts_in_review(request)),
        Section(_("My drafts"), own_drafts(request)),
        Section(_("Goes live by itself"), approved_drafts(approved)),
        Section(_("Is withdrawn by itself"), planned_withdrawals(request, planned)),
        Section(_("Goes to subscribers by email"), waiting_announcements(request)),
        Section(_("Next editions in the making"), next_editions(request)),
        Section(_("Deadlines in the next 30 days"), closing_calls(request)),
        Section(_("Closed, results overdue"), late_results(request)),
        Section(_("Closed without results"), calls_without_result(request)),
        Section(_("Ends soon or has ended"), ending_records(request)),
        Section(_("Translations"), translation_rows(translations)),
        Section(_("Broken links"), broken_links(request)),
        Section(_("Documents without a language"), documents_without_language(request)),
        Section(_("Not reviewed for a year"), unreviewed_pages(request)),
    ]
    return [section for section in sections if section.rows]


def altered_afterwards(request):
    """What the last daily check found wrong of all that was kept, for administrators."""
    if not request.user.has_perm("auth.view_user"):
        return []
    logbook = reverse("admin:revisions_revision_changelist")
    return [Row(found.in_words(), logbook) for found in last_findings()]


def drafts_in_review(request):
    return [
        Row(
            str(draft.record),
            model_admin_for(draft.record).form_url(draft.record, "review"),
            draft.failure  # it was approved, and could not go live
            or _("%(author)s, requested on %(moment)s")
            % {"author": display_name(draft.author), "moment": moment(draft.asked_at)},
        )
        for draft in drafts(request, step=Draft.Step.REVIEW)
    ]


def own_drafts(request):
    return [
        Row(str(draft.record), edit_url(draft.record), draft.remark or moment(draft.saved_at))
        for draft in drafts(request, step=Draft.Step.WRITING, author=request.user)
    ]


def waiting_announcements(request):
    """What subscribers are told in a moment, while it can still be stopped."""
    if not request.user.has_perm("alerts.view_announcement"):
        return []
    waiting = Announcement.objects.filter(told_at=None, stopped_at=None).order_by("due_at", "pk")
    may_stop = request.user.has_perm(PUBLISH)
    rows = []
    for one in waiting.prefetch_related("record").select_related("content_type")[: 2 * MAX_ROWS]:
        if people := how_many(one):
            told = ngettext(
                "%(n)d person, from %(moment)s", "%(n)d people, from %(moment)s", people
            )
            note = told % {"n": people, "moment": moment(one.due_at)}
            stop = reverse("admin:alerts_announcement_stop", args=[one.pk])
            acts = ((stop, _("Do not send this")),) if may_stop else ()
            page = reverse("admin:alerts_announcement_change", args=[one.pk])
            rows.append(Row(str(one), page, note, acts))
    return rows


def approved_drafts(approved):
    return [
        Row(
            str(draft.record),
            model_admin_for(draft.record).form_url(draft.record, "plan"),
            moment(draft.live_at),
        )
        for draft in approved
    ]


def planned_withdrawals(request, planned):
    """Public pages that end at an instant, the first one first."""
    found = [record for record in planned if record.withdraw_at and record.is_published()]
    return [
        Row(str(record), withdrawal_url(request, record), end_moment(record.withdraw_at))
        for record in sorted(found, key=lambda record: record.withdraw_at)
    ]


def next_editions(request):
    """Calls that were made from an earlier edition and that readers have not seen yet."""
    kind = ContentType.objects.get_for_model(Call)
    made = Revision.objects.filter(
        content_type=kind, action=Revision.Action.MADE, base__isnull=False
    )
    origins = {
        one.object_id: one.base.name
        for one in made.select_related("base").only("object_id", "base__name")
    }
    made_from = _("made from %(edition)s")
    return [
        Row(
            str(draft.record),
            edit_url(draft.record),
            made_from % {"edition": origins[draft.object_id]},
        )
        for draft in drafts(
            request, content_type=kind, object_id__in=[*origins], revision__live=None
        )
    ]


def closing_calls(request):
    until = timezone.now() + DEADLINE_HORIZON
    calls = public_records(request, Call).open().filter(closing_instant__lte=until).soonest_first()
    move = ("move_deadline", _("Move the deadline"))
    return [
        call_row(request, call, end_moment(call.closing), move)
        for call in calls.select_related("series")
    ]


def closed_calls(request):
    """Closed calls of which readers may still expect a result."""
    return public_records(request, Call).in_status(Status.CLOSED).filter(no_result=False)


def calls_without_result(request):
    """Closed calls without a result that is late: not due yet, or without a date; newest first."""
    calls = closed_calls(request).select_related("series")
    newest_first = calls.order_by(F("closing_instant").desc(nulls_last=True))
    waiting = [call for call in newest_first if not call.decision_is_due()]
    closed, acts = _("closed on %s"), results_acts()
    return [
        call_row(request, call, closed % day(call.last_day) if call.closing else "", *acts)
        for call in waiting
    ]


def late_results(request):
    calls = closed_calls(request).exclude(decision_expected="").select_related("series")
    expected, acts = _("expected by %(day)s"), results_acts()
    return [
        call_row(request, call, expected % {"day": partial(call.decision_expected)}, *acts)
        for call in calls
        if call.decision_is_due()
    ]


def results_acts():
    return [
        ("read_results", _("Import results (CSV)")),
        ("without_result", _("No result will be published")),
    ]


def ending_records(request):
    """Agreements and frameworks without successor that ended, or will within RENEWAL_HORIZON."""
    until = timezone.localdate() + RENEWAL_HORIZON
    agreements = public_records(request, Agreement).exclude(ends="").filter(successors=None)
    frameworks = public_records(request, Framework).filter(
        successor_framework=None, ends_on__lte=until
    )
    ends = [(record, last_day(record.ends)) for record in agreements]
    ends = [(record, end) for record, end in ends if end <= until]
    ends += [(record, record.ends_on) for record in frameworks]
    return [
        Row(str(record), edit_url(record), day(end))
        for record, end in sorted(ends, key=lambda row: row[1])
    ]


def translation_rows(translations):
    """How many translations are missing or outdated per model and language; calls first."""
    rows = []
    for model, counts in translations:
        name = capfirst(model._meta.verbose_name_plural)
        for code, state in product(TRANSLATIONS, WAITING):
            if count := counts[code, state]:
                url, note = changelist_url(model, code, state), f"{count} {WAITING[state]}"
                rows.append(Row(f"{name}: {Language(code).label}", url, note))
    board_row = Row(_("All of them, the most urgent first"), reverse("translations"))
    return [board_row, *rows] if rows else []


def changelist_url(model, code, state):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return f"{reverse(name)}?translation_{code}={state}&public=published"


def documents_without_language(request):
    return [
        Row(document.title, edit_url(document.record), str(document.record))
        for document in Document.objects.filter(languages=[]).prefetch_related("record")
        if document.record and model_admin_for(document.record).has_view_permission(request)
    ]


def broken_links(request):
    """Broken links: one row each for publishers, who replace it on all pages; else one per page."""
    found = Link.objects.broken().order_by("failed_since").prefetch_related(places_to_show())
    return [row for link in found for row in broken_link_rows(request, link)]


def broken_link_rows(request, link):
    pages = [
        record
        for record in dict.fromkeys(place.record for place in link.places.all())
        if record and model_admin_for(record).may_change_all(request, record)
    ]
    address, answer = Truncator(link.address).chars(80), words_for(link.answer)
    note = _("since %(day)s; %(answer)s") % {"day": day(link.since), "answer": answer}
    if pages and request.user.has_perm(PUBLISH):
        first, hidden = pages[0], len(pages) - 1
        others = (
            ngettext("and %(n)d more", "and %(n)d more", hidden) % {"n": hidden} if hidden else ""
        )
        name = " ".join(filter(None, [str(first), others]))
        return [Row(f"{name}: {address}", replace_url(link), note)]
    return [Row(f"{page}: {address}", form_url(page), note) for page in pages]


def unreviewed_pages(request):
    since = timezone.localdate() - REVIEW_INTERVAL
    return [
        Row(str(page), edit_url(page), partial(page.reviewed_on or page.prepared_on))
        for page in public_records(request, ServicePage)
        if (last_review := page.reviewed_on or page.prepared_on) and last_day(last_review) < since
    ]
