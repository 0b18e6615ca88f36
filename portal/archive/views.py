"""What a page said in the past: the list of its versions, and each of them as it was.

/nl/geschiedenis/call/12/2027-03-01T17.00.00/ is what call 12 said at that second in Brussels, in
Dutch. Whoever cites it names a moment, so the address keeps meaning the same whatever comes after;
kind and number never change, where names, slugs and languages do. It has no colon or plus sign,
which are lost when people copy. In the hour that comes twice in autumn an instant is told in
universal time, with a Z.
"""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.archive.capture import keep_up
from portal.archive.models import PublicVersion
from portal.i18n.instants import read_instant, twin
from portal.i18n.languages import Text, active, heading_text
from portal.publishing import clock
from portal.publishing.filters import DayField
from portal.publishing.models import publishable_models

CITED = re.compile(r"\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ?")
ALMOST_A_SECOND = datetime.timedelta(microseconds=999_999)  # an address names a whole second


def cited(instant):
    """An instant as it stands in an address."""
    local = timezone.localtime(instant)
    if twin(local):
        return f"{instant.astimezone(datetime.UTC):%Y-%m-%dT%H.%M.%S}Z"
    return f"{local:%Y-%m-%dT%H.%M.%S}"


def read_cited(text):
    if not CITED.fullmatch(text):
        raise Http404(f"{text!r} is no instant")
    try:
        return read_instant(text.replace(".", ":").replace("Z", "+00:00"))
    except ValidationError as error:
        raise Http404(error.message) from error


class PastMoment(forms.Form):
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
        self.instant = read_instant(
            f"{self.cleaned_data['day']}T{self.cleaned_data['hour']:%H:%M:%S}"
        )
        if not at_instant(self.versions, self.instant):
            raise ValidationError(_("We have no version of this page that was public then."))


def model_of(kind):
    for model in publishable_models():
        if model._meta.model_name == kind:
            return model
    raise Http404(f"no kind of page is called {kind!r}")


def record_of(request, model, pk):
    """The record as it is now, or None; its history is complete then."""
    records = model._base_manager.filter(pk=pk)
    record = (records.select_related(model.parent_field) if model.parent_field else records).first()
    if record and not getattr(request, "is_internal", False):
        keep_up(record)
    return record


def versions_of(model, pk):
    """What was public so far in the language of the page, newest first."""
    versions = PublicVersion.objects.for_object(model, pk).filter(language=active())
    return versions.begun(clock.now())


def at_instant(versions, instant):
    """The version that was public at, or began within, a second; None when there was none."""
    end_of_second = min(instant + ALMOST_A_SECOND, clock.now())
    newest = versions.begun(end_of_second).first()
    return newest if newest and instant <= end_of_second and newest.is_current(instant) else None


def found_at(model, pk, when):
    version = at_instant(versions_of(model, pk), read_cited(when))
    if not version:
        raise Http404("no version was public then")
    return version


def context_of(record, **more):
    """What both pages need: the page as it is now, and nothing for search engines."""
    is_public = bool(record) and record.is_published()
    is_known = is_public or (bool(record) and record.was_withdrawn())
    return {
        "is_public": is_public,
        "current_url": record.get_absolute_url() if is_known else "",
        "noindex": True,
        "alternates": [],
        "canonical": "",
        **more,
    }


def history(request, kind, pk):
    model = model_of(kind)
    record = record_of(request, model, pk)
    versions = versions_of(model, pk).defer("main")
    form = PastMoment(request.GET, versions)
    if form.is_valid():
        return redirect("version", kind, pk, cited(form.instant))
    context = context_of(record, form=form, versions=versions, kind=kind, pk=pk)
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
    model = model_of(kind)
    record = record_of(request, model, pk)
    version = found_at(model, pk, when)
    context = context_of(
        record,
        version=version,
        is_current=version.is_current(clock.now()),
        is_example=version.is_example,
        kind=kind,
        pk=pk,
    )
    return render(request, "portal/history_version.html", context)


def version_data(request, kind, pk, when):
    """The text whose SHA-256 is the content hash, byte for byte."""
    model = model_of(kind)
    record_of(request, model, pk)
    text = found_at(model, pk, when).as_cited()
    return HttpResponse(text, content_type="application/json", headers={"X-Robots-Tag": "noindex"})
