"""A kind of things that is read as data, and the fields that all of them have."""

from django.urls import reverse
from django.utils.translation import override

from portal.api.identity import TYPES, languages, page_of, type_of, uri
from portal.api.shapes import (
    ADDRESS,
    BOOLEAN,
    DAY,
    INSTANT,
    INTEGER,
    LANGUAGE,
    STRING,
    Field,
    ListOf,
    Object,
    PerLanguage,
    Plain,
    code,
    codes,
    rows,
    text,
)
from portal.i18n.languages import CODES
from portal.publishing.models import Document, Language, Publishable, Source

ATTACHED = ("sources", "documents", "changes")


class Thing(Object):
    """Has its texts in the languages in which it exists itself."""

    def write(self, value, reading, _languages=None):
        return super().write(value, reading, languages(value))


class Kind:
    """One kind: its word in addresses, its model, the filters of its list and its fields.

    `load(queryset, reading)` adds what the fields need, in a number of queries that does not grow.
    """

    def __init__(self, word, model, meaning, fields, load, filters=None):
        self.word, self.model, self.meaning, self.filters = word, model, meaning, filters
        self.type, self.load = TYPES[model], load
        own = OF_RECORDS if issubclass(model, Publishable) else ()
        self.shape = Thing(schema_name(self.type), *identity(self.type), *fields, *own)

    def public(self, at):
        """All public things of this kind, without the examples."""
        return self.model.objects.published(at).real()

    def loaded(self, queryset, reading):
        queryset = self.load(queryset, reading)
        if issubclass(self.model, Publishable):
            return queryset.prefetch_related(*ATTACHED)
        return queryset

    def list_address(self):
        return reverse(f"api:{self.word}-list")

    def item_address(self, pk):
        return reverse(f"api:{self.type}-item", args=[pk])


class RowKind(Kind):
    """A kind whose things are on the page of another record; `public(at)` says which."""

    def __init__(self, *args, public, **kwargs):
        super().__init__(*args, **kwargs)
        self.public = public


def schema_name(type_name):
    """ "work-programme" → "WorkProgramme"."""
    return "".join(part.capitalize() for part in type_name.split("-"))


def addresses(record, _reading):
    """{language: path} of its page, in each language in which the thing exists."""
    page, found = page_of(record), {}
    for language in languages(record):
        with override(language):
            found[language] = page.get_absolute_url()
    return found


def outdated(record, _reading):
    return [language for language in CODES if page_of(record).is_outdated(language)]


def changed(record, _reading):
    return {
        language: getattr(page_of(record), f"changed_{language}") for language in languages(record)
    }


def identity(type_name):
    """The fields with which each thing begins."""
    return [
        Field(
            "type",
            Plain({"type": "string", "enum": [type_name]}),
            "What kind of thing this is.",
            lambda record, _reading: type_of(record),
            always=True,
        ),
        Field(
            "id",
            INTEGER,
            "Never changes, and is never given to another thing of this type.",
            lambda record, _reading: record.pk,
            always=True,
        ),
        Field("uri", ADDRESS, "Names this thing for good.", uri, always=True),
        Field(
            "url",
            PerLanguage(ADDRESS),
            "Its page, in each language in which the thing exists.",
            addresses,
            always=True,
        ),
        Field(
            "outdated",
            ListOf(Plain(LANGUAGE)),
            "The languages whose text is not up to date: the Dutch changed after it.",
            outdated,
        ),
        Field(
            "changed",
            PerLanguage(INSTANT, nullable=True),
            "When the text in a language last changed in substance.",
            changed,
            always=True,
        ),
    ]


SOURCE = Object(
    "Source",
    Field("title", STRING, "What the source calls itself.", always=True),
    Field("url", ADDRESS, "Where it is.", always=True),
    Field("language", code(Language), "The language it is in.", always=True),
    Field("checked_on", DAY, "The day on which it was last read.", always=True),
    Field("confidence", code(Source.Confidence), "Whether sources disagree.", always=True),
    text("note", "What this source says differently."),
)
CHANGE = Object(
    "Change",
    Field("at", INSTANT, "When it was told.", always=True),
    text("text", "What readers were told: one sentence."),
)
CONTACT = Object(
    "Contact",
    text("name", "A team or role, never a person."),
    text("organisation", "The organisation it belongs to."),
    Field("email", STRING, "E-mail address."),
    Field("phone", STRING, "Telephone number."),
    Field("url", ADDRESS, "Its website."),
    text("address", "Postal address."),
)
OF_DOCUMENTS = (
    text("title", "What the document is called."),
    Field("kind", code(Document.Kind), "What sort of document it is.", always=True),
    Field("languages", codes(Language), "The languages it is in."),
    Field(
        "file",
        ADDRESS,
        "Where the document itself is.",
        lambda document, _reading: document.get_absolute_url(),
        always=True,
    ),
    Field("format", STRING, "The type of file, such as PDF."),
    Field("size", INTEGER, "In bytes."),
    Field("pages", INTEGER, "How many pages it has."),
    Field("is_accessible", BOOLEAN, "Whether a screen reader can read it."),
)
ATTACHED_DOCUMENT = Object(
    "AttachedDocument",
    Field(
        "id",
        INTEGER,
        "That of the document in /documents/.",
        lambda document, _reading: document.pk,
        always=True,
    ),
    *OF_DOCUMENTS,
)
OF_RECORDS = (
    text("caveat", "What readers must know about these facts."),
    rows("documents", ATTACHED_DOCUMENT, "The documents on its page."),
    rows("sources", SOURCE, "Where its facts come from."),
    rows(
        "changes",
        CHANGE,
        "What readers were told that changed, the newest first.",
        lambda record, reading: [note for note in record.changes.all() if note.at <= reading.at],
    ),
)
