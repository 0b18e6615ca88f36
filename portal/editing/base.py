"""What every page of the admin shares: languages, state, search, sources, documents.

The admin class of a model says which facts and texts editors see, in their order; the rest is here.
Without JavaScript a form is one long page, with it the texts become a tab per language.
"""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from portal.editing.forms import DutchFirstForm
from portal.editing.history_views import HistoryMixin
from portal.editing.source_text import attach_source_text
from portal.editing.states import Translation, translation_state, untranslated
from portal.editing.translators import TranslatorMixin
from portal.editing.widgets import (
    DayField,
    DayWidget,
    DocumentWidget,
    InstantField,
    InstantWidget,
    ListedSelect,
    ListedSelectMultiple,
    PartialDateWidget,
    WebAddressField,
)
from portal.i18n.formats import NBSP
from portal.i18n.languages import (
    CODES,
    SOURCE,
)
from portal.i18n.unaccent import fold
from portal.publishing.fields import PartialDateField, ProseField
from portal.publishing.models import (
    SLUGS,
    Slugged,
)
from portal.revisions.permissions import PUBLISH

NAMES = dict(settings.LANGUAGES)  # each in its own language


def folded(*names):
    """Search fields for texts in all four languages, whatever their accents."""
    return [f"{name}_{code}__fold__contains" for name in names for code in CODES]


def in_pairs(*names):
    """The four languages of each text on two lines, for the compact forms of inlines."""
    pairs = (CODES[:2], CODES[2:])
    return [tuple(f"{name}_{code}" for code in pair) for name in names for pair in pairs]


class AdminFieldsMixin:
    """Widgets of the admin; texts know their language, for the spelling checker."""

    formfield_overrides = {
        models.DateField: {"form_class": DayField, "widget": DayWidget},
        models.DateTimeField: {"form_class": InstantField, "widget": InstantWidget},
        models.FileField: {"widget": DocumentWidget},
        PartialDateField: {"widget": PartialDateWidget},
        models.URLField: {"form_class": WebAddressField, "assume_scheme": "https"},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, InstantField):
            field.widget.label = capfirst(field.label)
        if code := getattr(db_field, "language", None):
            field.widget.attrs["lang"] = code
        if isinstance(db_field, ProseField):
            field.widget.attrs["data-own-pages"] = reverse("own_pages")
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs = self.listed(ListedSelect, db_field, request) | kwargs
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs = self.listed(ListedSelectMultiple, db_field, request) | kwargs
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def listed(self, widget, db_field, request):
        """The widget of a choice that is searched, which without JavaScript is a list."""
        if db_field.name not in self.get_autocomplete_fields(request):
            return {}
        read = vars(request).setdefault("choices_read", {})
        return {"widget": widget(db_field, self.admin_site, read=read)}


class TranslatedAdmin(AdminFieldsMixin, TranslatorMixin, HistoryMixin, admin.ModelAdmin):
    """A form with facts, then a fieldset per language, then the rest."""

    form = DutchFirstForm
    change_form_template = "admin/desk_form.html"
    save_on_top = True
    facts = ()  # fieldsets before the texts
    texts = ()  # translated fields, in the editor's order
    after_texts = ()  # fieldsets after the texts
    slug_from = ""  # the text that an address is proposed from

    class Media:
        js = [
            forms.Script("desk/language-tabs.js", type="module"),
            forms.Script("desk/names.js", type="module"),
            forms.Script("desk/days.js", type="module"),
            forms.Script("desk/own-pages.js", type="module"),
            forms.Script("desk/slugs.js", type="module"),
            forms.Script("desk/unsaved.js", type="module"),
        ]

    def get_fieldsets(self, request, obj=None):
        languages = [self.language_fieldset(request, code, obj) for code in CODES]
        return [*self.facts, *languages, *self.after_texts]

    def language_fieldset(self, request, code, obj=None):
        first, *rest = (f"{name}_{code}" for name in self.texts)
        slug = [f"slug_{code}"] if issubclass(self.model, Slugged) else []
        name, last = NAMES[code], ["texts"] if code == CODES[-1] else []
        if code == SOURCE:
            name = gettext("%(language)s (source)") % {"language": name}
        elif obj:
            name = f"{name}: {translation_state(obj, code).label}"
        return name, {
            "fields": [first, *slug, *rest],
            "classes": ["language-tab", f"language-{code}", *last],
            "description": self.about_language(code, obj) if obj else "",
        }

    def about_language(self, code, obj):
        missing = untranslated(obj, code)
        labels = ", ".join(str(self.opts.get_field(name).verbose_name) for name in missing)
        return format_html("{} {}", gettext("Still to translate:"), labels) if missing else ""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in SLUGS and self.slug_from:
            field.widget.attrs["data-slug-of"] = db_field.name.replace("slug", self.slug_from)
        return field

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map is an inline script: only with this nonce may it run.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        context["parts"] = list(in_order(context["adminform"], context["inline_admin_formsets"]))
        if record := context.get("original"):
            attach_source_text(context["adminform"].form, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(self, request, form, formset, change):
        # Rows may swap what must be unique, so changed rows leave the table before they are saved.
        if formset.model._meta.total_unique_constraints:
            rows = [row.instance.pk for row in formset.initial_forms if row.has_changed()]
            table = formset.model._base_manager.filter(pk__in=rows)
            table._raw_delete(table.db)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("languages"))
    def translations(self, record):
        """Which languages a record is in: “nl ✓ · fr ✓ · de missing · en not up to date”."""
        states = [(code, translation_state(record, code)) for code in CODES]
        return " · ".join(
            f"{code}{NBSP}✓" if state == Translation.CURRENT else f"{code}{NBSP}{state.label}"
            for code, state in states
        )


def in_order(fieldsets, inlines):
    """The parts of a form: an inline after the fieldset it names, the others before publication."""
    waiting = list(inlines)
    for inline in waiting:
        inline.opts.verbose_name_plural = counted(inline)
        if inline.non_form_errors():
            inline.is_collapsible = False
    for fieldset in fieldsets:
        classes = fieldset.classes.split()
        fieldset.language = next((code for code in CODES if f"language-{code}" in classes), "")
        fieldset.mistakes = mistakes(fieldset)
        if fieldset.mistakes:  # Django looks past fields that stand beside another
            fieldset.is_collapsible = False
        is_last = "publication" in classes
        if is_last:
            yield from waiting
        yield fieldset
        yield from (inline for inline in waiting if not is_last and inline.opts.after in classes)
        waiting = [one for one in waiting if not is_last and one.opts.after not in classes]
    yield from waiting


def counted(inline):
    """'Sources (3)': a folded list says how much it holds."""
    name, count = inline.opts.verbose_name_plural, inline.formset.initial_form_count()
    return f"{name} ({count})" if count else name


def mistakes(fieldset):
    """How many fields of a fieldset have an error, in words; '' when none has."""
    count = sum(name in fieldset.form.errors for name in flatten(fieldset.fields))
    words = ngettext("%(count)d error", "%(count)d errors", count) % {"count": count}
    return words if count else ""


class LiveEditMixin:
    """For what readers see as soon as it is saved: it has no draft, so who publishes writes it."""

    def is_public_at_once(self, obj):
        return True

    def may_change_all(self, request, obj=None):
        may = super().may_change_all(request, obj)
        return may and self.may_publish(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_publish(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_publish(request, obj)

    def may_publish(self, request, obj):
        waits = obj is None or not self.is_public_at_once(obj)
        return waits or request.user.has_perm(PUBLISH)
