from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models import FocusEntry, FocusMember, Framework, Point
from portal.editing.base import AdminFieldsMixin, LiveEditMixin, TranslatedAdmin, folded, in_pairs
from portal.editing.forms import SubstanceForm
from portal.editing.inlines import BaseInline
from portal.editing.publishable import PublishableAdmin
from portal.i18n.languages import SOURCE


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


@admin.register(FocusEntry)
class FocusEntryAdmin(LiveEditMixin, TranslatedAdmin):
    form = SubstanceForm
    facts = [(_("Key facts"), {"classes": ["facts"], "fields": ["framework", "position", "kind"]})]
    texts = ["text"]
    inlines = [FocusMemberInline]
    list_display = ["text_nl", "framework", "position", "kind", "translations"]
    list_display_links = ["text_nl"]
    list_filter = ["framework", "kind"]
    list_select_related = ["framework"]
    search_fields = folded("text", "partners__name")

    def is_public_at_once(self, obj):
        return obj.framework.is_published()

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and self.may_change_all(request, obj):
            fieldsets.append((_("Publication"), {"classes": ["publication"], "fields": ["minor"]}))
        return fieldsets

    def save_related(self, request, form, formsets, change):
        """A substantial change of the Dutch text outdates the translations of the framework."""
        super().save_related(request, form, formsets, change)
        says_news = any(name.endswith(f"_{SOURCE}") for name in form.changed_data)
        if says_news and not form.cleaned_data.get("minor"):
            framework = form.instance.framework
            framework.note_changes([SOURCE], at=timezone.now())
            framework.save(update_fields=[f"changed_{SOURCE}"])
