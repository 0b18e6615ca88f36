from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.models import Jurisdiction, Partner, Post
from portal.editing.base import folded, in_pairs
from portal.editing.inlines import BaseInline
from portal.editing.publishable import PublishableAdmin
from portal.exchange.admin import SpreadsheetMixin
from portal.exchange.child_rows import ChildRowsColumn
from portal.i18n.languages import CODES


@admin.register(Partner)
class PartnerAdmin(SpreadsheetMixin, PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["kind", "parent", "iso_code", ("longitude", "latitude")]}),
    ]
    texts = ["name", "synonyms", "body"]
    slug_from = "name"
    autocomplete_fields = ["parent"]
    list_display = ["__str__", "kind", "public_state", "translations"]
    list_filter = ["kind", *PublishableAdmin.list_filter]
    list_select_related = ["parent"]
    search_fields = [*folded("name", "synonyms"), "iso_code", "slug_nl"]


class JurisdictionInline(BaseInline, admin.StackedInline):
    model = Jurisdiction
    after = "facts"
    autocomplete_fields = ["partner"]
    fields = [("partner", "since", "until"), *in_pairs("note")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("post", "partner")  # its name has both


@admin.register(Post)
class PostAdmin(SpreadsheetMixin, PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["status", "country", "opened"]}),
        (_("Contact"), {"classes": ["facts"], "fields": ["email", "phone", "url"]}),
    ]
    texts = ["city", "name", "alternative_names", "seat", "body"]
    slug_from = "city"
    inlines = [JurisdictionInline]
    sheet_child_rows = [
        ChildRowsColumn(
            Jurisdiction,
            Post,
            ["partner", "since", "until", *(f"note_{code}" for code in CODES)],
            key=["partner", "since"],
        )
    ]
    autocomplete_fields = ["country"]
    list_display = ["__str__", "name_nl", "status", "public_state", "translations"]
    list_filter = ["status", *PublishableAdmin.list_filter]
    search_fields = [*folded("city", "name", "alternative_names", "country__name"), "slug_nl"]
