"""Records without a page of their own: documents and contacts."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.editing.base import LiveEditMixin, TranslatedAdmin, folded
from portal.editing.filters import WithoutLanguage
from portal.editing.forms import DutchFirstForm
from portal.editing.history_views import ReadOnlyAdminMixin
from portal.editing.inlines import DOCUMENT_ROWS, DocumentInline, SourceInline
from portal.editing.links import warn_of_links
from portal.editing.publishable import PublishableAdmin
from portal.i18n.unaccent import fold
from portal.links.checker import sync_link_places
from portal.publishing.models import (
    Contact,
    Document,
)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    """Every document with the one place where it is used, and where it is mended."""

    list_display = ["title", "of", "in_languages", "measured", "is_accessible", "replaced"]
    list_display_links = None
    list_filter = ["kind", "is_accessible", WithoutLanguage]
    search_fields = [*folded("title"), "file", "url"]
    fields = ["title", "of", "kind", "in_languages", "measured", "is_accessible", "replaced"]
    readonly_fields = ["of", "in_languages", "measured", "replaced"]
    measured = DocumentInline.measured

    def get_queryset(self, request):
        """Of the records that this person may see."""
        kinds = [
            ContentType.objects.get_for_model(model).pk
            for model, page in self.admin_site._registry.items()
            if isinstance(page, PublishableAdmin) and page.has_view_permission(request)
        ]
        found = super().get_queryset(request).filter(content_type__in=kinds)
        return found.prefetch_related("record").annotate(times_replaced=Count("former"))

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description=_("of which page"))
    def of(self, document):
        page = self.admin_site.get_model_admin(document.content_type.model_class())
        url = f"{page.form_url(document.record)}#{DOCUMENT_ROWS}"
        return format_html('<a href="{}">{}</a>', url, document.record)

    @admin.display(description=_("languages"))
    def in_languages(self, document):
        field = document._meta.get_field("languages")
        return ", ".join(map(str, field.labels(document.languages))) or gettext("not known")

    @admin.display(description=_("times replaced"), ordering="times_replaced")
    def replaced(self, document):
        return document.times_replaced


@admin.register(Contact)
class ContactAdmin(LiveEditMixin, TranslatedAdmin):
    form = DutchFirstForm
    facts = [(_("Key facts"), {"fields": ["email", "phone", "url"]})]
    texts = ["name", "organisation", "address"]
    inlines = [SourceInline]
    list_display = ["name_nl", "organisation_nl", "email", "translations"]
    search_fields = [*folded("name", "organisation", "address"), "email"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_links(request, form.instance)
        sync_link_places(form.instance)
