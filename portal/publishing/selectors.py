"""Addresses: a slug per language, old addresses that move on, and pages that are gone."""

from django.db.models import Q
from django.http import Http404

from portal.i18n.languages import CODES, SOURCE, active
from portal.publishing.models import OldSlug


class Moved(Exception):
    """The record asked for is at another address: answer 301.

    The address of a successor may itself have moved on since an editor wrote it down.
    """

    def __init__(self, address, is_successor=False):
        self.address, self.is_successor = address, is_successor


class Withdrawn(Exception):
    """The record asked for was public and has been withdrawn: answer 410, with its reason."""

    def __init__(self, record):
        self.record = record


def find(request, queryset, slug, address="get_absolute_url"):
    """The public record with this slug in any language.

    Raises Moved when the request is not for its canonical address in this language (a slug of
    another language, or one from before a change), Withdrawn when it was withdrawn, else Http404.
    """
    return answer(request, by_slug(queryset, slug), address)


def find_within(request, queryset, parent, slug, address="get_absolute_url"):
    """Like `find`, for a record whose address begins with the slug of its parent."""
    model = queryset.model._meta.get_field(parent).related_model
    return answer(request, by_slug(queryset, slug, owner=parent, model=model), address)


def by_slug(queryset, slug, owner="", model=None):
    """The record that has, or once had, this slug; `owner` names the link to what has the slug."""
    model, prefix = model or queryset.model, f"{owner}__" if owner else ""
    any_slug = Q(*[(f"{prefix}slug_{code}", slug) for code in CODES], _connector=Q.OR)
    records = list(queryset.filter(any_slug))
    if not any(record.is_published() or record.was_withdrawn() for record in records):
        records += queryset.filter(**{f"{prefix}pk__in": OldSlug.owners(model, slug)})
    if not records:
        raise Http404(f"no {model._meta.model_name} has the slug {slug!r}")
    order = [active(), SOURCE, *CODES]

    def rank(record):
        """What is public first; then by the language whose slug this is."""
        holder = getattr(record, owner) if owner else record
        slugs = [getattr(holder, f"slug_{code}") for code in order]
        return not record.is_published(), slugs.index(slug) if slug in slugs else len(order)

    return min(records, key=rank)


def answer(request, obj, address="get_absolute_url"):
    """The record itself when it is public and this is its canonical address; see `find`.

    The request remembers what it is about, for the language switch and the head of the page.
    What happened to the parent record happened to this one: the editions of a withdrawn series
    have its reason, its notice or its successor, for without the series nothing says what they are
    editions of.
    """
    request.requested_record = obj
    for record in filter(None, (obj.parent_record, obj)):
        if record.has_moved():
            raise Moved(record.successor, is_successor=True)
        if record.was_withdrawn() and not record.is_readable():
            raise Withdrawn(record)
        if not record.is_readable():
            raise Http404(f"{record!r} is not published")
    request.record, request.get_record_url = obj, getattr(obj, address)
    canonical = request.get_record_url()
    if request.path != canonical:
        query = request.META.get("QUERY_STRING", "")
        raise Moved(f"{canonical}?{query}" if query else canonical)
    return obj
