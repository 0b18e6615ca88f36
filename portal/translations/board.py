"""Which texts wait for a translator, the most urgent first; out to PO files and back in."""

from copy import copy
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from calls.models import Call
from calls.status import OPEN_STATES, Status
from portal.editing.base import TranslatedAdmin, translates
from portal.editing.states import Translation, translation_state
from portal.exchange import po
from portal.i18n.formats import day, moment
from portal.i18n.languages import TRANSLATIONS
from portal.publishing.models import Language, Publishable
from portal.revisions.diff import row_models
from portal.revisions.models import Draft
from portal.revisions.submitted import checksums

PER_PAGE = 50
LARGEST = 1_500_000  # bytes of a file; all texts in one language are a third of it
SALT, A_DAY = "portal.translations.board", 86400
LANGUAGES = [(code, Language(code).label) for code in TRANSLATIONS]
WAITING = "waiting"  # the state of all that is not up to date


class Row(NamedTuple):
    """One record in one language."""

    record: Publishable
    code: str
    state: str
    urgency: tuple
    note: str

    @property
    def page(self):
        return page_of(self.record)

    @property
    def url(self):
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


def page_of(record):
    return admin.site.get_model_admin(type(record))


def kinds(request):
    """{label: model} of what this person may see and what has texts in four languages."""
    return {
        model._meta.label_lower: model
        for model, page in admin.site._registry.items()
        if isinstance(page, TranslatedAdmin) and page.has_view_permission(request)
    }


def records_of(model):
    """What a translator has work on: no examples, nothing that is withdrawn."""
    found = model.objects.select_related()  # what a record is part of gives it its name
    if not issubclass(model, Publishable):
        return found
    return found.real().exclude(pk__in=model.objects.filter(withdrawn(model)).values("pk"))


def withdrawn(model):
    return model.is_withdrawn_at(timezone.now())


def urgency_of(record):
    """(sort key, why in words): open calls by deadline, coming ones, then what waits longest."""
    if isinstance(record, Call) and record.is_published():
        status = record.status()
        if status in OPEN_STATES and record.closing:
            return (0, record.closing.timestamp()), _("closes on %s") % moment(record.closing)
        if status == Status.ANNOUNCED and record.opens_at:
            return (1, record.opens_at.timestamp()), _("opens on %s") % moment(record.opens_at)
    if isinstance(record, Publishable) and record.is_published() and record.changed_nl:
        changed = record.changed_nl
        return (2, changed.timestamp()), _("Dutch of %s") % day(changed)
    return (3, 0), "" if not isinstance(record, Publishable) else _("readers do not see it yet")


def rows(request):
    found = []
    for model in kinds(request).values():
        for record in records_of(model):
            urgency, note = urgency_of(record)
            found += [
                Row(record, code, translation_state(record, code), urgency, note)
                for code in TRANSLATIONS
            ]
    return sorted(found, key=lambda row: (row.state == Translation.CURRENT, row.urgency))


def counts(every):
    """[(code, language, [(state, label, how many)])] over all records."""
    return [
        (
            code,
            label,
            [
                (state, name, sum(row.code == code and row.state == state for row in every))
                for state, name in Translation.choices
            ],
        )
        for code, label in LANGUAGES
    ]


class Filters(forms.Form):
    taal = forms.ChoiceField(label=gettext_lazy("language"), required=False)
    staat = forms.ChoiceField(label=gettext_lazy("state of the translation"), required=False)
    soort = forms.ChoiceField(label=gettext_lazy("kind of page"), required=False)

    def __init__(self, data, request):
        super().__init__(data)
        self.fields["taal"].choices = [("", _("all")), *LANGUAGES]
        self.fields["staat"].choices = [
            ("", _("not up to date, incomplete or missing")),
            *Translation.choices,
            ("all", _("all")),
        ]
        named = [(label, capfirst(one._meta.verbose_name)) for label, one in kinds(request).items()]
        self.fields["soort"].choices = [("", _("all")), *named]

    def chosen(self, every):
        """The rows that these filters leave; a filter with an unknown value leaves all."""
        self.is_valid()
        code, state, kind = (self.cleaned_data.get(name, "") for name in self.fields)
        return [
            row
            for row in every
            if code in ("", row.code)
            and (state in ("all", row.state) or (not state and row.state != Translation.CURRENT))
            and kind in ("", row.record._meta.label_lower)
        ]


