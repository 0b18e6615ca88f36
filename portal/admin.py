from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.backoffice import users  # noqa: F401  (registers accounts and roles)
from portal.editing.base import folded, in_pairs
from portal.editing.inlines import BaseInline
from portal.editing.publishable import PublishableAdmin
from portal.models import Limitation, ServicePage


class LimitationInline(BaseInline, admin.StackedInline):
    model = Limitation
    after = "texts"
    fields = [
        *in_pairs("part"),
        ("criterion", "solved_by", "position"),
        *in_pairs("reason", "alternative"),
    ]


@admin.register(ServicePage)
class ServicePageAdmin(PublishableAdmin):
    facts = [(_("Key facts"), {"fields": ["key", ("prepared_on", "reviewed_on"), "contacts"]})]
    texts = ["title", "summary", "body"]
    inlines = [LimitationInline]
    autocomplete_fields = ["contacts"]
    list_display = ["__str__", "key", "reviewed_on", "public_state", "translations"]
    search_fields = folded("title", "summary", "body")
