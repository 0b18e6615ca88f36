"""What every page of the editors' desk shares: languages, state, search, sources, documents.

A room's admin class says which facts and texts its editors see, in their order; the rest is here.
Without JavaScript a form is one long page, with it the texts become a tab per language.
"""

from copy import copy
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.contrib.admin.widgets import AdminFileWidget, AdminTextInputWidget
from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from js_asset import Media

from portal.datecheck.checks import findings
from portal.editing.history_views import OnlySeen, WithHistory
from portal.editing.links import posted_rows, warn_of_links
from portal.editing.redirects import warn_of_taken_slugs
from portal.editing.source_text import beside
from portal.editing.workflow import Workflow
from portal.i18n.formats import NBSP, moment, size
from portal.i18n.languages import (
    CODES,
    SOURCE,
    TRANSLATIONS,
    exists_in,
    own_text,
    translated_fields,
)
from portal.i18n.unaccent import fold
from portal.links.checker import remember
from portal.publishing import clock
from portal.publishing.fields import reads_the_same
from portal.publishing.models import (
    SLUGS,
    ChangeNote,
    Contact,
    Document,
    Language,
    Publishable,
    Slugged,
    Source,
)
from portal.redirects.validators import check_successor
from portal.revisions.permissions import ALONE, PUBLISH

NAMES = dict(settings.LANGUAGES)  # each in its own language
WITHDRAWAL = [f"withdrawal_reason_{code}" for code in CODES]
# What says nothing new to readers: changing it makes no translation out of date.
NOT_SUBSTANCE = {"state", "publish_at", "slug", *SLUGS, *WITHDRAWAL}
NOT_SUBSTANCE |= {"withdraw_at", "withdrawn_as", "successor"}


def folded(*names):
    """Search fields for texts in all four languages, whatever their accents."""
    return [f"{name}_{code}__fold__contains" for name in names for code in CODES]


def in_pairs(*names):
    """The four languages of each text on two lines, for the compact forms of inlines."""
    pairs = (CODES[:2], CODES[2:])
    return [tuple(f"{name}_{code}" for code in pair) for name in names for pair in pairs]


# Fields


class DayWidget(forms.DateInput):
    """A day to type; static/desk/days.js adds a button with the browser's own calendar."""

    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("dd-mm-yyyy"), "data-calendar": gettext("Choose a day")}
        return super().get_context(name, value, words | {"class": "day"} | (attrs or {}))


class HourWidget(forms.TimeInput):
    def get_context(self, name, value, attrs):
        words = {"placeholder": gettext("hh:mm:ss"), "class": "hour"}
        return super().get_context(name, value, words | (attrs or {}))


class InstantWidget(forms.SplitDateTimeWidget):
    """A date and an hour, with “Brussels time” beside the hour."""

    template_name = "admin/widgets/split_datetime.html"
    label = ""

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [DayWidget, HourWidget], attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        labels = [gettext("Date:"), gettext("Brussels time:")]
        context["date_label"], context["time_label"] = labels
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["attrs"]["aria-label"] = f"{self.label}, {label}".rstrip(":")
        return context


class InstantField(forms.SplitDateTimeField):
    """An instant in a year that databases and time zones can handle."""

    def compress(self, data_list):
        if data_list and data_list[0] and not 1900 <= data_list[0].year <= 2200:
            raise ValidationError(_("Give a year between 1900 and 2200."))
        return super().compress(data_list)


class StoredFile:
    """A file as the upload field shows it: with the address at which readers find it."""

    def __init__(self, file):
        self.name, self.url = file.name, file.instance.get_absolute_url()

    def __str__(self):
        return self.name


class DocumentWidget(AdminFileWidget):
    def format_value(self, value):
        return StoredFile(value) if self.is_initial(value) else None


class DutchFirstForm(forms.ModelForm):
    """Says at the text itself that a translation needs its Dutch."""

    def clean(self):
        data = super().clean()
        for name in translated_fields(self._meta.model):
            dutch = f"{name}_{SOURCE}"
            if dutch not in self.fields or dutch in self.errors or data.get(dutch):
                continue
            if any(data.get(f"{name}_{code}") for code in TRANSLATIONS):
                self.add_error(
                    dutch,
                    _("A translation cannot exist without its Dutch text. Write the Dutch first."),
                )
        return data


def up_to_date_box():
    return forms.BooleanField(
        required=False,
        label=_("this translation is up to date again"),
        help_text=_("Tick when it says what the Dutch says. Readers then see no warning."),
    )