def own_language(user):
    """The language of who translates into one only, which the board then begins with."""
    found = translates(user)
    return found[0] if len(found) == 1 else ""


def context_of(request, title, **context):
    return {**admin.site.each_context(request), "title": title, **context}


@require_safe
def board(request):
    asked = request.GET.copy()
    if "taal" not in asked:
        asked["taal"] = own_language(request.user)
    filters, every = Filters(asked, request), rows(request)
    chosen = filters.chosen(every)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("p"))
    drafts = {
        (draft.content_type.model_class(), draft.object_id): draft
        for draft in Draft.objects.select_related("content_type", "author")
    }
    shown = [(row, drafts.get((type(row.record), row.record.pk))) for row in page]
    asked.pop("p", None)
    context = context_of(
        request,
        _("Translations"),
        filters=filters,
        counts=counts(every),
        states=Translation.labels,
        shown=shown,
        page=page,
        code=filters.cleaned_data.get("taal", ""),
        query=asked.urlencode(),
    )
    return render(request, "admin/translations.html", context)


@require_safe
def export(request):
    """A PO file of what the filters of the board leave, or of one record (`id`)."""
    filters = Filters(request.GET, request)
    chosen = [row for row in filters.chosen(rows(request)) if isinstance(row.record, Publishable)]
    code = filters.cleaned_data.get("taal")
    if only := request.GET.get("id"):
        chosen = [row for row in chosen if str(row.record.pk) == only]
    if not code or not chosen:
        messages.error(request, _("Choose a language in which something waits, then export it."))
        return redirect("translations")
    response = HttpResponse(po.written_po([row.record for row in chosen], code))
    response["Content-Type"] = "text/x-gettext-translation; charset=utf-8"
    name = f"vertaling-{code}-{timezone.localdate():%Y-%m-%d}.po"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class UploadForm(forms.Form):
    taal = forms.ChoiceField(label=gettext_lazy("language"))
    file = forms.FileField(label=gettext_lazy("PO file"))

    def __init__(self, request, *args):
        super().__init__(*args)
        self.fields["taal"].choices = LANGUAGES
        self.initial["taal"] = own_language(request.user) or request.GET.get("taal")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is too large: at most 1.5 MB."))
        return file.read()


@transaction.atomic
def read(request):
    """Choose a file, see what it changes and what is refused, confirm: then it is read again."""
    is_confirmed = "signed" in request.POST
    is_sent = request.method == "POST" and not is_confirmed
    form = UploadForm(request, *((request.POST, request.FILES) if is_sent else ()))
    context = context_of(request, _("Read translations"), form=form)
    try:
        if is_confirmed:
            code, content = signing.loads(request.POST["signed"], salt=SALT, max_age=A_DAY)
            changes, _unknown, contexts = checked(request, code, content.encode())
            return kept(request, code, changes, contexts)
        if form.is_valid():
            code, content = form.cleaned_data["taal"], form.cleaned_data["file"]
            changes, unknown, _contexts = checked(request, code, content)
            context |= {
                "unknown": unknown,
                "changes": [change for change in changes if not change.refused],
                "refused": [change for change in changes if change.refused],
                "is_checked": True,
                "signed": signing.dumps([code, content.decode()], salt=SALT, compress=True),
            }
    except po.Unreadable as problem:
        form.add_error("file", str(problem))
    except UnicodeDecodeError:
        form.add_error("file", _("Save the file as UTF-8."))
    except signing.BadSignature:
        message = _("Nothing was saved: this check was too long ago. Do it again.")
        messages.error(request, message)
    return render(request, "admin/read_translations.html", context)


def checked(request, code, content):
    """(what a file changes, contexts of texts that it has and we have not, all its contexts)."""
    entries = {entry.context: entry for entry in po.read(content, code)}
    found, unknown = [], dict(entries)
    for model in kinds(request).values():
        if not (issubclass(model, Publishable) and has_texts_of(model, unknown)):
            continue
        for record in records_of(model).prefetch_related(*row_models(model)):
            for text in po.texts_of(record):
                if entry := unknown.pop(text.context, None):
                    found.append(po.checked(entry, text, code))
    changes = [change for change in found if change]
    changes = [one if one.refused else allowed(request, one) for one in changes]
    return changes, list(unknown), set(entries)


