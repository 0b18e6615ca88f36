"""Log lines without the tokens of previews: who has the address of one has the draft."""

import logging
import re

PREVIEW = re.compile(r"(/voorbeeld/)[\w-]{43}")  # as `PreviewLink.token` is long


class MaskingFormatter(logging.Formatter):
    """Masks the whole line, with its traceback."""

    def format(self, record):
        return without_token(super().format(record))


def without_token(text):
    return PREVIEW.sub(r"\1...", text)
