"""The change notes of the whole site."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q

from agreements.models import WorkProgramme
from calls.models import Call
from portal.publishing.models import ChangeNote
from portal.registry import PAGE_MODELS

# Models whose heading or URL needs their parent: fetch both in one query.
SELECT_PARENTS = [
    Call.objects.select_related("series"),
    WorkProgramme.objects.select_related("agreement"),
]


def recent_changes(limit, with_examples=True):
    """The newest changes, at most so many as `limit`."""
    return public_changes(with_examples)[:limit]


def public_changes(with_examples=True):
    """The public notes of public pages, newest first.

    `record` is prefetched: a query per model.
    """
    on_public_page = Q()
    for model in PAGE_MODELS:
        public = model.objects.published() if with_examples else model.objects.published().real()
        on_public_page |= Q(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=public.values("pk"),
        )
    notes = ChangeNote.objects.public().filter(on_public_page)
    return notes.prefetch_related(GenericPrefetch("record", SELECT_PARENTS))