class SubstanceForm(DutchFirstForm):
    """Asks whether readers must know of a change."""

    minor = forms.BooleanField(
        required=False,
        label=_("small improvement (readers need not know)"),
        help_text=_("For example a typing error. The translations then stay up to date."),
    )


def public_sentence(label, code, **kwargs):
    """A field for one sentence that readers get to see, in one language."""
    return forms.CharField(
        required=False,
        max_length=400,
        label=format_lazy("{} [{}]", label, code),
        widget=AdminTextInputWidget(attrs={"lang": code}),
        **kwargs,
    )


WHAT_CHANGED = _("what changes for the reader")


class PublishableForm(SubstanceForm):
    """Of a page that is public, readers are told what changes, unless that is minor.

    `before` is the record as it was. `only_shown` is for a form that comes back to be looked at,
    `publishes_alone` for a person who publishes what nobody else has seen.
    """

    only_shown = publishes_alone = False

    withdraw = forms.BooleanField(
        required=False,
        label=_("withdraw this page"),
        help_text=_("Readers no longer find it. Untick to publish it again."),
    )
    live_at = InstantField(
        required=False,
        label=_("goes live on"),
        widget=InstantWidget(),
        help_text=_("Brussels time. Leave empty: then it is public as soon as it is approved."),
    )
    alone_because = forms.CharField(
        required=False,
        max_length=400,
        label=_("why nobody else reviews this"),
        widget=AdminTextInputWidget(),
        help_text=_("Kept with the version. For example: “A mistake in the deadline, Sunday.”"),
    )
    updated_fr = up_to_date_box()
    updated_de = up_to_date_box()
    updated_en = up_to_date_box()
    told_nl = public_sentence(
        WHAT_CHANGED,
        "nl",
        help_text=_("What is different. For example: “The maximum rises from 10.000 to 12.000.”"),
    )
    told_fr = public_sentence(WHAT_CHANGED, "fr")
    told_de = public_sentence(WHAT_CHANGED, "de")
    told_en = public_sentence(WHAT_CHANGED, "en")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = copy(self.instance)
        self.was_public = was_public(self.instance)
        self.initial["withdraw"] = self.instance.state == Publishable.State.WITHDRAWN
        if live_at := self.fields.get("live_at"):  # a translator has no such field
            live_at.widget.label = capfirst(live_at.label)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"state"}  # constraints ask about it

    def is_valid(self):
        return super().is_valid() and not self.only_shown

    def withdraws(self):
        return self.was_public and self.cleaned_data.get("withdraw", False)

    def _post_clean(self):
        if self.was_public:
            states = Publishable.State
            self.instance.state = states.WITHDRAWN if self.withdraws() else states.PUBLISHED
        super()._post_clean()  # only now the record is as the form says
        self.check_successor()
        if self.was_public:
            self.check_that_readers_are_told()
        if self.publishes_alone and not self.cleaned_data.get("alone_because"):
            message = _("You wrote this yourself. Say why nobody else can look at it.")
            self.add_error("alone_because", message)

    def check_successor(self):
        try:
            check_successor(self.instance)
        except ValidationError as error:
            self._update_errors(error)

    def check_that_readers_are_told(self):
        dutch = self.cleaned_data.get(f"told_{SOURCE}")
        is_minor = self.cleaned_data.get("minor")
        said = said_anew(self, self.instance.posted_rows)
        if dutch and is_minor:
            message = _("Either tell readers what changes, or tick that it is a small improvement.")
        elif not dutch and any(self.cleaned_data.get(f"told_{code}") for code in TRANSLATIONS):
            message = _("A translation cannot exist without its Dutch text. Write the Dutch first.")
        elif said & {SOURCE, None} and not (dutch or is_minor or self.tells_itself()):
            message = _(
                "This page is public. Tell readers in Dutch what changes, or tick that it is a "
                "small improvement."
            )
        else:
            return
        self.add_error(f"told_{SOURCE}", message)

    def tells_itself(self):
        """Whether what was changed is told to readers without anyone writing it."""
        return False


def was_public(thing):
    """Whether readers have seen this record: it is public, or was until it was withdrawn."""
    return bool(thing.pk) and (thing.is_published() or thing.was_withdrawn())


class DayOnlyForm(DutchFirstForm):
    """An instant of which perhaps only the day is known: then the hour may stay empty.

    `day_only` names the field, `day_only_box` the box that says so, `day_only_hour` what is kept.
    """

    day_only, day_only_box, day_only_hour = "", "", ""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        day, hour = (self.add_prefix(f"{self.day_only}_{part}") for part in (0, 1))
        if data and data.get(self.add_prefix(self.day_only_box)) and data.get(day):
            self.data = data.copy()
            self.data[hour] = data.get(hour) or self.day_only_hour


