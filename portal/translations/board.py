"""The translation board: which texts need a translator, the most urgent first, with PO export."""

from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from calls.models import Call
from calls.status import OPEN_STATES, Status
from portal.editing.base import TranslatedAdmin
from portal.editing.forms import PlainAdminForm
from portal.editing.states import Translation, translation_state
from portal.editing.translators import translates
from portal.exchange import po
from portal.i18n.formats import day, end_moment, moment
from portal.i18n.languages import TRANSLATIONS
from portal.publishing.models import Language, Publishable
from portal.revisions.models import Draft

PER_PAGE = 50
LANGUAGES = [(code, Language(code).label) for code in TRANSLATIONS]


class TranslationTask(NamedTuple):
    """One record in one language. `urgency` is a sort key, `note` its reason in words."""

    record: Publishable
    code: str
    state: str
    urgency: tuple
    note: str

    @property
    def form_url(self):
        """The change form of the record, opened at this language."""
        name = f"admin:{self.record._meta.app_label}_{self.record._meta.model_name}_change"
        return f"{reverse(name, args=[self.record.pk])}#language-{self.code}"

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @property
    def language(self):
        return Language(self.code).label

    @property
    def state_label(self):
        return Translation(self.state).label


def model_admin_for(record):
    return admin.site.get_model_admin(type(record))


def translatable_models(request):
    """{label: model} of the models with translated texts that the user may view."""
    return {
        model._meta.label_lower: model
        for model, model_admin in admin.site._registry.items()
        if isinstance(model_admin, TranslatedAdmin) and model_admin.has_view_permission(request)
    }


def records_to_translate(model):
    """The records of a model, without examples and what is withdrawn."""
    records = model.objects.select_related()  # a record can have the name of its parent
    if not issubclass(model, Publishable):
        return records
    withdrawn = model.objects.filter(model.is_withdrawn_at(timezone.now()))
    return records.real().exclude(pk__in=withdrawn.values("pk"))


def urgency_of(record):
    """(sort key, reason in words) of the translations of a record.

    Open calls come first, by deadline; then announced calls, by opening; then public pages, by the
    last change of their Dutch text, the oldest first; then all others.
    """
    if isinstance(record, Call) and record.is_published():
        status = record.status()
        if status in OPEN_STATES and record.closing:
            return (0, record.closing.timestamp()), _("closes on %s") % end_moment(record.closing)
        if status == Status.ANNOUNCED and record.opens_at:
            return (1, record.opens_at.timestamp()), _("opens on %s") % moment(record.opens_at)
    if isinstance(record, Publishable) and record.is_published() and record.changed_nl:
        changed = record.changed_nl
        return (2, changed.timestamp()), _("Dutch of %s") % day(changed)
    return (3, 0), "" if not isinstance(record, Publishable) else _("readers do not see it yet")


def translation_tasks(request):
    """A task for each record and language, up-to-date ones last, else the most urgent first."""
    tasks = []
    for model in translatable_models(request).values():
        for record in records_to_translate(model):
            urgency, note = urgency_of(record)
            tasks += [
                TranslationTask(record, code, translation_state(record, code), urgency, note)
                for code in TRANSLATIONS
            ]
    return sorted(tasks, key=lambda task: (task.state == Translation.CURRENT, task.urgency))


def count_by_state(tasks):
    """[(code, language, [(state, label, number of tasks)])]."""
    return [
        (
            code,
            language,
            [
                (state, label, sum(task.code == code and task.state == state for task in tasks))
                for state, label in Translation.choices
            ],
        )
        for code, language in LANGUAGES
    ]


class TaskFilterForm(PlainAdminForm):
    taal = forms.ChoiceField(label=gettext_lazy("language"), required=False)
    staat = forms.ChoiceField(label=gettext_lazy("state of the translation"), required=False)
    soort = forms.ChoiceField(label=gettext_lazy("type of page"), required=False)

    def __init__(self, data, request):
        super().__init__(data)
        self.fields["taal"].choices = [("", _("all")), *LANGUAGES]
        self.fields["staat"].choices = [
            ("", _("not up to date, incomplete or missing")),
            *Translation.choices,
            ("all", _("all")),
        ]
        models = translatable_models(request).items()
        kinds = [(label, capfirst(model._meta.verbose_name)) for label, model in models]
        self.fields["soort"].choices = [("", _("all")), *kinds]

    def narrow(self, tasks):
        """The tasks that match the filters; a filter with an unknown value counts as empty."""
        self.is_valid()
        code, state, kind = (self.cleaned_data.get(name, "") for name in self.fields)
        return [
            task
            for task in tasks
            if code in ("", task.code)
            and (state in ("all", task.state) or (not state and task.state != Translation.CURRENT))
            and kind in ("", task.record._meta.label_lower)
        ]


def only_language(user):
    """The language of a user who translates into just one, else ''."""
    codes = translates(user)
    return codes[0] if len(codes) == 1 else ""


def admin_context(request, title, **context):
    return {**admin.site.each_context(request), "title": title, **context}


@require_safe
def board(request):
    query = request.GET.copy()
    if "taal" not in query:
        query["taal"] = only_language(request.user)
    form, tasks = TaskFilterForm(query, request), translation_tasks(request)
    page = Paginator(form.narrow(tasks), PER_PAGE).get_page(request.GET.get("p"))
    drafts = {
        (draft.content_type.model_class(), draft.object_id): draft
        for draft in Draft.objects.select_related("content_type", "author")
    }
    query.pop("p", None)
    context = admin_context(
        request,
        _("Translations"),
        filters=form,
        counts=count_by_state(tasks),
        states=Translation.labels,
        rows=[(task, drafts.get((type(task.record), task.record.pk))) for task in page],
        page=page,
        code=form.cleaned_data.get("taal", ""),
        query=query.urlencode(),
    )
    return render(request, "admin/translations.html", context)


@require_safe
def export(request):
    """A PO file of the records that the filters leave, or of the one with a primary key (`id`)."""
    form = TaskFilterForm(request.GET, request)
    tasks = [
        task
        for task in form.narrow(translation_tasks(request))
        if isinstance(task.record, Publishable)
    ]
    code = form.cleaned_data.get("taal")
    if pk := request.GET.get("id"):
        tasks = [task for task in tasks if str(task.record.pk) == pk]
    if not code or not tasks:
        messages.error(
            request, _("Choose a language in which something is waiting, then export it.")
        )
        return redirect("translations")
    response = HttpResponse(po.write_po_file([task.record for task in tasks], code))
    response["Content-Type"] = "text/x-gettext-translation; charset=utf-8"
    filename = f"vertaling-{code}-{timezone.localdate():%Y-%m-%d}.po"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
