"""The next version of a page, waiting for review, and its history: the desk has all its pages."""

from django.contrib import admin
from django.test import RequestFactory

from partners.models import Partner
from portal.revisions.models import Draft, Version


def make_draft(author, asked_at):
    request, partner = RequestFactory().get("/"), Partner.objects.get(slug_nl="japan")
    request.user = author
    form = admin.site.get_model_admin(Partner).whole_form(request, partner)
    form["name_nl"], form["told_nl"] = "Japan, nieuw", "De naam is anders."
    draft = Draft(record=partner, author=author, step=Draft.Step.REVIEW, asked_at=asked_at)
    draft.keep_form(form, {})
    now, partner.name_nl = partner.name_nl, "Jappan"
    Version.objects.keep(partner, Version.Did.FOUND)
    partner.name_nl = now
    Version.objects.keep(partner, Version.Did.CHANGED, author, "Een tikfout.")
