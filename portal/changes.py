"""What changed lately on the site, as editors told readers."""

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import prefetch_related_objects
from django.utils import timezone

from agreements.models import WorkProgramme
from calls.models import Call
from portal.publishing.models import ChangeNote

# Records whose heading or address needs another record: fetch both at once.
WITH_OWNER = [Call.objects.select_related("series"), WorkProgramme.objects.select_related("agreement")]


def recent_changes(limit):
    """The newest public notes whose page is public, each with its `record`.

    One query for the notes and one for each kind of record among them.
    """
    notes = list(ChangeNote.objects.filter(at__lte=timezone.now())[: limit * 2])
    prefetch_related_objects(notes, GenericPrefetch("record", WITH_OWNER))
    return [note for note in notes if note.record and note.record.is_published()][:limit]
