"""Fields that several rooms use: prose that is safe, and dates that may be known only in part."""

import calendar
import datetime
import html
import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, create_sanitizer

# What an editor can make and what a page may show: one list for the editor and the sanitiser.
PROSE = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [2, 3, 4]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
}
_sanitize = create_sanitizer(PROSE)


def clean_prose(prose):
    """HTML with only what the editor can make; '' when nothing readable is left."""
    clean = _sanitize(prose or "").strip()
    return clean if re.sub(r"<[^>]*>|&nbsp;|\s", "", clean) else ""


def reads_the_same(one, other):
    """Whether two pieces of prose have the same words and links, in whatever markup."""
    return _reading(one) == _reading(other)


def _reading(prose):
    return " ".join(lines(prose)).split(), re.findall(r'href="([^"]*)"', prose or "")


def lines(prose):
    """The text of each paragraph, heading, item and row; tabs stand between the cells of a row."""
    text = " ".join((prose or "").split())  # where a line ends in the source means nothing
    text = re.sub(r"<t[dh]\b[^>]*> ?(<p>)?", "", text)
    text = re.sub(r"(</p> ?)?</t[dh]>", "\t", text)
    text = re.sub(r"</?(p|h\d|[uo]l|li|blockquote|table|tr|br)\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return [re.sub(r"[^\S\t]+", " ", line).strip() for line in text.split("\n") if line.strip()]


class ProseField(ProseEditorField):
    """HTML made with the editor, limited to PROSE. Stored as text."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        super().__init__(*args, extensions=PROSE, sanitize=clean_prose, **kwargs)


MONTHS = "januari februari maart april mei juni juli augustus september".split()
MONTHS += "oktober november december".split()


SHAPES = [
    re.compile(shape)
    for shape in (
        r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2}))?)?",
        r"((?P<day>\d{1,2})[ /.-]+)?(?P<month>\d{1,2})[ /.-]+(?P<year>\d{4})",
        rf"((?P<day>\d{{1,2}}) )?(?P<name>{'|'.join(MONTHS)}) (?P<year>\d{{4}})",
    )
]


def read_partial_date(text):
    """ISO text of a date known to the day, month or year: '1994', '2006-05', '1996-03-04'.

    Editors may also write '4/3/1996', '4 maart 1996' or 'mei 2006'. ValueError when unreadable.
    """
    text = " ".join(str(text).lower().split())
    match = next((match for shape in SHAPES if (match := shape.fullmatch(text))), None)
    if not match:
        raise ValueError(f"{text!r} is no year, month or day")
    found = {"name": None} | match.groupdict()
    month = MONTHS.index(found["name"]) + 1 if found["name"] else found["month"]
    numbers = [int(part) for part in (found["year"], month, found["day"]) if part is not None]
    if numbers[0] < 1000:
        raise ValueError(f"{text!r} is too long ago")
    datetime.date(*[*numbers, 1, 1][:3])  # a month or day that does not exist is a ValueError
    return "-".join([f"{numbers[0]:04}", *(f"{part:02}" for part in numbers[1:])])


def first_day(partial):
    """The first calendar day that a partial date can mean."""
    year, month, day = (*map(int, partial.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def last_day(partial):
    """The last calendar day that a partial date can mean: '2024' is 31 December 2024."""
    parts = [int(part) for part in partial.split("-")]
    year, month = (*parts, 12)[:2]
    day = parts[2] if len(parts) == 3 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def not_over(column, on):
    """Condition: the partial date in a column is empty, or its last day is not before `on`."""
    iso = on.isoformat()
    return (
        Q(**{column: ""})
        | Q(**{f"{column}__gte": iso})
        | Q(**{f"{column}__in": [iso[:7], iso[:4]]})
    )


class PartialDateFormField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        try:
            return read_partial_date(value) if value else ""
        except ValueError as error:
            raise ValidationError(
                _("Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.")
            ) from error


class PartialDateField(models.CharField):
    """A calendar date known to the day, the month or only the year, kept as ISO 8601 text.

    '1994', '2006-05' or '1996-03-04'; '' when unknown. The text sorts in order of time.
    """

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "blank": True, "default": ""}
        kwargs.setdefault("help_text", _("A year, month or day: 1994, 2006-05 or 1996-03-04."))
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, args, kwargs

    def to_python(self, value):
        return str(value) if value else ""

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        try:
            if value and read_partial_date(value) != value:
                raise ValueError(value)
        except ValueError as error:
            raise ValidationError(
                _("Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.")
            ) from error

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class ChoicesField(models.JSONField):
    """Several values out of one list of choices, kept as a list of their codes."""

    def __init__(self, *args, options=(), **kwargs):
        self.options = options
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if unknown := set(value or []) - {code for code, _label in self.choice_list()}:
            raise ValidationError(
                _("Unknown choice: %(codes)s."), params={"codes": ", ".join(map(str, unknown))}
            )

    def choice_list(self):
        return getattr(self.options, "choices", self.options)

    def labels(self, value):
        """The chosen labels, in the order of the list."""
        return [label for code, label in self.choice_list() if code in (value or [])]

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.choice_list(),
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
