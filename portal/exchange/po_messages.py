"""Reads the messages of a PO file. Runs in a process of its own (`bounded`), without Django."""

from io import StringIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser

from portal.publishing.bounded import UNREADABLE, Refused


class TextsOnly(Catalog):
    """A catalogue of which the header says in which language it is, and nothing else."""

    language = ""

    @property
    def mime_headers(self):
        return []

    @mime_headers.setter
    def mime_headers(self, headers):
        said = {name.lower(): value for name, value in headers}
        self.language = said.get("language", "").replace("-", "_").split("_")[0].strip().lower()


def read_messages(data):
    """{"language": code or '', "messages": [{…}]} of a PO file in UTF-8."""
    catalog = TextsOnly()
    try:
        PoFileParser(catalog, abort_invalid=True).parse(StringIO(data.decode(), newline=None))
    except PoFileError as error:
        raise Refused(UNREADABLE, line=error.lineno + 1) from error
    messages = [
        {
            "context": message.context,
            "source": message.id,
            "translation": message.string,
            "comments": [*message.auto_comments, *message.user_comments],
            "is_fuzzy": message.fuzzy,
        }
        for message in catalog
        if message.context and isinstance(message.id, str) and message.id
    ]
    return {"language": catalog.language, "messages": messages}
