"""The history of a page: the list of its public versions, and each version as it was.

/nl/geschiedenis/call/12/2027-03-01T17.00.00/ is the Dutch page of call 12 as it was at that second,
Brussels time. Addresses contain an instant, so that a citation keeps its meaning whatever changes
later, and the model and primary key, which unlike slugs never change. They contain no colon or plus
sign, which often get lost in copying. Within the hour that occurs twice in autumn the instant is in
UTC, with a Z.
"""

import datetime
import re
from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.archive.capture import capture_due
from portal.archive.models import PublicVersion
from portal.i18n.instants import other_fold, parse_instant
from portal.i18n.languages import Text, active, heading_text
from portal.publishing import clock
from portal.publishing.filters import DayField
from portal.publishing.models import publishable_models
from portal.publishing.parameters import parameters

URL_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ?")
ALMOST_A_SECOND = datetime.timedelta(microseconds=999_999)  # an address names a whole second


def format_url_instant(instant):
    """An instant as the addresses of versions contain it."""
    local = timezone.localtime(instant)
    if other_fold(local):
        return f"{instant.astimezone(datetime.UTC):%Y-%m-%dT%H.%M.%S}Z"
    return f"{local:%Y-%m-%dT%H.%M.%S}"


def parse_url_instant(text):
    """The instant in an address; Http404 when it is not one."""
    if not URL_INSTANT.fullmatch(text):
        raise Http404(f"{text!r} is no instant")
    try:
        return parse_instant(text.replace(".", ":").replace("Z", "+00:00"))
    except ValidationError as error:
        raise Http404(error.message) from error


class PastInstantForm(forms.Form):
    day = DayField(label=gettext_lazy("Day"))
    hour = forms.TimeField(
        label=gettext_lazy("Hour, Brussels time"),
        widget=forms.TimeInput(attrs={"type": "time", "step": 1}),
    )

    def __init__(self, query, versions):
        self.versions = versions
        super().__init__(query or None, initial={"hour": "12:00:00"})

    def clean(self):
        super().clean()
        if self.errors:
            return
        self.instant = parse_instant(
            f"{self.cleaned_data['day']}T{self.cleaned_data['hour']:%H:%M:%S}"
        )
        if not at_instant(self.versions, self.instant):
            raise ValidationError(
                _("We have no version of this page that was public at that time.")
            )


def model_or_404(kind):
    """The publishable model with a model name."""
    for model in publishable_models():
        if model._meta.model_name == kind:
            return model
    raise Http404(f"no kind of page is called {kind!r}")


def up_to_date_record(request, model, pk):
    """The record as it is now, or None, after capturing what its history still lacks."""
    records = model._base_manager.filter(pk=pk)
    record = (records.select_related(model.parent_field) if model.parent_field else records).first()
    if record and not getattr(request, "is_internal", False):
        with suppress(DatabaseError):  # such as a full disk: what is kept can still be read
            capture_due(record)
    return record


def versions_of(model, pk):
    """The versions of a record in the active language that have begun, newest first."""
    versions = PublicVersion.objects.for_object(model, pk).filter(language=active())
    return versions.begun(clock.now())


def at_instant(versions, instant):
    """The version that was public at, or began within, the second of an instant; else None."""
    end_of_second = min(instant + ALMOST_A_SECOND, clock.now())
    newest = versions.begun(end_of_second).first()
    return newest if newest and instant <= end_of_second and newest.is_current(instant) else None


def version_or_404(model, pk, when):
    version = at_instant(versions_of(model, pk), parse_url_instant(when))
    if not version:
        raise Http404("no version was public then")
    return version


def history_context(record, **extra):
    """The context of both pages, with a link to the current page, and closed to search engines."""
    is_public = bool(record) and record.is_published()
    is_known = is_public or (bool(record) and record.was_withdrawn())
    return {
        "is_public": is_public,
        "current_url": record.get_absolute_url() if is_known else "",
        "noindex": True,
        "alternates": [],
        "canonical": "",
        **extra,
    }


@parameters(*PastInstantForm.base_fields)
def history(request, kind, pk):
    model = model_or_404(kind)
    record = up_to_date_record(request, model, pk)
    versions = versions_of(model, pk).defer("main")
    form = PastInstantForm(request.GET, versions)
    if form.is_valid():
        return redirect("version", kind, pk, format_url_instant(form.instant))
    context = history_context(record, form=form, versions=versions, kind=kind, pk=pk)
    newest = versions[0] if versions else None
    if newest:
        context["is_example"] = newest.is_example
        context["name"] = Text(newest.title, newest.title_language)
    elif context["current_url"]:
        context["is_example"] = record.is_example
        context["name"] = heading_text(record)
    else:
        raise Http404("this was never public")
    return render(request, "portal/history.html", context)


def version(request, kind, pk, when):
    model = model_or_404(kind)
    record = up_to_date_record(request, model, pk)
    version = version_or_404(model, pk, when)
    context = history_context(
        record,
        version=version,
        is_current=version.is_current(clock.now()),
        is_example=version.is_example,
        kind=kind,
        pk=pk,
    )
    return render(request, "portal/history_version.html", context)


def version_data(request, kind, pk, when):
    """The exact text whose SHA-256 is the content hash."""
    model = model_or_404(kind)
    up_to_date_record(request, model, pk)
    text = version_or_404(model, pk, when).canonical_text()
    return HttpResponse(text, content_type="application/json", headers={"X-Robots-Tag": "noindex"})
