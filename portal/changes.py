"""What changed lately on the site, as editors told readers."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from portal.publishing.models import ChangeNote


def recent_changes(limit):
    """The newest public notes whose page is public, each with its `record`."""
    notes = list(ChangeNote.objects.filter(at__lte=timezone.now())[: limit * 2])
    prefetch_related_objects(notes, "record")
    return [note for note in notes if note.record and note.record.is_published()][:limit]
