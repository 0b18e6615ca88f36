"""Addresses: a slug per language, old addresses that move on, and pages that are gone."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import Http404

from .languages import CODES, SOURCE, active


class Moved(Exception):
    """The thing asked for lives at another address: answer 301."""

    def __init__(self, address):
        self.address = address


class Withdrawn(Exception):
    """The thing asked for was public and has been withdrawn: answer 410, with its reason."""

    def __init__(self, thing):
        self.thing = thing


def find(request, queryset, slug, address="get_absolute_url", **others):
    """The public thing with this slug in any language.

    Raises Moved when the request is not for its canonical address in this language (a slug of
    another language, or one from before a change), Withdrawn when it was withdrawn, else Http404.
    `others` narrow by what else is in the address, such as the series of a call.
    """
    queryset = queryset.filter(**others)
    by_any_slug = Q(*[(f"slug_{code}", slug) for code in CODES], _connector=Q.OR)
    candidates = list(queryset.filter(by_any_slug))
    if not candidates:
        candidates = list(queryset.filter(pk__in=OldSlug.owners(queryset.model, slug)))
    if not candidates:
        raise Http404(f"no {queryset.model._meta.model_name} has the slug {slug!r}")
    order = [active(), SOURCE, *CODES]
    thing = min(
        candidates,
        key=lambda candidate: next(
            (n for n, code in enumerate(order) if getattr(candidate, f"slug_{code}") == slug),
            len(order),
        ),
    )
    return answer(request, thing, address)


def answer(request, thing, address="get_absolute_url"):
    """The thing itself when it is public and this is its canonical address; see `find`."""
    if thing.state == thing.State.WITHDRAWN:
        raise Withdrawn(thing)
    if not thing.is_published():
        raise Http404(f"{thing!r} is not published")
    canonical = getattr(thing, address)()
    if request.path != canonical:
        query = request.META.get("QUERY_STRING", "")
        raise Moved(f"{canonical}?{query}" if query else canonical)
    return thing


class OldSlug(models.Model):
    """A slug that a thing once had; its address leads to the thing's present one."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    slug = models.SlugField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "slug"], name="publishing_oldslug_leads_to_one_thing"
            )
        ]

    def __str__(self):
        return self.slug

    @classmethod
    def owners(cls, model, slug):
        """Keys of the things of this model that once had this slug."""
        content_type = ContentType.objects.get_for_model(model)
        return cls.objects.filter(content_type=content_type, slug=slug).values("object_id")
