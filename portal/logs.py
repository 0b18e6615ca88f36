"""Log lines without what gives a right: the tokens of previews and of links in mails to readers."""

import logging
import re

PREVIEW = re.compile(r"(/voorbeeld/)[\w-]{43}")  # as `PreviewLink.token` is long
SIGNED = re.compile(r"/[0-9a-f]{32}(?:-\d+)?\.[\w-]+\.[\w-]{20,}")  # portal.alerts.links


class MaskingFormatter(logging.Formatter):
    """Masks the whole line, with its traceback."""

    def format(self, record):
        return without_token(super().format(record))


def without_token(text):
    return SIGNED.sub("/...", PREVIEW.sub(r"\1...", text))
