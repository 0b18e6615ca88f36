"""The admin pages for addresses that lead elsewhere, and a warning when one changes hands."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.history_views import HistoryMixin
from portal.publishing.models import SLUGS, OldSlug
from portal.redirects.models import Redirect
from portal.revisions.permissions import PUBLISH


class PublishersOnlyMixin:
    """Readers notice it at once: who publishes pages writes it, others may look."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.user.has_perm(PUBLISH)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and request.user.has_perm(PUBLISH)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and request.user.has_perm(PUBLISH)


@admin.register(Redirect)
class RedirectAdmin(PublishersOnlyMixin, HistoryMixin, admin.ModelAdmin):
    change_form_template = "admin/change_form.html"
    fields = ["old", "new", "note", "made_at"]
    readonly_fields = ["made_at"]
    list_display = ["old", "new", "note", "made_at"]
    search_fields = ["old", "new", "note"]


@admin.register(OldSlug)
class OldSlugAdmin(PublishersOnlyMixin, HistoryMixin, admin.ModelAdmin):
    """Kept by themselves. None is added by hand: a redirect does that, for one whole address."""

    list_display = ["slug", "content_type", "leads_to"]
    list_display_links = None
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter)]
    fields = ["slug", "content_type", "leads_to"]
    readonly_fields = ["leads_to"]
    search_fields = ["slug"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("record")

    @admin.display(description=_("leads to"))
    def leads_to(self, old):
        """The record that has the page now, with the way to its form."""
        if not old.record:
            return gettext("nowhere: this page has been deleted")
        url = reverse(
            f"admin:{old.content_type.app_label}_{old.content_type.model}_change",
            args=[old.object_id],
        )
        return format_html('<a href="{}">{}</a>', url, old.record)


def warn_of_taken_slugs(request, before, record):
    """Say when a record gets a slug that another one once had: that address now leads here."""
    given = {getattr(record, name, "") for name in SLUGS}
    given -= {"", *(getattr(before, name, "") for name in SLUGS)}
    kind = ContentType.objects.get_for_model(record)
    taken = OldSlug.objects.filter(content_type=kind, slug__in=given).exclude(object_id=record.pk)
    for old in taken.prefetch_related("record"):
        message = gettext(
            "“%(slug)s” was the address of “%(other)s” before. Links to it from elsewhere no "
            "longer lead there, but to this page."
        )
        messages.warning(request, message % {"slug": old.slug, "other": old.record})
