"""The identifiers of things: `/id/call/12` never changes, whatever becomes of slug or title.

A focus entry and a document have no page of their own: theirs is that of what they belong to.
"""

from django.http import Http404

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import FocusEntry, Framework
from portal.i18n.addresses import address
from portal.models import ServicePage
from portal.publishing.models import Document
from portal.redirects.old_slugs import Withdrawn

KINDS = {
    "partner": Partner,
    "post": Post,
    "framework": Framework,
    "focus-entry": FocusEntry,
    "series": CallSeries,
    "call": Call,
    "support": SupportMeasure,
    "agreement": Agreement,
    "work-programme": WorkProgramme,
    "document": Document,
    "page": ServicePage,
}
NAMES = {model: kind for kind, model in KINDS.items()}
LISTS = {  # the pages without a record that are there as Markdown, by the names of their URLs
    "home": "home",
    "calls": "calls:calls",
    "support": "support:measures",
    "agreements": "agreements:agreements",
    "partners": "partners:partners",
    "posts": "posts:posts",
    "countries": "countries",
    "changes": "changes",
}
OWNERS = {FocusEntry: "framework", Document: "record"}  # whose page it is on


def identifier_path(thing):
    """The path of the identifier of a thing: the same in every language."""
    return address("identifier", NAMES[type(thing)], thing.pk)


def thing_or_404(kind, pk):
    """The thing with this identifier, public or not."""
    if kind not in KINDS:
        raise Http404(f"no kind of thing is called {kind!r}")
    model = KINDS[kind]
    things = model.objects.all() if model in OWNERS else model.objects.with_parent()
    thing = things.filter(pk=pk).first()
    if not (thing and page_record(thing)):
        raise Http404(f"there is no {kind} {pk}")
    return thing


def has_own_page(thing):
    return type(thing) not in OWNERS


def page_record(thing):
    """The record on whose page a thing is: mostly itself."""
    return thing if has_own_page(thing) else getattr(thing, OWNERS[type(thing)])


def page_path(thing):
    """Where readers find a thing, in the active language."""
    path = page_record(thing).get_absolute_url()
    if isinstance(thing, FocusEntry):
        return f"{path}#focus-{thing.position}"
    return path if has_own_page(thing) else f"{path}#documents"


def require_readable(record):
    """Raises Withdrawn or Http404 unless readers find the page of a record."""
    for each in filter(None, (record.parent_record, record)):
        if each.was_withdrawn() and not each.is_readable():
            raise Withdrawn(each)
        if not each.is_readable():
            raise Http404(f"{each!r} is not published")


def require_data(record):
    """Raises Withdrawn or Http404 unless a record is public and no example: those are no facts."""
    require_readable(record)
    if not record.is_published():
        raise Withdrawn(record.withdrawn_record)
    if record.is_example:
        raise Http404(f"{record!r} is an example")


def is_data(record):
    return record.is_published() and not record.is_example
