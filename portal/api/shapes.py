"""What a value in an answer looks like: how it is written, and the same as JSON Schema.

Every field of every kind is declared once (`portal.api.kinds`), as a name, a shape and a meaning.
The answers, the OpenAPI document and the tables of the SQLite file are all made from these.
"""

import re
from typing import NamedTuple

from portal.api.identity import TYPES, is_public, languages, type_of, uri
from portal.i18n.currencies import currency_codes
from portal.i18n.formats import machine
from portal.i18n.languages import CODES, heading_parts, own_text, text_of

NULL = {"type": "null"}
LANGUAGE = {"type": "string", "enum": list(CODES)}


class Words(NamedTuple):
    """The text of a field of a record in all languages; `rest` follows it, such as "2027"."""

    record: object
    field: str
    rest: str = ""

    def in_language(self, code):
        text = own_text(self.record, self.field, code)
        return f"{text} {self.rest}".strip() if text else ""


def heading(record):
    """The name of a record as on its page."""
    return Words(*heading_parts(record))


class Shape:
    """`write` makes JSON of a value that is known; `languages` are those of the thing it is of."""

    def schema(self):
        raise NotImplementedError

    def write(self, value, reading, languages):
        raise NotImplementedError


class Plain(Shape):
    """One value, which `convert` makes JSON of."""

    def __init__(self, schema, convert=None):
        self._schema, self.convert = schema, convert or (lambda value: value)

    def schema(self):
        return self._schema

    def write(self, value, reading, languages):
        return self.convert(value)


class Address(Plain):
    """An address of this site, made whole, or of another one."""

    def __init__(self):
        super().__init__({"type": "string", "format": "uri"})

    def write(self, value, reading, languages):
        return reading.absolute(value) if value.startswith("/") else value


class Component(Shape):
    """A shape that the OpenAPI document describes once, under a name."""

    def schema(self):
        return {"$ref": f"#/components/schemas/{self.name}"}


class TextIn(Component):
    """A text in languages. In all of those in which the thing exists, or in the one asked for."""

    def __init__(self, name, **kind):
        self.name, self.kind = name, kind

    def definition(self):
        text = {"type": "string", "minLength": 1, **self.kind}
        in_all = {
            "title": "In all languages in which the thing exists",
            "type": "object",
            "properties": dict.fromkeys(CODES, text),
            "additionalProperties": False,
            "minProperties": 1,
        }
        in_one = {
            "title": "In the language that was asked for, or else in Dutch",
            "type": "object",
            "properties": {
                "text": text,
                "language": LANGUAGE,
                "fallback": {
                    "type": "boolean",
                    "description": "Whether this is Dutch because there is no translation.",
                },
            },
            "required": ["text", "language", "fallback"],
            "additionalProperties": False,
        }
        return {"anyOf": [in_all, in_one]}

    def write(self, value, reading, languages):
        if reading.language is None:
            texts = {code: value.in_language(code) for code in languages}
            return {code: text for code, text in texts.items() if text} or None
        _text, language = text_of(value.record, value.field, reading.language)
        text = value.in_language(language)
        fallback = language != reading.language
        return {"text": text, "language": language, "fallback": fallback} if text else None


class Link(Component):
    """Another thing: what it is, its lasting address and its name. Null where it is not public."""

    name = "Link"

    def definition(self):
        return {
            "type": "object",
            "properties": {
                "type": TYPE.schema(),
                "id": INTEGER.schema(),
                "uri": ADDRESS.schema(),
                "name": TEXT.schema(),
            },
            "required": ["type", "id", "uri", "name"],
            "additionalProperties": False,
        }

    def write(self, value, reading, _languages):
        if not is_public(value, reading.at):
            return None
        return {
            "type": type_of(value),
            "id": value.pk,
            "uri": uri(value, reading),
            "name": TEXT.write(name_of(value), reading, languages(value)),
        }


def name_of(record):
    """The name of a thing that may have no page of its own, as Words."""
    return Words(record, "text") if hasattr(record, "text_nl") else heading(record)


class ListOf(Shape):
    """Values of one shape in order; an empty list where there are none."""

    def __init__(self, shape):
        self.shape = shape

    def schema(self):
        return {"type": "array", "items": self.shape.schema()}

    def write(self, value, reading, languages):
        written = (self.shape.write(one, reading, languages) for one in value or ())
        return [one for one in written if one is not None]


class PerLanguage(Shape):
    """A value for each language in which the thing exists."""

    def __init__(self, shape, nullable=False):
        self.shape, self.nullable = shape, nullable

    def schema(self):
        one = or_null(self.shape.schema()) if self.nullable else self.shape.schema()
        return {
            "type": "object",
            "properties": dict.fromkeys(CODES, one),
            "additionalProperties": False,
        }

    def write(self, value, reading, languages):
        return {
            code: None if one is None else self.shape.write(one, reading, languages)
            for code, one in value.items()
        }


