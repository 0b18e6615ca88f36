"""Text as the pictures draw it: in one font, in letters that it has, in lines of a width.

The font is Source Sans Pro, which comes with its licence (OFL) in a package of its own. Letters are
laid out by Pillow itself: its other way needs a library of the machine, so that a picture would
differ between machines.
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from PIL import ImageFont

LONGEST = 600  # characters: more fit on no picture
NO_BREAK = {"\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"}
HYPHENS = {"\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"}  # drawn as the one that every font has
NOT_DRAWN = {"C", "M"}  # categories: control characters, and marks that stand on no letter
NO_CHARACTER = chr(0x10FFFF)


@cache
def font(weight, size):
    """The font in a weight (Regular, Semibold, Bold) and a size in pixels."""
    path = files("font_source_sans_pro") / "files" / f"SourceSansPro-{weight}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text):
    """The text as it can be drawn: composed, on one line, without signs that the font lacks.

    What the font lacks becomes the letters that it is made of, or else is left out, as are signs
    without a shape, such as those that turn the direction of writing.
    """
    composed = unicodedata.normalize("NFC", text[:LONGEST])
    return " ".join(filter(None, "".join(map(_drawn, composed)).split(" ")))


@lru_cache(maxsize=5000)
def _drawn(sign):
    if sign in NO_BREAK:
        return sign
    if sign.isspace():
        return " "
    if sign in HYPHENS:
        return "-"
    signs = sign if has_shape(sign) else unicodedata.normalize("NFKD", sign)
    return "".join(filter(has_shape, signs))


def has_shape(sign):
    """Whether the font draws something of its own: all signs that it lacks look the same."""
    is_drawn = unicodedata.category(sign)[0] not in NOT_DRAWN
    return is_drawn and _shape(sign) != _shape(NO_CHARACTER)


def _shape(sign):
    return bytes(font("Regular", 32).getmask(sign))


def wrapped(text, letters, room):
    """The lines of a drawable text in a font, none wider than `room` in pixels."""
    return _lines(_measured(text, letters, room), _advance(letters, " "), room)


def balanced(text, letters, room):
    """As `wrapped`, in as many lines, which are about as long."""
    words, space = _measured(text, letters, room), _advance(letters, " ")
    most = len(_lines(words, space, room))
    narrow, wide = max((width for _word, width in words), default=0), room
    while wide - narrow > 8:
        between = (narrow + wide) // 2
        if len(_lines(words, space, between)) > most:
            narrow = between
        else:
            wide = between
    return _lines(words, space, wide)


def shortened(lines, most, letters, room):
    """The first lines, of which the last says with … that there are more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and letters.getlength(f"{last}…") > room:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.-–(')}…"]


def _lines(words, space, room):
    lines, width = [], room
    for word, length in words:
        if lines and width + space + length <= room:
            lines[-1] = f"{lines[-1]} {word}"
            width += space + length
        else:
            lines.append(word)
            width = length
    return lines


def _measured(text, letters, room):
    """[(word, its width)], with words in pieces that are wider than there is room."""
    return [piece for word in text.split(" ") for piece in _pieces(word, letters, room)]


def _pieces(word, letters, room):
    piece, width = "", 0
    for sign in word:
        advance = _advance(letters, sign)
        if piece and width + advance > room:
            yield piece, width
            piece, width = "", 0
        piece, width = piece + sign, width + advance
    yield piece, width


@lru_cache(maxsize=20_000)
def _advance(letters, sign):
    """How wide a sign is: in this font and layout the same beside any other."""
    return letters.getlength(sign)
