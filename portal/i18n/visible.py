"""Whether a text has anything to read: some characters take no room, or only room."""

import unicodedata

# Blank or without width, though Unicode counts them among letters, marks and symbols.
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def has_visible_text(text):
    """Whether a plain text has a visible sign: not only spaces, soft hyphens and the like."""
    return any(map(_is_visible, text or ""))


def tidy_text(text):
    """The text without space around it; '' when it has no visible sign."""
    return (text or "").strip() if has_visible_text(text) else ""


def _is_visible(sign):
    # Z: spaces. C: control and format characters, such as the zero-width space and a BOM.
    kind = unicodedata.category(sign)
    is_variation = "\ufe00" <= sign <= "\ufe0f" or "\u180b" <= sign <= "\u180f"
    is_blank = kind[0] in "ZC" and kind != "Co"
    return not (is_blank or is_variation or sign in BLANK_LETTERS)
