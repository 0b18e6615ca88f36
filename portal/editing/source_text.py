"""The Dutch beside a translation, with the sentences marked that changed since it was up to date.

What the Dutch was then is in the revisions of the record: the newest in which the translation was
not older than the Dutch. A small improvement leaves it so, and marks nothing.
"""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.i18n.languages import SOURCE, TRANSLATIONS, own_text, translated_fields
from portal.publishing.fields import ProseField, clean_prose, lines
from portal.publishing.models import Publishable
from portal.revisions.models import Revision

# Behind these a full stop ends no sentence.
ABBREVIATIONS = "art bijv blz bv ca dhr dr e.d excl incl max mevr min nr nrs o.a p par prof resp"
ABBREVIATIONS = {f"{word}." for word in f"{ABBREVIATIONS} st t.e.m tel vgl".split()}
END = re.compile(r"(?<=[.!?…])\s+")
# A paragraph, heading, item or cell without another one in it.
BLOCK = re.compile(r"(<(p|h\d|li|td|th)\b[^>]*>)((?:(?!<(?:p|ul|ol|table)\b).)*?)(</\2>)", re.S)


def attach_source_text(form, record):
    """Give each field of a translation in a form the Dutch that it translates, as `dutch`."""
    then = {code: dutch_when_current(record, code) for code in TRANSLATIONS}
    for name in translated_fields(type(record)):
        is_prose = isinstance(record._meta.get_field(name), ProseField)
        column = f"{name}_{SOURCE}"
        dutch = own_text(record, name, SOURCE)
        for code in TRANSLATIONS:
            if f"{name}_{code}" in form.fields:
                old = dutch if then[code] is None else then[code].get(column) or ""
                form[f"{name}_{code}"].dutch = (
                    marked_prose(clean_prose(dutch), old) if is_prose else marked(dutch, old)
                )


def dutch_when_current(record, code):
    """The fields of a record when its translation last was up to date; None when that is not known.

    For a translation that is up to date nothing is looked up: its Dutch is that of today. So it is
    for a record without a page, of which no translation is called outdated.
    """
    if not (isinstance(record, Publishable) and record.is_outdated(code)):
        return None
    revisions = Revision.objects.for_object(type(record), record.pk).of_the_record()
    for revision in revisions.iterator(chunk_size=5):
        fields = revision.data["fields"]
        dutch, own = fields[f"changed_{SOURCE}"], fields[f"changed_{code}"]
        if not dutch or (own and own >= dutch):
            return fields
    return None


def sentences(text):
    """The sentences of a text without markup."""
    found = []
    for part in END.split(text.strip()):
        if found and found[-1].split(" ")[-1].lower().lstrip("(“‘") in ABBREVIATIONS:
            found[-1] += f" {part}"
        elif part:
            found.append(part)
    return found


def marked(now, then):
    """A plain text with each sentence marked that it did not have then."""
    return _marked(now, set(sentences(then)))


def _marked(now, old):
    rows = ((one if one in old else new(one),) for one in sentences(now))
    return format_html_join(" ", "{}", rows)


def marked_prose(now, then):
    """The same of safe HTML; a paragraph with markup inside is marked as a whole."""
    old = {sentence for line in lines(then) for sentence in sentences(line)}

    def block(match):
        begin, _tag, inside, end = match.groups()
        text = " ".join(lines(inside))
        if set(sentences(text)) <= old:
            return match[0]
        new_inside = new(mark_safe(inside)) if "<" in inside else _marked(text, old)  # noqa: S308 safe
        return f"{begin}{new_inside}{end}"

    return mark_safe(BLOCK.sub(block, now))  # noqa: S308 it was safe, and what we add is


def new(sentence):
    """A sentence that is marked, for those who see it and those who hear it."""
    heard = _("new or changed:")
    shown = '<mark><span class="visually-hidden">{} </span>{}</mark>'
    return format_html(shown, heard, conditional_escape(sentence))
