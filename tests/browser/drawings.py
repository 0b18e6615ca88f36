"""The pictures in pages: each bar on its axis, also on paper, and each number to be seen."""

from tests.browser.browser import DESKTOP, HEIGHT, PHONE, Mode

HAS_DRAWING = "!!document.querySelector('main :is(.lanes, .map, .charts)')"
PAPER = 680  # pixels of CSS between the margins of an A4 sheet


def drawings(opened, _target=None):
    """Nothing beside its axis, over another text, or in the colour of what it stands on."""
    if not opened.tab.evaluate(HAS_DRAWING):
        return
    for mode in (Mode(DESKTOP, "light"), Mode(PHONE, "forced")):
        opened.show(mode)
        yield from faults(opened, f"{mode.width} px, {mode.scheme}")
    opened.show(Mode(DESKTOP, "light"))
    opened.tab.set_viewport_size({"width": PAPER, "height": HEIGHT})
    opened.tab.emulate_media(media="print")
    yield from faults(opened, "on paper")
    opened.tab.emulate_media(media="null")  # whatever it is for: "screen" would be printed too


def faults(opened, where):
    for what in opened.tab.evaluate("drawingFaults()"):
        yield f"{what} ({where})"
