"""What answers hold beside the things themselves."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from portal.api.kinds import BY_TYPE, KINDS
from portal.api.models import ToldChange
from portal.api.shapes import (
    ADDRESS,
    BOOLEAN,
    INSTANT,
    INTEGER,
    TYPE,
    Field,
    ListOf,
    Object,
    code,
)

LICENCE = Field(
    "licence",
    ADDRESS,
    "Under which it can be used again.",
    lambda _page, _reading: settings.DATA_LICENCE_URL,
    always=True,
)


def named(name, view, meaning):
    """The field with the address of a view."""
    return Field(name, ADDRESS, meaning, lambda _page, _reading: reverse(view), always=True)


INDEX = Object(
    "Index",
    *(named(kind.word, f"api:{kind.word}-list", kind.meaning) for kind in KINDS),
    named("changes", "api:changes", "What changed since, for those who keep a copy."),
    named("zip", "api:everything.zip", "Everything as JSON Lines, one file for each kind."),
    named("sqlite", "api:everything.sqlite", "Everything as one database of SQLite."),
    named("openapi", "api:openapi", "This API, described for programs."),
    LICENCE,
)


class Page(NamedTuple):
    """A part of a list; `next` is the address where it goes on."""

    data: list
    next: str | None


def page_shape(kind):
    return Object(
        f"{kind.shape.name}Page",
        Field("data", ListOf(kind.shape), "In the order of their keys."),
        Field("next", ADDRESS, "Where the list goes on; null at its end."),
        LICENCE,
    )


PAGES = {kind.word: page_shape(kind) for kind in KINDS}


class PageOfChanges(NamedTuple):
    data: list
    next: str
    is_end: bool
    complete_until: object


def data_address(row, _reading):
    """Where the thing can be read as data, while it is public."""
    is_gone = row.what in {ToldChange.What.WITHDRAWN, ToldChange.What.DELETED}
    return None if is_gone else BY_TYPE[row.type].item_address(row.object_id)


CHANGES = Object(
    "Changes",
    Field(
        "data",
        ListOf(
            Object(
                "ChangeOfThing",
                Field("what", code(ToldChange.What), "What happened to it last.", always=True),
                Field(
                    "type",
                    TYPE,
                    "Of what type it is.",
                    always=True,
                ),
                Field("id", INTEGER, "Its id.", lambda row, _: row.object_id, always=True),
                Field(
                    "uri",
                    ADDRESS,
                    "Names this thing for good.",
                    lambda row, _: f"/id/{row.type}/{row.object_id}",
                    always=True,
                ),
                Field("data", ADDRESS, "Where to read it; null when it is gone.", data_address),
                Field("at", INSTANT, "When the portal found it so.", always=True),
            )
        ),
        "Each thing once, with its last change, in the order in which these were found.",
    ),
    Field(
        "next",
        ADDRESS,
        "Where to go on: at once, or at the end some time later. Keep it.",
        always=True,
    ),
    Field("is_end", BOOLEAN, "Whether there is nothing more for now.", always=True),
    Field("complete_until", INSTANT, "All changes before this instant are told."),
    LICENCE,
)