def has_texts_of(model, contexts):
    starts = tuple(f"{one._meta.label_lower}." for one in (model, *row_models(model).values()))
    return any(context.startswith(starts) for context in contexts)


def allowed(request, change):
    """A change with the reason why this person, or the state of the page, does not allow it."""
    record, code = change.text.record, change.code
    page = page_of(record)
    if code not in translates(request.user) and not page.may_change_all(request, record):
        return change._replace(refused=_("You do not write this language."))
    draft = Draft.objects.for_object(record).exclude(form=[]).first()
    if not draft:
        return change
    if draft.step != Draft.Step.WRITING:
        return change._replace(refused=_("The draft of this page waits for someone else."))
    form = draft.data()
    name = name_in(page, request, form, change.text, code)
    if form.get(name, "") != change.text.said(code):
        return change._replace(refused=_("The draft of this page has another text already."))
    return change


def name_in(page, request, form, text, code):
    """The name that a text has in the submitted form of its record; '' when it is not there."""
    name = f"{text.name}_{code}"
    if text.holder == text.record:
        return name
    asked = all_of(request)
    for formset, _inline in page.get_formsets_with_inlines(asked, text.record):
        if formset.model is type(text.holder):
            prefix, key = formset.get_default_prefix(), text.holder._meta.pk.name
            for number in range(int(form.get(f"{prefix}-TOTAL_FORMS") or 0)):
                if form.get(f"{prefix}-{number}-{key}") == str(text.holder.pk):
                    return f"{prefix}-{number}-{name}"
    return ""


def all_of(request):
    asked = copy(request)
    asked.sees_all = True
    return asked


def kept(request, code, changes, contexts):
    """Write what is allowed: into drafts of public pages, into other pages at once.

    `contexts` are those of all texts that the translator looked at.
    """
    looked_at = contexts - {change.text.context for change in changes if change.refused}
    by_record = {}
    for change in changes:
        if not change.refused:
            by_record.setdefault(change.text.record, []).append(change)
    for record, some in by_record.items():
        is_done = all(text.context in looked_at for text in po.texts_of(record))
        if page_of(record).has_left_draft(record):
            keep_in_draft(request, record, code, some, is_done)
        else:
            keep_at_once(request, record, code, some)
    count = sum(map(len, by_record.values()))
    said = ngettext("%(n)d text is kept.", "%(n)d texts are kept.", count) % {"n": count}
    how = _("Of public pages they are drafts: ask for review there.")
    messages.success(request, f"{said} {how}")
    return redirect("translations")


def keep_in_draft(request, record, code, changes, is_done):
    page, draft = page_of(record), Draft.objects.for_object(record).exclude(form=[]).first()
    if draft:
        form = draft.data().copy()
    else:
        form = page.whole_form(request, record)
        pairs = [(name, value) for name, values in form.lists() for value in values]
        draft = Draft(record=record, seen={"edits": record.edits, "marks": checksums(pairs)})
    for change in changes:
        form[name_in(page, request, form, change.text, code)] = change.said
    if is_done:
        form[f"updated_{code}"] = "on"
    draft.author, draft.saved_at = request.user, timezone.now()
    draft.keep_form(form, {})


def keep_at_once(request, record, code, changes):
    page = page_of(record)
    page.before_change(request, record)
    for change in changes:
        setattr(change.text.holder, f"{change.text.name}_{code}", change.said)
        change.text.holder.save()
    record.edits += 1
    record.note_changes([code])
    record.save()
    language = Language(code).label
    note = _("Translation read from a file: %(language)s.") % {"language": language}
    page.log_change(request, record, note)


urlpatterns = [
    path("", admin.site.admin_view(board), name="translations"),
    path("uit/", admin.site.admin_view(export), name="export_translations"),
    path("in/", admin.site.admin_view(read), name="read_translations"),
]
