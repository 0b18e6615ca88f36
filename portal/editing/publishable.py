"""The form and list of a record with a public page."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from portal.editing.base import NAMES, TranslatedAdmin, in_pairs
from portal.editing.filters import TRANSLATION_FILTERS, StateFilter
from portal.editing.forms import PublishableForm
from portal.editing.inlines import ChangeNoteInline, DocumentInline, SourceInline
from portal.editing.links import warn_of_links
from portal.editing.redirects import warn_of_taken_slugs
from portal.editing.states import public_state
from portal.editing.text_warnings import warn_of_texts
from portal.editing.translators import translates
from portal.editing.workflow import WorkflowMixin
from portal.i18n.languages import (
    SOURCE,
)
from portal.publishing.models import Publishable
from portal.publishing.signals import record_written
from portal.revisions.current import has_left_draft, was_public
from portal.revisions.publication import note_changes


class PublishableAdmin(WorkflowMixin, TranslatedAdmin):
    """The form and list of a record with a public page."""

    class Media:
        js = [
            forms.Script("desk/open.js", type="module"),
            forms.Script("desk/mistakes.js", type="module"),
        ]

    form = PublishableForm
    change_form_template = "admin/page_form.html"
    list_display = ["__str__", "public_state", "translations"]
    list_filter = [StateFilter, *TRANSLATION_FILTERS, "is_example"]
    readonly_fields = ["public_state", "is_example"]

    def get_inlines(self, request, obj):
        told_before = [ChangeNoteInline] if obj else []
        return [*self.inlines, DocumentInline, SourceInline, *told_before]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        fieldsets.append(self.publication_fieldset(request, obj))
        if obj and was_public(obj) and self.has_change_permission(request, obj):
            fieldsets.append(self.readers_fieldset())
        if obj and not self.may_change_all(request, obj):
            fieldsets = [self.only_translated(request, *one) for one in fieldsets]
        return fieldsets

    def only_translated(self, request, name, options):
        """A fieldset without what only an editor is asked: whether readers must know, and when."""
        own = {f"updated_{code}" for code in translates(request.user)}
        asked = {*PublishableForm.declared_fields, *self.form.declared_fields} - own
        fields = [one for one in flatten(options["fields"]) if one not in asked]
        return name, options | {"fields": fields}

    def language_fieldset(self, request, code, obj=None):
        name, options = super().language_fieldset(request, code, obj)
        options["fields"].append(f"caveat_{code}")
        if obj and code != SOURCE and self.has_change_permission(request, obj):
            options["fields"].append(f"updated_{code}")
        return name, options

    def publication_fieldset(self, request, obj):
        is_new = obj is None
        may_change = not is_new and self.has_change_permission(request, obj)
        return _("Publication"), {
            "classes": ["publication"],
            "fields": [
                *([] if is_new else ["public_state"]),
                "publish_at",
                *([] if is_new else ["is_example"]),
                *(["minor"] if may_change and not was_public(obj) else []),
                *(["live_at"] if may_change and has_left_draft(obj) else []),
            ],
        }

    def readers_fieldset(self):
        return _("What changes for the reader?"), {
            "classes": ["publication", "readers"],
            "fields": [*in_pairs("told"), "minor"],
            "description": _(
                "One sentence, on the page and in the list of recent changes. Nothing new for the "
                "reader? Then tick “small improvement”."
            ),
        }

    def about_language(self, code, obj):
        about = super().about_language(code, obj)
        if code != SOURCE:
            which = {"taal": code, "staat": "all", "soort": self.opts.label_lower, "id": obj.pk}
            url = f"{reverse('export_translations')}?{urlencode(which)}"
            words = gettext("Export for a translator (PO)")
            about = format_html('{} <a href="{}">{}</a>', about, url, words)
        if not obj.is_published():
            return about
        with override(code):
            url = obj.get_absolute_url()
        text = gettext("Public page: %(language)s") % {"language": NAMES[code]}
        return format_html('{} <a href="{}">{}</a>', about, url, text)

    def view_on_site(self, record):
        return record.get_absolute_url() if record.is_published() else None

    def has_delete_permission(self, request, obj=None):
        """What was public is withdrawn, with its reason; only drafts and examples are deleted."""
        deletable = obj is None or obj.state == obj.State.DRAFT or obj.is_example
        return deletable and super().has_delete_permission(request, obj)

    def save_related(self, request, form, formsets, change):
        """A record that is new; what there is already is saved as a revision."""
        super().save_related(request, form, formsets, change)
        note_changes(form.instance, {SOURCE, *form.instance.languages})
        record_written.send(self.model, record=form.instance)

    def response_add(self, request, obj, post_url_continue=None):
        self.warn(request, None, obj)
        return super().response_add(request, obj, post_url_continue)

    def get_readonly_fields(self, request, obj=None):
        """What is public once is taken off the site by a withdrawal, not by a later date."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "publish_at"] if obj and has_left_draft(obj) else fields

    def warn(self, request, before, after):
        """Say what an editor should look at once more; nothing of it stops a publication."""
        if after.state != Publishable.State.WITHDRAWN:
            warn_of_texts(request, after)
            warn_of_links(request, after)
        warn_of_taken_slugs(request, before, after)

    @admin.display(description=_("public state now"), ordering="state")
    def public_state(self, record):
        """The state, with a link to the page where there is one."""
        url, state = self.view_on_site(record), public_state(record)
        if not url:
            return state
        link = '{}, <a href="{}">{}<span class="visually-hidden">: {}</span></a>'
        return format_html(link, state, url, gettext("view"), record)
