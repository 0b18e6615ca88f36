"""Finds a record by its slug in any language, or raises Moved for a slug that it once had.

Moved is raised too for a slug of another language than the page's, and for a withdrawn record that
leads to its successor; Withdrawn for any other withdrawn record.
"""

from django.db.models import Q
from django.http import Http404

from portal.i18n.languages import CODES, SOURCE, active
from portal.publishing.models import OldSlug
from portal.publishing.parameters import whole_query
from portal.publishing.prepared import Given, Prepared


class Moved(Exception):
    """The requested record is at another address: to be answered with 301.

    The address of a successor may itself have moved since an editor entered it.
    """

    def __init__(self, address, is_successor=False):
        self.address, self.is_successor = address, is_successor


class Withdrawn(Exception):
    """The requested record was public and has been withdrawn: to be answered with 410."""

    def __init__(self, record):
        self.record = record


def find(request, queryset, slug, address="get_absolute_url"):
    """The public record with this slug in any language; `address` names its URL method.

    Raises Moved when the request path is not its canonical URL in this language (a slug of another
    language, or a former one), Withdrawn when it was withdrawn, and otherwise Http404.
    """
    return public_or_raise(request, by_slug(queryset, slug), address)


class PageQuery:
    """The records of a model with what their page shows, found by a slug without writing SQL.

    `related` is that of `for_page`; `owner` is the foreign key to the record whose slug it is, and
    `fields` names what else is given.
    """

    def __init__(self, model, owner="", fields=(), **related):
        self.model, self.owner, self.fields, self.related = model, owner, fields, related
        self.prepared = Prepared(self.any_given)

    def any_given(self):
        given = {name: Given(name) for name in self.fields}
        return self.records(**given).filter(has_slug(Given("slug"), self.prefix))

    @property
    def prefix(self):
        return f"{self.owner}__" if self.owner else ""

    def records(self, **given):
        return self.model.objects.for_page(**self.related).filter(**given)

    def find(self, request, slug, **given):
        """Like the function `find`; `given` has the values of the `fields`."""
        records = self.prepared.records(slug=slug, **given)
        if any(record.is_published() for record in records):
            return public_or_raise(request, best(records, slug, self.owner))
        if self.owner:
            return find_within(request, self.records(**given), self.owner, slug)
        return find(request, self.records(**given), slug)


def find_within(request, queryset, parent, slug, address="get_absolute_url"):
    """Like `find`, for a record whose URL holds the slug of its parent, a foreign key."""
    model = queryset.model._meta.get_field(parent).related_model
    return public_or_raise(request, by_slug(queryset, slug, owner=parent, model=model), address)


def by_slug(queryset, slug, owner="", model=None):
    """The record that has, or once had, this slug.

    When the slug is that of a related record, `owner` names the foreign key and `model` its model.
    """
    model, prefix = model or queryset.model, f"{owner}__" if owner else ""
    records = list(queryset.filter(has_slug(slug, prefix)))
    if not any(record.is_published() or record.was_withdrawn() for record in records):
        records += queryset.filter(**{f"{prefix}pk__in": OldSlug.owners(model, slug)})
    if not records:
        raise Http404(f"no {model._meta.model_name} has the slug {slug!r}")
    return best(records, slug, owner)


def has_slug(slug, prefix=""):
    """The condition that a record has this slug in any language."""
    return Q(*[(f"{prefix}slug_{code}", slug) for code in CODES], _connector=Q.OR)


def best(records, slug, owner=""):
    """Of the records that have or had a slug, the one that a reader means."""
    order = [active(), SOURCE, *CODES]

    def rank(record):
        """Public records first; then by the language whose slug matches, the active one first."""
        holder = getattr(record, owner) if owner else record
        slugs = [getattr(holder, f"slug_{code}") for code in order]
        return not record.is_published(), slugs.index(slug) if slug in slugs else len(order)

    return min(records, key=rank)


def is_page_of(request, record):
    """Whether the page of a record is asked for, not a part of it such as its results."""
    return request.path == record.get_absolute_url()


def public_or_raise(request, obj, address="get_absolute_url"):
    """The record itself when it is public and this is its canonical URL; raises as `find` does.

    Sets `request.record` and `request.get_record_url` for the language switch and the page head,
    and `request.requested_record` even when it raises. A withdrawn parent counts for its children:
    an edition of a withdrawn series shows the reason, notice or successor of the series.
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
        query = whole_query(request)
        raise Moved(f"{canonical}?{query}" if query else canonical)
    return obj
