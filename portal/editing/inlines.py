"""The rows that every page has: documents, sources, public changes."""

from django.contrib import admin
from django.contrib.contenttypes.admin import GenericStackedInline
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.editing.base import AdminFieldsMixin, in_pairs
from portal.editing.forms import DutchFirstForm
from portal.editing.translators import TranslatorRowsMixin
from portal.i18n.formats import moment, size
from portal.publishing.models import (
    ChangeNote,
    Document,
    Source,
)


class BaseInline(TranslatorRowsMixin, AdminFieldsMixin):
    """Rows inside a form. `after` is a class of the fieldset that they follow.

    One empty row is there for who has no JavaScript. Folded, with their number in the heading.
    """

    form = DutchFirstForm
    extra = 1
    after = ""
    classes = ["collapse"]


DOCUMENT_ROWS = "publishing-document-content_type-object_id-group"  # where Django's form has them


class DocumentInline(BaseInline, GenericStackedInline):
    model = Document
    ct_field, ct_fk_field = "content_type", "object_id"
    after = "texts"
    fields = [
        *in_pairs("title"),
        ("kind", "position"),
        "languages",
        ("file", "url"),
        ("is_accessible", "measured", "former_files"),
    ]
    readonly_fields = ["measured", "former_files"]

    @admin.display(description=_("size"))
    def measured(self, document):
        pages = document.pages or 0
        parts = [size(document.size) if document.size else ""]
        parts.append(ngettext("%(n)d page", "%(n)d pages", pages) % {"n": pages} if pages else "")
        return ", ".join(filter(None, parts)) or gettext("measured when a file is saved")

    @admin.display(description=_("former files"))
    def former_files(self, document):
        former = document.former.all() if document.pk else []
        until = gettext("until %(moment)s")
        rows = ((one.get_absolute_url(), until % {"moment": moment(one.until)}) for one in former)
        return format_html_join("; ", '<a href="{}">{}</a>', rows) or gettext("none")


class SourceInline(BaseInline, GenericStackedInline):
    model = Source
    ct_field, ct_fk_field = "content_type", "object_id"
    fields = ["title", "url", ("language", "checked_on", "confidence"), *in_pairs("note")]


class KeptTextForm(DutchFirstForm):
    """Of what readers were told, a text that is there stays; a translation can be added."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.disabled = bool(getattr(self.instance, name, ""))


class KeptInline(BaseInline):
    """What happened: nobody adds, changes or removes it. Its missing translations are written."""

    form = KeptTextForm
    extra = max_num = 0

    def has_add_permission(self, request, obj):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ChangeNoteInline(KeptInline, GenericStackedInline):
    """What readers were told before. A new sentence has its place at the end of the form."""

    model = ChangeNote
    readonly_fields = ["at"]
    ct_field, ct_fk_field = "content_type", "object_id"
    fields = ["at", *in_pairs("text")]