class Object(Component):
    """A value with fields of its own."""

    def __init__(self, name, *fields):
        self.name, self.fields = name, fields

    def definition(self):
        return {
            "type": "object",
            "properties": {field.name: field.schema() for field in self.fields},
            "required": [field.name for field in self.fields],
            "additionalProperties": False,
        }

    def write(self, value, reading, languages):
        return {
            field.name: field.read(value, reading, languages)
            for field in self.fields
            if reading.with_passing or not field.passing
        }


class Field:
    """One field: `source(record, reading)` gives its value, by default the attribute of its name.

    It is null where the value is not known; a list is empty instead. `always` is for what is known
    of each record. `passing` is for what follows the day, and is no change of the record.
    """

    def __init__(self, name, shape, meaning, source=None, always=False, passing=False):
        self.name, self.shape, self.meaning, self.passing = name, shape, meaning, passing
        self.source = source or (lambda record, _reading: getattr(record, name))
        self.always = always or isinstance(shape, ListOf)

    def read(self, record, reading, languages):
        value = self.source(record, reading)
        if not self.always and (value is None or value == ""):
            return None
        return self.shape.write(value, reading, languages)

    def schema(self):
        schema = self.shape.schema()
        return {**(schema if self.always else or_null(schema)), "description": self.meaning}


def or_null(schema):
    if "$ref" in schema:
        return {"anyOf": [schema, NULL]}
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def text(name, meaning, of=None, shape=None, **options):
    """The field of a translated text."""
    column = of or name
    return Field(
        name, shape or TEXT, meaning, lambda record, _reading: Words(record, column), **options
    )


def prose(name, meaning, of=None):
    return text(name, meaning, of, PROSE)


def link(name, meaning, of=None, **options):
    column = of or name
    return Field(name, LINK, meaning, lambda record, _reading: getattr(record, column), **options)


def links(name, meaning, source=None):
    """The field of several other things; `source` names the relation or gives them."""
    if isinstance(source, str) or source is None:
        relation = source or name
        return Field(name, LINKS, meaning, lambda record, _reading: getattr(record, relation).all())
    return Field(name, LINKS, meaning, source)


def rows(name, shape, meaning, source=None):
    """The field of rows that belong to a record."""
    relation = source if isinstance(source, str) else name
    get = source if callable(source) else lambda record, _reading: getattr(record, relation).all()
    return Field(name, ListOf(shape), meaning, get)


def code(choices):
    """One of the codes of a list of choices."""
    return Plain({"type": "string", "enum": [str(value) for value in values_of(choices)]}, str)


def codes(choices):
    return ListOf(code(choices))


def values_of(choices):
    return choices.values if hasattr(choices, "values") else [value for value, _label in choices]


TYPE = Plain({"type": "string", "enum": [*TYPES.values()]})
STRING = Plain({"type": "string", "minLength": 1}, str)
BOOLEAN = Plain({"type": "boolean"}, bool)
INTEGER = Plain({"type": "integer", "minimum": 0})
NUMBER = Plain({"type": "number"}, float)
ADDRESS = Address()
INSTANT = Plain({"type": "string", "format": "date-time"}, machine)
DAY = Plain({"type": "string", "format": "date"}, machine)
PARTIAL = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
PARTIAL_DAY = Plain({"type": "string", "pattern": PARTIAL.pattern})
YEARLY_DAY = Plain({"type": "string", "pattern": r"^--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"})
DECIMAL = Plain({"type": "string", "pattern": r"^\d+\.\d\d$"}, str)
CURRENCY = Plain({"type": "string", "enum": sorted(currency_codes())})
TEXT = TextIn("Text")
PROSE = TextIn("Prose", contentMediaType="text/html")
LINK = Link()
LINKS = ListOf(LINK)
MONEY = Object(
    "Money",
    Field("amount", DECIMAL, "Exact to the cent.", lambda money, _: money[0], always=True),
    Field("currency", CURRENCY, "ISO 4217.", lambda money, _: money[1], always=True),
)


def money(name, meaning, currency="EUR"):
    """The field of an amount of money; `currency` is a code, or the name of the column with it."""

    def source(record, _reading):
        amount = getattr(record, name)
        return amount if amount is None else (amount, getattr(record, currency, currency))

    return Field(name, MONEY, meaning, source)


def components_of(shape, found=None):
    """{name: Component} of all that a shape refers to, itself too."""
    found = {} if found is None else found
    if isinstance(shape, ListOf | PerLanguage):
        components_of(shape.shape, found)
    elif isinstance(shape, Component) and shape.name not in found:
        found[shape.name] = shape
        for field in getattr(shape, "fields", ()):
            components_of(field.shape, found)
        if isinstance(shape, Link):
            components_of(TEXT, found)
    return found
