"""The API as an OpenAPI 3.1 document, made from the declarations that its answers are made from."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from portal.api import asked, places
from portal.api.envelopes import CHANGES, INDEX, PAGES
from portal.api.files import FILES
from portal.api.kinds import KINDS
from portal.api.shapes import LANGUAGE, components_of
from portal.publishing.filters import DayField

VERSION = "1.0.0"
ABOUT = """\
Everything that the portal on Flanders' international cultural policy publishes, as data. It can
only be read, without a key. Instants are ISO 8601 with the offset of Brussels; other dates are as
exact as they are known: 2027-05-04, 2027-05 or 2027. What is not known is null, never 0 or an empty
text. Texts are in all languages in which a thing exists, or with `lang` in one: then a text without
translation is Dutch, and says so (`fallback`). Examples are left out.
"""
PROBLEMS = {
    "400": "A parameter or value that means nothing here.",
    "404": "There is no such public thing.",
    "405": "It can only be read.",
    "406": "Not in a form that is accepted.",
    "410": "It was public, and was withdrawn; or this cursor is of no use any more.",
    "503": "We cannot answer just now; `Retry-After` says when to ask again.",
}
# A day from 1900 to 2199 that exists.
_THIRTY = r"(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_THIRTY_ONE = r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
_FEBRUARY = r"02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP = r"((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29"
EXISTING_DAY = rf"^((19|20|21)[0-9]{{2}}-({_THIRTY}|{_THIRTY_ONE}|{_FEBRUARY})|{_LEAP})$"


def document(absolute):
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "International cultural policy of Flanders",
            "version": VERSION,
            "description": ABOUT,
            "license": {
                "name": settings.DATA_LICENCE_NAME,
                "url": settings.DATA_LICENCE_URL,
            },
        },
        "servers": [{"url": absolute("/").rstrip("/")}],
        "tags": [{"name": kind.word, "description": kind.meaning} for kind in KINDS],
        "paths": paths(),
        "components": {"schemas": schemas(), "responses": problems()},
    }


def paths():
    found = {
        reverse("api:index"): {"get": index_operation()},
        reverse("api:changes"): {"get": changes_operation()},
    }
    for name, media_type in FILES.items():
        found[reverse(f"api:{name}")] = {"get": file_operation(name, media_type)}
    for kind in KINDS:
        item = reverse(f"api:{kind.type}-item", args=[1]).replace("/1/", "/{id}/")
        found[kind.list_address()] = {"get": list_operation(kind)}
        found[item] = {"get": item_operation(kind)}
    return found


def index_operation():
    return {
        "operationId": "index",
        "summary": "What there is to read.",
        "responses": answers(INDEX.schema(), 400, 406),
    }


def changes_operation():
    return {
        "operationId": "list-changes",
        "summary": "What was published, changed, withdrawn or deleted, for who keeps a copy.",
        "parameters": [SINCE, PLACE, LIMIT, LANG],
        "responses": answers(CHANGES.schema(), 400, 406, 410),
    }


def file_operation(name, media_type):
    schema = {"type": "string", "contentMediaType": media_type}
    done = {"200": {"description": "The file.", "content": {media_type: {"schema": schema}}}}
    return {
        "operationId": name.replace(".", "-"),
        "summary": f"Everything in one file: {name}.",
        "parameters": [LANG],
        "responses": done | problem_answers(400, 406, 503),
    }


def list_operation(kind):
    own = filter_parameters(kind.filters) if kind.filters else []
    return {
        "operationId": f"list-{kind.word}",
        "tags": [kind.word],
        "summary": kind.meaning,
        "parameters": [*own, LANG, LIMIT, CURSOR],
        "responses": answers(PAGES[kind.word].schema(), 400, 406),
    }


def item_operation(kind):
    own = filter_parameters(kind.filters, only=["start"]) if kind.filters else []
    key = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    }
    return {
        "operationId": f"get-{kind.type}",
        "tags": [kind.word],
        "summary": f"One of: {kind.meaning}",
        "parameters": [key, *own, LANG],
        "responses": answers(kind.shape.schema(), 400, 404, 406, 410),
    }


def answers(schema, *problem_statuses):
    found = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    return found | problem_answers(*problem_statuses)


def problem_answers(*statuses):
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def problems():
    return {
        f"Problem{status}": {
            "description": meaning,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, meaning in PROBLEMS.items()
    }


PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "successor": {"type": ["string", "null"]},
    },
    "required": ["type", "title", "status", "detail"],
}


def schemas():
    found = {}
    for shape in [INDEX, CHANGES, *PAGES.values()]:
        components_of(shape, found)
    return {name: found[name].definition() for name in sorted(found)} | {"Problem": PROBLEM}


# Parameters


def parameter(name, schema, description):
    return {"name": name, "in": "query", "schema": schema, "description": description}


LANG = parameter(
    "lang", LANGUAGE, "One language, in which problems are told too. Without it all languages."
)
LIMIT = parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": asked.MOST, "default": asked.LIMIT},
    "How many things at most.",
)
CURSOR = parameter(
    "cursor",
    {"type": "string", "pattern": f"^{places.KEY.pattern}$"},
    "Where to go on: from `next` of the answer before.",
)
SINCE = parameter(
    "since",
    {"type": "string", "format": "date-time"},
    "Changes that were found at this instant or later.",
)
PLACE = parameter(
    "cursor",
    {"type": "string", "pattern": f"^{places.PLACE.pattern}$"},
    "Where to go on: from `next` of the answer before, of any age.",
)


def filter_parameters(form_class, only=None):
    """The parameters of a Filter, from its own fields with the choices that they have now."""
    form = form_class(QueryDict())
    names = [name for name in asked.narrowing(form_class) if only is None or name in only]
    return [filter_parameter(name, form.fields[name]) for name in names]


def filter_parameter(name, field):
    described = parameter(name, filter_schema(field), str(field.label))
    if isinstance(field, forms.MultipleChoiceField):
        described |= {"style": "form", "explode": True}
    return described


# A text with a visible sign and without the null character.
TEXT_TO_FIND = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


def filter_schema(field):
    if isinstance(field, forms.ChoiceField):
        values = [str(value) for value, _label in field.choices if value]
        one = {"type": "string", "enum": values}
        if isinstance(field, forms.MultipleChoiceField):
            return {"type": "array", "items": one, "minItems": 1}
        return one
    if isinstance(field, DayField):
        return {"type": "string", "pattern": EXISTING_DAY}
    return {"type": "string", "pattern": TEXT_TO_FIND, "maxLength": field.max_length}
