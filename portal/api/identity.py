"""What each thing is called in addresses of data: /id/call/12, whatever else changes about it."""

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import FocusEntry, Framework
from portal.i18n.languages import CODES, languages_of
from portal.publishing.models import Document

TYPES = {
    Partner: "partner",
    Post: "post",
    Framework: "framework",
    FocusEntry: "focus-entry",
    CallSeries: "series",
    Call: "call",
    SupportMeasure: "support",
    Agreement: "agreement",
    WorkProgramme: "work-programme",
    Document: "document",
}


def type_of(record):
    return TYPES[type(record)]


def uri(record, reading):
    return reading.absolute(f"/id/{type_of(record)}/{record.pk}")


def page_of(record):
    """The record on whose page a thing is: itself, unless it has no page of its own."""
    if isinstance(record, FocusEntry):
        return record.framework
    return record.record if isinstance(record, Document) else record


def is_public(record, at):
    """Whether a thing is in the answers: its page is public, and no example."""
    page = page_of(record)
    return type(page) in TYPES and page.is_published(at) and not page.is_example


def languages(record):
    """The languages in which a thing exists: those of its own texts and of its page."""
    own = languages_of(record)
    page = page_of(record)
    if page is record:
        return own
    there = languages_of(page)
    return [code for code in CODES if code in own and code in there]
