"""The recent changes as an Atom feed per language, with an entry for each note."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.changes import recent_changes
from portal.i18n.languages import active, heading_text, text_of
from portal.publishing.atom import Entry, alternate_urls, feed, html_with_lang, lasting_id

MAX_ENTRIES = 50


def change_feed(request):
    notes = recent_changes(MAX_ENTRIES, with_examples=False)
    entries = [note_entry(request, note) for note in notes]
    return feed(request, ["changes"], _("Recently changed"), reverse("changes"), entries)


def note_entry(request, note):
    address = note.record.get_absolute_url
    return Entry(
        id=lasting_id("note", note.pk, active()),
        title=heading_text(note.record),
        updated=note.at,
        published=note.at,
        url=request.build_absolute_uri(address()),
        alternates=alternate_urls(request, address, note.record.languages),
        content=html_with_lang(text_of(note, "text")),
    )