# The state of a record and of its translations, in words


def public_state(thing):
    if thing.was_withdrawn():
        return thing.State.WITHDRAWN.label
    waits = thing.publish_at and thing.publish_at > clock.now()
    if thing.state == thing.State.PUBLISHED and waits:
        return gettext("scheduled for %(moment)s") % {"moment": moment(thing.publish_at)}
    return thing.get_state_display()


class Translation(models.TextChoices):
    CURRENT = "current", _("up to date")
    OUTDATED = "outdated", _("not up to date")
    INCOMPLETE = "incomplete", _("incomplete")
    MISSING = "missing", _("missing")


def untranslated(thing, code):
    """Names of the texts that a record has in Dutch but not in another language."""
    return [
        name
        for name in translated_fields(type(thing))
        if own_text(thing, name, SOURCE) and not own_text(thing, name, code)
    ]


def translation_state(thing, code):
    if untranslated(thing, code):
        started = any(own_text(thing, name, code) for name in translated_fields(type(thing)))
        return Translation.INCOMPLETE if started else Translation.MISSING
    outdated = isinstance(thing, Publishable) and thing.is_outdated(code)
    return Translation.OUTDATED if outdated else Translation.CURRENT


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        draft, *others = Publishable.State.choices
        return [draft, ("scheduled", _("scheduled")), *others]

    def queryset(self, request, queryset):
        now = clock.now()
        if self.value() == "scheduled":
            return queryset.filter(state=Publishable.State.PUBLISHED, publish_at__gt=now)
        if self.value() == Publishable.State.PUBLISHED:
            return queryset.filter(queryset.model.is_public_at(now))
        if self.value() == Publishable.State.WITHDRAWN:
            return queryset.filter(queryset.model.is_withdrawn_at(now))
        if self.value() in Publishable.State.values:
            return queryset.filter(state=self.value())
        return queryset


class WithoutLanguage(admin.SimpleListFilter):
    title, parameter_name = _("languages"), "language"

    def lookups(self, request, model_admin):
        return [("none", _("not known"))]

    def queryset(self, request, queryset):
        return queryset.filter(languages=[]) if self.value() == "none" else queryset


class TranslationFilter(admin.SimpleListFilter):
    language = ""

    def lookups(self, request, model_admin):
        return [
            (Translation.MISSING, _("missing or incomplete")),
            (Translation.OUTDATED, Translation.OUTDATED.label),
            (Translation.CURRENT, Translation.CURRENT.label),
        ]

    def queryset(self, request, queryset):
        if self.value() not in Translation.values:
            return queryset
        exists = exists_in(queryset.model, self.language)
        if self.value() == Translation.MISSING:
            return queryset.exclude(pk__in=queryset.model.objects.filter(exists).values("pk"))
        changed = f"changed_{self.language}"
        outdated = Q(changed_nl__isnull=False) & (
            Q(**{f"{changed}__isnull": True}) | Q(**{f"{changed}__lt": F("changed_nl")})
        )
        wanted = outdated if self.value() == Translation.OUTDATED else ~outdated
        return queryset.filter(exists, wanted)


def translation_filter(code):
    title = format_lazy("{}: {}", _("translation"), Language(code).label)
    attributes = {"language": code, "title": title, "parameter_name": f"translation_{code}"}
    return type(f"TranslationFilter{code}", (TranslationFilter,), attributes)


TRANSLATION_FILTERS = [translation_filter(code) for code in TRANSLATIONS]


# Pages


def translates(user):
    """The languages that a translator writes."""
    return [code for code in TRANSLATIONS if user.has_perm(f"revisions.translate_{code}")]


def sees_all(request):
    return getattr(request, "sees_all", False)


class DeskFields:
    """Widgets as the desk wants them; texts know their language, for the spelling checker.

    For a request that `sees_all`, a draft that is applied whoever wrote it, all may be written.
    """

    def has_add_permission(self, request, *args):
        return sees_all(request) or super().has_add_permission(request, *args)

    def has_change_permission(self, request, obj=None):
        return sees_all(request) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return sees_all(request) or super().has_delete_permission(request, obj)

    formfield_overrides = {
        models.DateField: {"widget": DayWidget},
        models.DateTimeField: {"form_class": InstantField, "widget": InstantWidget},
        models.FileField: {"widget": DocumentWidget},
        models.URLField: {"assume_scheme": "https"},  # for an address typed without one
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, InstantField):
            field.widget.label = capfirst(field.label)
        if db_field.name in self.get_autocomplete_fields(request):
            # Its answers open inside the page's main part, not after the page.
            field.widget.attrs["data-dropdown-parent"] = "#content-start"
        if code := getattr(db_field, "language", None):
            field.widget.attrs["lang"] = code
        return field


