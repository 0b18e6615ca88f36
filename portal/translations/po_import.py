"""Imports translations from a PO file: into drafts of public pages, into other pages directly."""

from copy import deepcopy
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.editing.forms import PlainAdminForm
from portal.editing.translators import translates
from portal.exchange import po
from portal.exchange.uploads import ImportFileField, decode, sign
from portal.publishing.models import Publishable
from portal.revisions import current, workflow
from portal.revisions.models import Draft
from portal.revisions.snapshot import row_models
from portal.translations.board import (
    LANGUAGES,
    admin_context,
    model_admin_for,
    only_language,
    records_to_translate,
    translatable_models,
)

SALT, CONFIRM_WITHIN = "portal.translations.board", 86400  # seconds


class POUploadForm(PlainAdminForm):
    taal = forms.ChoiceField(label=gettext_lazy("language"))
    file = ImportFileField(label=gettext_lazy("PO file"))

    def __init__(self, request, *args):
        super().__init__(*args)
        self.fields["taal"].choices = LANGUAGES
        self.initial["taal"] = only_language(request.user) or request.GET.get("taal")


@transaction.atomic
def import_translations(request):
    """Upload a file, review what it changes and what is refused, confirm.

    Nothing is stored in between: the file comes back signed with the confirmation and is compared
    again.
    """
    is_confirmation = "signed" in request.POST
    is_upload = request.method == "POST" and not is_confirmation
    form = POUploadForm(request, *((request.POST, request.FILES) if is_upload else ()))
    context = admin_context(request, _("Read translations"), form=form)
    try:
        if is_confirmation:
            code, content = signing.loads(request.POST["signed"], salt=SALT, max_age=CONFIRM_WITHIN)
            return save_changes(request, code, compare_file(request, code, content.encode()))
        if form.is_valid():
            code, content = form.cleaned_data["taal"], form.cleaned_data["file"]
            comparison = compare_file(request, code, content)
            context |= {
                "unknown": comparison.unknown,
                "changes": comparison.accepted,
                "refused": comparison.refused,
                "replaces_unseen": comparison.replaces_unseen,
                "is_checked": True,
                "signed": sign([code, decode(content)], SALT),
            }
    except po.UnreadablePOFile as error:
        form.add_error("file", str(error))
    except ValidationError as error:
        form.add_error("file", error)
    except signing.BadSignature:
        message = _("Nothing was saved: you checked the file too long ago. Check it again.")
        messages.error(request, message)
    return render(request, "admin/read_translations.html", context)


# Comparing


class Comparison(NamedTuple):
    """A file against the present texts.

    `contexts` are those of all entries in the file, `unknown` those of entries without a text.
    """

    changes: list
    unknown: list
    contexts: set

    @property
    def accepted(self):
        return [change for change in self.changes if not change.refusal]

    @property
    def replaces_unseen(self):
        """Whether an accepted change may replace a translation that is newer than the file."""
        return any(change.replaces_unseen for change in self.accepted)

    @property
    def refused(self):
        return [change for change in self.changes if change.refusal]


def compare_file(request, code, content):
    entries = {entry.context: entry for entry in po.parse_po_file(content, code)}
    compared, unknown = [], dict(entries)
    for model in translatable_models(request).values():
        if not (issubclass(model, Publishable) and has_texts_of(model, unknown)):
            continue
        for record in records_to_translate(model).prefetch_related(*row_models(model)):
            for text in po.texts_of(record):
                if entry := unknown.pop(text.context, None):
                    compared.append(po.compare_entry(entry, text, code))
    changes = [change for change in compared if change]
    changes = [
        change if change.refusal else check_permission(request, change) for change in changes
    ]
    return Comparison(changes, list(unknown), set(entries))


def has_texts_of(model, contexts):
    """Whether any context is one of the model or of its rows; saves loading its records."""
    prefixes = tuple(
        f"{owner._meta.label_lower}." for owner in (model, *row_models(model).values())
    )
    return any(context.startswith(prefixes) for context in contexts)


def check_permission(request, change):
    """The change, with a refusal when the user or a draft of the page does not allow it."""
    record, code = change.text.record, change.code
    model_admin = model_admin_for(record)
    if code not in translates(request.user) and not model_admin.may_change_all(request, record):
        return change._replace(refusal=_("You do not translate into this language."))
    draft = current.draft_of(record)
    if not (draft and draft.is_of_public_page):
        return change
    if draft.step != Draft.Step.WRITING:
        return change._replace(refusal=_("The draft of this page waits for someone else."))
    fields = fields_with(draft.revision.data, change.text)
    if (fields.get(f"{change.text.field_name}_{code}") or "") != change.text.in_language(code):
        return change._replace(refusal=_("The draft of this page has another text already."))
    return change


def fields_with(data, text):
    """The fields of the record or row that a text is of, in the data of its record.

    A row that is not there has none.
    """
    if text.owner == text.record:
        return data["fields"]
    models = row_models(type(text.record))
    for name, rows in data["rows"].items():
        if models[name] is type(text.owner) and str(text.owner.pk) in rows:
            return rows[str(text.owner.pk)]["fields"]
    return {}


# Saving


def save_changes(request, code, comparison):
    """Save the accepted changes, and redirect to the board."""
    refused = {change.text.context for change in comparison.refused}
    translated = comparison.contexts - refused
    by_record = {}
    for change in comparison.accepted:
        by_record.setdefault(change.text.record, []).append(change)
    for record, changes in by_record.items():
        is_complete = all(text.context in translated for text in po.texts_of(record))
        save_texts(request, record, code, changes, is_complete)
    count = len(comparison.accepted)
    message = ngettext("%(n)d text has been saved.", "%(n)d texts have been saved.", count) % {
        "n": count
    }
    next_step = _("For public pages they are drafts: open them and ask for review.")
    messages.success(request, f"{message} {next_step}")
    return redirect("translations")


def save_texts(request, record, code, changes, is_complete):
    """Save changes as a revision; with `is_complete` the translation is up to date again."""
    base = current.newest(record)
    data = deepcopy(base.data)
    for change in changes:
        fields_with(data, change.text)[f"{change.text.field_name}_{code}"] = change.translation
    notice = base.notice | ({f"updated_{code}": True} if is_complete else {})
    workflow.save(record, request.user, base, data, notice)
