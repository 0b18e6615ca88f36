"""Compares the catalogues in locale/ with a fresh extraction: check_messages.py FRESH.pot

Ends with a list when a message is missing from a catalogue, untranslated, or translated unsurely
(fuzzy: gettext guessed it from a similar message).
"""

import sys
from pathlib import Path

from babel.messages.pofile import read_po

CODES = ["nl", "fr", "de", "en"]


def messages(path):
    with path.open("rb") as file:
        return {(entry.context, entry.id): entry for entry in read_po(file) if entry.id}


def fault(entry):
    if entry is None:
        return "missing"
    texts = entry.string if isinstance(entry.string, tuple) else [entry.string]
    if not all(texts):
        return "untranslated"
    return "fuzzy" if entry.fuzzy else None


def main(extraction):
    wanted = messages(Path(extraction))
    faults = []
    for code in CODES:
        path = Path("locale", code, "LC_MESSAGES", "django.po")
        found = messages(path) if path.exists() else {}
        for key in wanted | found:
            if name := fault(found.get(key)):
                faults.append(f"{path}: {name}: {key[1]!r}")
    sys.exit("\n".join(faults) or None)


if __name__ == "__main__":
    main(sys.argv[1])
