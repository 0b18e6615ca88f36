"""The past of pages, as the walk past all of them makes it (portal/keeping)."""

from django.utils import timezone

from portal.archive.capture import capture_page, known_records


def capture_all():
    """Capture the pages of all records that changed; returns how many versions were written."""
    return sum(capture_page(record, timezone.now()) for record in known_records())
