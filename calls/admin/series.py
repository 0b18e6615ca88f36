from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from calls.models import CallSeries
from portal.editing.base import folded
from portal.editing.publishable import PublishableAdmin


@admin.register(CallSeries)
class CallSeriesAdmin(PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["partner", "agreement", ("rhythm", "rhythm_as_of")]}),
    ]
    texts = ["title", "rhythm_note", "body"]
    slug_from = "title"
    autocomplete_fields = ["partner", "agreement"]
    list_display = ["__str__", "partner", "rhythm", "public_state", "translations"]
    list_filter = ["rhythm", *PublishableAdmin.list_filter]
    list_select_related = ["partner"]
    search_fields = [*folded("title", "partner__name", "partner__synonyms"), "slug_nl"]
