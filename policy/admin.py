from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from policy.models import FocusEntry, FocusMember, Framework, Point
from portal.editing.base import AdminFieldsMixin, TranslatedAdmin, folded, in_pairs
from portal.editing.inlines import BaseInline
from portal.editing.parts import PartOfPageMixin
from portal.editing.publishable import PublishableAdmin
from portal.editing.states import public_state


class PointInline(BaseInline, admin.StackedInline):
    model = Point
    after = "texts"
    fields = [("kind", "position"), *in_pairs("text")]


class FocusListInline(admin.TabularInline):
    """The focus list, read-only: an entry is edited on its own page, along with its partners."""

    model = FocusEntry
    after = "texts"
    fields = readonly_fields = ["position", "kind", "text_nl"]
    show_change_link = True
    can_delete = False
    max_num = 0


@admin.register(Framework)
class FrameworkAdmin(PublishableAdmin):
    facts = [
        (_("Key facts"), {"fields": ["slug", ("starts_on", "ends_on"), "successor_framework"]}),
    ]
    texts = ["title", "summary", "body", "calls_statement", "agreements_statement"]
    inlines = [PointInline, FocusListInline]
    list_display = ["__str__", "starts_on", "ends_on", "public_state", "translations"]
    search_fields = [*folded("title", "summary", "body"), "slug"]


class FocusMemberInline(AdminFieldsMixin, admin.TabularInline):
    model = FocusMember
    after = "facts"
    extra = 1
    autocomplete_fields = ["partner"]
    fields = ["position", "partner"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entry", "partner")  # its name has both


@admin.register(FocusEntry)
class FocusEntryAdmin(PartOfPageMixin, TranslatedAdmin):
    page_field = "framework"
    facts = [(_("Key facts"), {"classes": ["facts"], "fields": ["framework", "position", "kind"]})]
    texts = ["text"]
    inlines = [FocusMemberInline]
    list_display = ["text_nl", "framework", "framework_state", "position", "kind", "translations"]
    list_display_links = ["text_nl"]
    list_filter = ["framework", "kind"]
    list_select_related = ["framework"]
    search_fields = folded("text", "partners__name")

    @admin.display(description=_("state of the framework"), ordering="framework__state")
    def framework_state(self, entry):
        return public_state(entry.framework)
