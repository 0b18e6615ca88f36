"""The next version of a page, waiting for review, and its history: the admin has all its pages."""

from copy import deepcopy

from partners.models import Partner
from portal.revisions import current, workflow
from portal.revisions.models import Revision


def make_draft(author, asked_at):
    partner = Partner.objects.get(slug_nl="japan")
    now, partner.name_nl = partner.name_nl, "Jappan"
    Revision.objects.keep(partner, Revision.Action.FOUND)
    partner.name_nl = now
    live = Revision.objects.keep(partner, Revision.Action.CHANGED, author, "Een tikfout.")
    data = deepcopy(live.data)
    data["fields"]["name_nl"] = "Japan, nieuw"
    workflow.save(partner, author, live, data, {"told_nl": "De naam is anders."})
    draft = current.draft_of(partner)
    draft.step, draft.asked_at = draft.Step.REVIEW, asked_at
    draft.save()
