"""What the first page of the desk shows, besides the list of everything."""

from portal.backoffice.coming_days import coming_days
from portal.backoffice.dashboard import worklist
from portal.backoffice.records import drafts, planned_records
from portal.backoffice.translation_progress import language_bars, translation_states


def front_page(request):
    """The worklist, the coming days and the translations, as far as this user may see them."""
    planned, approved = planned_records(request), drafts(request, approved__isnull=False)
    translations = translation_states(request)
    return {
        "worklist": worklist(request, planned, approved, translations),
        "coming": coming_days(request, planned, approved),
        "language_bars": language_bars(translations),
    }
