"""The contrast of every pair of colours that the style sheet means to stand on each other.

The tokens are read from static/portal.css: `--name:#RRGGBB`, light outside and dark inside
`@media (prefers-color-scheme: dark)`. Ratios: WCAG 2.2, 1.4.3, 1.4.6 (7, for texts) and 1.4.11.
"""

import re

from django.conf import settings

SURFACES = ["paper", "sand", "sunk", "soft-yellow"]
STATES = ["announced", "open", "soon", "closed", "results", "stopped"]
TEXTS = ["muted", "link", "link-hover", "visited", "gold", "error"]
PAIRS = [
    *(("ink", surface, 7) for surface in SURFACES),
    *((text, surface, 4.5) for text in TEXTS for surface in SURFACES),
    *((line, surface, 3) for line in ("edge", "focus-line") for surface in SURFACES),
    *((f"{state}-fg", f"{state}-bg", 7) for state in STATES),
    ("on-yellow", "yellow", 7),
]
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b")
DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]|\{[^{}]*\})*)\}")
PRINT = re.compile(r"@media[^{]*print")


def contrast():
    """(scheme, what is wrong) of each pair that is too weak or not there."""
    sheet = settings.BASE_DIR / "static" / "portal.css"
    for scheme, palette in palettes(sheet.read_text()).items():
        for front, back, need in PAIRS:
            if front not in palette or back not in palette:
                yield f"{sheet.name}, {scheme}", f"has no colour {front} or {back}"
            elif (found := ratio(palette[front], palette[back])) < need:
                yield (
                    f"{sheet.name}, {scheme}",
                    f"{front} on {back} is {found:.2f}, less than {need}",
                )


def palettes(css):
    """The colours by name in the light and in the dark."""
    dark = dict(TOKEN.findall("".join(DARK.findall(css))))
    light = dict(TOKEN.findall(PRINT.split(DARK.sub("", css))[0]))
    return {"light": light, "dark": light | dark}


def ratio(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
