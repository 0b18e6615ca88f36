"""The forms of the pages about e-mail alerts."""

from typing import NamedTuple

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.alerts import subjects
from portal.alerts.models import REMINDERS, Subject
from portal.i18n.languages import active

Kind = Subject.Kind


class SignUpForm(forms.Form):
    """What to follow, in which language, and where to.

    An address is not judged here: whatever it is, the answer is the same.
    """

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the emails"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    email = forms.CharField(
        label=gettext_lazy("Email address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "email_hint"}),
        error_messages={
            "required": gettext_lazy("Enter a valid email address, like name@example.com")
        },
    )

    def __init__(self, subject, *args, **kwargs):
        self.subject = subject
        super().__init__(*args, initial={"language": active()}, **kwargs)
        if "email" in self.errors:
            self.fields["email"].widget.attrs |= {
                "aria-invalid": "true",
                "aria-describedby": "email_hint email_error",
            }

    def offered(self):
        """What can be chosen: what was asked for, then what it belongs to."""
        return [Choice.of(one, one is self.subject) for one in offered(self.subject)]


class NewLinkForm(forms.Form):
    email = SignUpForm.base_fields["email"]


class Choice(NamedTuple):
    """Something that can be followed, as a choice in a form."""

    value: str
    title: object
    kind: str
    is_chosen: bool

    @classmethod
    def of(cls, subject, is_chosen):
        title = subjects.title_of(subject)
        return cls(subjects.query_of(subject), title, WORDS[subject.kind], is_chosen)


WORDS = {
    Kind.CALL: gettext_lazy("this call:"),
    Kind.SERIES: gettext_lazy("every edition of this series:"),
    Kind.PARTNER: gettext_lazy("everything with this partner:"),
    Kind.CALLS: gettext_lazy("this list of calls:"),
    Kind.SEARCH: gettext_lazy("this search:"),
    Kind.CHANGES: gettext_lazy("the whole site:"),
}


def offered(subject):
    """The subject itself, what it belongs to, all calls, and the whole site."""
    record = subjects.record_of(subject)
    found = [subject]
    if subject.kind == Kind.CALL:
        found.append(Subject(kind=Kind.SERIES, object_id=record.series_id))
        record = record.series
    if subject.kind in {Kind.CALL, Kind.SERIES} and record.partner.is_published():
        found.append(Subject(kind=Kind.PARTNER, object_id=record.partner_id))
    everything = [Subject(kind=Kind.CALLS), Subject(kind=Kind.CHANGES)]
    known = {str(one) for one in found}
    return [*found, *(one for one in everything if str(one) not in known)]


def chosen(value):
    """The subject of a chosen value; Http404 when it is none."""
    return subjects.asked(QueryDict(value))


class ManageForm(forms.Form):
    """Everything that a subscriber can change; a subscription is stopped with a tick."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the emails"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, subscriber, *args, **kwargs):
        self.subscriber = subscriber
        confirmed = subscriber.subscriptions.confirmed().select_related("subject")
        self.subscriptions = [*confirmed]
        initial = {"language": subscriber.language}
        initial |= {f"reminders_{one.pk}": one.reminders for one in self.subscriptions}
        super().__init__(*args, initial=initial, **kwargs)
        for one in self.subscriptions:
            if one.subject.kind != Kind.CHANGES:
                self.fields[f"reminders_{one.pk}"] = forms.MultipleChoiceField(
                    label=_("Reminders before a deadline"),
                    required=False,
                    choices=[(str(days), days_in_words(days)) for days in REMINDERS],
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[f"stop_{one.pk}"] = forms.BooleanField(
                label=_("Stop these emails"), required=False
            )

    def rows(self):
        """[(title, address of its page, bound field of the reminders or None, that of the stop)]"""
        for one in self.subscriptions:
            name = f"reminders_{one.pk}"
            reminders = self[name] if name in self.fields else None
            title, page = subjects.title_of(one.subject), subjects.path_of(one.subject)
            yield title, page, reminders, self[f"stop_{one.pk}"]

    def save(self):
        """Store what was chosen; a subscriber who follows nothing any more is erased."""
        for one in self.subscriptions:
            if self.cleaned_data[f"stop_{one.pk}"]:
                one.delete()
            elif (days := self.cleaned_data.get(f"reminders_{one.pk}")) is not None:
                one.reminders = days
                one.save(update_fields=["reminders"])
        if self.subscriber.subscriptions.exists():
            self.subscriber.language = self.cleaned_data["language"]
            self.subscriber.save(update_fields=["language"])
        else:
            self.subscriber.delete()


def days_in_words(days):
    return ngettext("%(n)d day before", "%(n)d days before", days) % {"n": days}