class TranslatedAdmin(DeskFields, WithHistory, admin.ModelAdmin):
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
            forms.Script("desk/slugs.js", type="module"),
        ]

    def may_change_all(self, request, obj=None):
        """Whether this person edits the facts and the Dutch; a translator writes one language."""
        return super().has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if self.may_change_all(request, obj):
            return True
        return bool(translates(request.user)) and self.has_view_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj is None or self.may_change_all(request, obj):
            return fields
        own = {f"_{code}" for code in translates(request.user)}
        return [
            name
            for name in flatten_fieldsets(self.get_fieldsets(request, obj))
            if name[-3:] not in own or name.startswith(("slug", "withdrawal"))
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
            beside(context["adminform"].form, record, getattr(request, "draft", None))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_formset(self, request, form, formset, change):
        # Rows may swap what must be unique, so changed rows leave the table before they are saved.
        if formset.model._meta.total_unique_constraints:
            rows = [row.instance.pk for row in formset.initial_forms if row.has_changed()]
            table = formset.model._base_manager.filter(pk__in=rows)
            table._raw_delete(table.db)
        super().save_formset(request, form, formset, change)

    @admin.display(description=_("languages"))
    def translations(self, thing):
        """Which languages a record is in: “nl ✓ · fr ✓ · de missing · en not up to date”."""
        states = [(code, translation_state(thing, code)) for code in CODES]
        return " · ".join(
            f"{code}{NBSP}✓" if state == Translation.CURRENT else f"{code}{NBSP}{state.label}"
            for code, state in states
        )


def in_order(fieldsets, inlines):
    """The parts of a form: an inline after the fieldset it names, the others before publication."""
    waiting = list(inlines)
    for inline in waiting:
        inline.opts.verbose_name_plural = counted(inline)
    for fieldset in fieldsets:
        classes = fieldset.classes.split()
        fieldset.language = next((code for code in CODES if f"language-{code}" in classes), "")
        fieldset.mistakes = mistakes(fieldset)
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


def said_anew(form, formsets):
    """The languages in which a posted page says something new; None stands for a changed fact.

    Bookkeeping is not counted.
    """
    rows = [
        row
        for formset in formsets
        if formset.model not in (Source, ChangeNote)
        for row in formset.forms
        if row.has_changed()
    ]
    return {
        language_of(one, name)
        for one in (form, *rows)
        for name in one.changed_data
        if name not in NOT_SUBSTANCE and name not in one.declared_fields
        if not only_laid_out_anew(one, name)
    }


def only_laid_out_anew(form, name):
    """Whether prose came back from the editor with the same words and links."""
    is_prose = isinstance(form.fields[name], ProseEditorFormField)
    return is_prose and reads_the_same(form.initial.get(name), form.cleaned_data.get(name))


def language_of(form, name):
    """The language of a text; None for a fact or a row that goes, which show in all."""
    try:
        return getattr(form._meta.model._meta.get_field(name), "language", None)
    except FieldDoesNotExist:
        return None


class PublicAtOnce:
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


class PublishableAdmin(Workflow, TranslatedAdmin):
    """The form and list of a record with a public page."""

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
        fieldsets += [self.publication_fieldset(request, obj), self.withdrawal_fieldset(obj)]
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
                *(["live_at"] if may_change and was_public(obj) else []),
                *(["alone_because"] if request.user.has_perm(ALONE) else []),
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

    def withdrawal_fieldset(self, obj):
        folded_away = obj is None or obj.state != obj.State.WITHDRAWN
        withdraw = ["withdraw"] if obj and was_public(obj) else []
        return _("Withdrawal"), {
            "classes": ["publication", *(["collapse"] if folded_away else [])],
            "fields": [*withdraw, "withdraw_at", *WITHDRAWAL, "withdrawn_as", "successor"],
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

    def view_on_site(self, thing):
        return thing.get_absolute_url() if thing.is_published() else None

    def has_delete_permission(self, request, obj=None):
        """What was public is withdrawn, with its reason; only drafts and examples are deleted."""
        deletable = obj is None or obj.state == obj.State.DRAFT or obj.is_example
        return deletable and super().has_delete_permission(request, obj)

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        obj.posted_rows = formsets  # for the form of the record, which asks whether they say news
        return formsets, inlines

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.note_changes(form, formsets, change)
        if form.was_public and form.cleaned_data.get(f"told_{SOURCE}"):
            texts = {f"text_{code}": form.cleaned_data[f"told_{code}"] for code in CODES}
            ChangeNote.objects.create(record=form.instance, **texts)
        self.warn(request, form, change)
        if not getattr(request, "is_preview", False):
            remember(form.instance)

    def save_formset(self, request, form, formset, change):
        if formset.model is Document and form.was_public:
            for row in formset.initial_forms:
                if {"file", "url"} & set(row.changed_data):
                    row.instance.keep_former_file()
        super().save_formset(request, form, formset, change)

    def warn(self, request, form, change):
        """Say what an editor should look at once more; nothing of it stops a publication."""
        if form.instance.state != Publishable.State.WITHDRAWN:
            warn_of_dates(request, form.instance)
            if not sees_all(request):  # else nobody hears it
                warn_of_links(request, form.instance, posted_rows(form.instance))
        warn_of_taken_slugs(request, form)

    def note_changes(self, form, formsets, change):
        """Remember which texts changed in substance, for the notice on outdated translations."""
        thing, data = form.instance, form.cleaned_data
        if not change:
            languages = {SOURCE, *thing.languages}
        else:
            languages = said_anew(form, formsets)
            if data.get("minor"):  # what tells itself is never minor
                languages = {None} if form.tells_itself() else set()
            if None in languages:  # a fact is new in all languages at once: none falls behind
                current = {code for code in thing.languages if not thing.is_outdated(code)}
                languages |= {SOURCE} if SOURCE in languages else current
                languages.remove(None)
            languages |= {code for code in TRANSLATIONS if data.get(f"updated_{code}")}
        if languages:
            thing.note_changes(languages, at=timezone.now())
            thing.save(update_fields=[f"changed_{code}" for code in languages])

    @admin.display(description=_("public state now"), ordering="state")
    def public_state(self, thing):
        """The state, with a link to the page where there is one."""
        url, state = self.view_on_site(thing), public_state(thing)
        if not url:
            return state
        link = '{}, <a href="{}">{}<span class="visually-hidden">: {}</span></a>'
        return format_html(link, state, url, gettext("view"), thing)


def warn_of_dates(request, thing):
    """Say which dates in the texts of a record are not those of its fields or its Dutch text."""
    found = findings(thing)
    if not found:
        return
    count = len(found)
    heading = ngettext(
        "Look at %(count)d date in the texts:", "Look at %(count)d dates in the texts:", count
    ) % {"count": count}
    rows = (
        (
            thing._meta.get_field(f"{one.field}_{one.language}").verbose_name,
            one.sentence,
            one.message,
        )
        for one in found
    )
    listed = format_html_join("", "<li>{}: “{}” {}</li>", rows)
    messages.warning(request, format_html("{} <ul>{}</ul>", heading, listed))


# What a record consists of


class DeskInline(DeskFields):
    """Rows inside a form. `after` is a class of the fieldset that they follow.

    One empty row is there for who has no JavaScript. Folded, with their number in the heading.
    """

    form = DutchFirstForm
    extra = 1
    after = ""
    classes = ["collapse"]


DOCUMENT_ROWS = "publishing-document-content_type-object_id-group"  # where Django's form has them


class DocumentInline(DeskInline, GenericStackedInline):
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
        return ", ".join(filter(None, parts)) or gettext("counted when a file is saved")

    @admin.display(description=_("former files"))
    def former_files(self, document):
        former = document.former.all() if document.pk else []
        until = gettext("until %(moment)s")
        rows = ((one.get_absolute_url(), until % {"moment": moment(one.until)}) for one in former)
        return format_html_join("; ", '<a href="{}">{}</a>', rows) or gettext("none")


@admin.register(Document)
class DocumentAdmin(OnlySeen, admin.ModelAdmin):
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


class SourceInline(DeskInline, GenericStackedInline):
    model = Source
    ct_field, ct_fk_field = "content_type", "object_id"
    fields = ["title", "url", ("language", "checked_on", "confidence"), *in_pairs("note")]


class ChangeNoteInline(DeskInline, GenericStackedInline):
    """What readers were told before. A new sentence has its place at the end of the form."""

    model = ChangeNote
    extra = max_num = 0
    ct_field, ct_fk_field = "content_type", "object_id"
    fields = ["at", *in_pairs("text")]


@admin.register(Contact)
class ContactAdmin(PublicAtOnce, TranslatedAdmin):
    form = DutchFirstForm
    facts = [(_("Key facts"), {"fields": ["email", "phone", "url"]})]
    texts = ["name", "organisation", "address"]
    list_display = ["name_nl", "organisation_nl", "email", "translations"]
    search_fields = [*folded("name", "organisation", "address"), "email"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_links(request, form.instance)
        remember(form.instance)
