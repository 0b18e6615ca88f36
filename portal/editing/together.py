"""What goes live with a page: the drafts below it that wait for review, such as calls of a series.

Each keeps its own authors and revision: nobody approves a draft here that they could not approve on
its own page, or that is not what they looked at.
"""

from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from portal.editing.forms import instant_of_notice
from portal.editing.withdrawal import goes_away
from portal.i18n.formats import moment
from portal.publishing.models import Publishable, dependents_of
from portal.revisions import current, publication, workflow
from portal.revisions.current import display_name
from portal.revisions.models import Draft, Revision
from portal.revisions.permissions import PUBLISH


class Part(NamedTuple):
    """A draft in review; `obstacle` says in words why it cannot be ticked, or is empty."""

    page: Publishable
    draft: Draft
    revision: Revision
    url: str
    is_own: bool
    obstacle: str

    @property
    def may_be_alone(self):
        """Whether its own author may approve it, with a reason."""
        return self.is_own and not self.obstacle

    def approval(self, why_alone):
        why = why_alone if self.is_own else ""
        return workflow.Approval(self.page, self.revision.pk, why)

    @property
    def what(self):
        if not self.draft.is_of_public_page:
            return gettext("new page")
        if goes_away(self.page, publication.after(self.page, self.revision.data)):
            return gettext("withdrawal")
        return gettext("change of a public page")

    @property
    def authors(self):
        return ", ".join(sorted(map(display_name, self.draft.authors())))


def parts_to_tick(site, request, record, draft):
    """What somebody who reviews a draft of a record can let go live with it.

    Nothing when that draft takes the record away: readers would not find what is below it.
    """
    user = request.user
    if not (user.has_perm(PUBLISH) and workflow.may_approve(user, draft)):
        return []
    data = publication.publishable_data(record, draft.revision)
    if not publication.is_or_will_be_public(publication.after(record, data)):
        return []
    return [part_of(site, user, *found) for found in drafts_below(site, request, record)]


def review_of_both(site, request, record, draft):
    """(parent, address) of the review in which a draft can go live with its parent; or None."""
    parent = record.parent_record
    if draft.step != Draft.Step.REVIEW or not publication.problems_of_parent(draft):
        return None
    page = site.get_model_admin(type(parent))
    if not (current.draft_of(parent) and page.has_view_permission(request, parent)):
        return None
    return parent, page.form_url(parent, "review")


def drafts_below(site, request, record):
    """(page, draft) of what belongs to a record and is in review, where this person may see it."""
    for model, pages in groupby(dependents_of(record), type):
        by_key = {page.pk: page for page in pages}
        for draft in Draft.objects.for_objects([*by_key.values()]).in_review():
            page = by_key[draft.object_id]
            if site.get_model_admin(model).has_view_permission(request, page):
                yield page, draft


def part_of(site, user, page, draft):
    draft.revision = current.newest(page)
    is_own = user in draft.authors()
    url = site.get_model_admin(type(page)).form_url(page, "review")
    return Part(page, draft, draft.revision, url, is_own, obstacle_of(user, draft))


def obstacle_of(user, draft):
    if not workflow.may_approve(user, draft):
        return gettext("You wrote a part of this yourself: somebody else approves it.")
    wished = instant_of_notice(draft.revision.notice)
    if wished and wished > timezone.now():
        said = gettext("Its author wants it to go live on %(moment)s: approve it on its own page.")
        return said % {"moment": moment(wished)}
    return ""
