from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, WorkProgramme
from portal.editing.base import folded
from portal.editing.publishable import PublishableAdmin
from portal.exchange.admin import SpreadsheetMixin


@admin.register(Agreement)
class AgreementAdmin(SpreadsheetMixin, PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["kind", "partners", "by_belgium", "authentic_languages"]}),
        (
            _("Course"),
            {"fields": ["signed", "in_force", ("renewal", "ends"), "predecessor"]},
        ),
    ]
    texts = ["title", "signed_in", "assent", "culture"]
    slug_from = "title"
    autocomplete_fields = ["partners", "predecessor"]
    list_display = ["__str__", "kind", "signed", "ends", "public_state", "translations"]
    list_filter = ["kind", *PublishableAdmin.list_filter]
    search_fields = [*folded("title", "partners__name", "partners__synonyms"), "slug_nl"]


@admin.register(WorkProgramme)
class WorkProgrammeAdmin(SpreadsheetMixin, PublishableAdmin):
    sheet_key = ("agreement", "first_year", "last_year")
    facts = [
        (
            _("Key facts"),
            {
                "fields": [
                    "agreement",
                    "ordinal",
                    ("first_year", "last_year"),
                    "signed",
                    "has_budget",
                ]
            },
        ),
    ]
    texts = ["body"]
    autocomplete_fields = ["agreement"]
    list_display = ["__str__", "signed", "has_budget", "public_state", "translations"]
    list_filter = ["has_budget", *PublishableAdmin.list_filter]
    list_select_related = ["agreement"]
    search_fields = [*folded("agreement__title", "body"), "first_year", "last_year"]
