"""What changed lately on the site, as editors told readers."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q

from agreements.models import WorkProgramme
from calls.models import Call
from portal.publishing.models import ChangeNote
from portal.registry import KINDS

# Records whose heading or address needs another record: fetch both at once.
WITH_OWNER = [
    Call.objects.select_related("series"),
    WorkProgramme.objects.select_related("agreement"),
]


def recent_changes(limit, with_examples=True):
    """The newest public notes whose page is public, each with its `record`.

    One query for the notes and one for each kind of record among them.
    """
    on_public_page = Q()
    for model in KINDS:
        public = model.objects.published() if with_examples else model.objects.published().real()
        on_public_page |= Q(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=public.values("pk"),
        )
    notes = ChangeNote.objects.public().filter(on_public_page)
    return notes.prefetch_related(GenericPrefetch("record", WITH_OWNER))[:limit]
