"""What a browser finds on a page: each check is given an open page and says what is wrong with it.

Debian's Chromium, driven by Playwright. Scripts are only put in from outside (over the browser's
own protocol), so the portal's content security policy stays as visitors get it.
"""

import json
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import axe_playwright_python
from playwright.sync_api import Error, sync_playwright

CHROMIUM = "/usr/bin/chromium-headless-shell"  # without windows, which halves the work
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
DESKTOP, PHONE, HEIGHT = 1280, 320, 900
WIDTHS = range(PHONE, 1601, 64)
MAX_SHIFT = 0.01  # cumulative layout shift of performance.md
MAX_REQUESTS = 2  # the page and its style sheet, of product.md
MAX_PAINT = 1200  # milliseconds, of performance.md
# Lighthouse's "slow 4G": 150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
A_PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 2, "is_mobile": True}

LATER = "[...document.querySelectorAll('script[type=module][src]')].map((one) => one.src)"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours follow from elements, their classes, their state and what they stand in: they are looked
# at on each page that has an element like none before. Sizes follow from the text as well.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
ALL_RULES = {"runOnly": {"type": "tag", "values": AXE_TAGS}}


class Mode(NamedTuple):
    width: int
    scheme: str


class Tab:
    """A page in a tab of the browser, with everything that it said and fetched so far."""

    def __init__(self, tab, origin):
        self.tab, self.origin = tab, origin
        self.console, self.requests = [], []
        tab.on("console", self.hear)
        tab.on("pageerror", lambda error: self.console.append(f"script error: {error}"))
        tab.on("request", lambda request: self.requests.append(request.url))

    def hear(self, message):
        # Chromium itself says of an answer with status 404 that it "failed to load".
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.console.append(f"console: {message.text}")

    def go(self, address):
        self.console.clear()
        self.requests.clear()
        self.show(Mode(DESKTOP, "light"))
        self.tab.goto(self.origin + address)

    def show(self, mode):
        """Look at the page at this width, in this colour scheme."""
        self.tab.set_viewport_size({"width": mode.width, "height": HEIGHT})
        self.tab.emulate_media(
            color_scheme="dark" if mode.scheme == "dark" else "light",
            forced_colors="active" if mode.scheme == "forced" else "none",
            reduced_motion="reduce",  # colours that change slowly would be measured half-way
        )


@contextmanager
def chromium(args=ARGUMENTS):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args)
        yield browser
        browser.close()


def new_tab(browser, origin, **options):
    """A tab of a visitor who was never here: no cookie, nothing kept."""
    context = browser.new_context(**options)
    context.add_init_script(path=Path(__file__).with_name("scripts.js"))
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # leave a form, whatever was typed there
    return Tab(page, origin)


def take_picture(tab, **options):
    """Chromium sometimes is “unable to capture” a page on a busy machine: then once more."""
    for attempt in range(3):
        try:
            return tab.screenshot(**options)
        except Error:
            if attempt == 2:
                raise


def first_view(opened, _target=None):
    """Two requests, no cookie, and nothing that jumps."""
    later = opened.tab.evaluate(LATER)  # the page is there, and works, before a module is asked for
    needed = [url for url in opened.requests if url not in later]
    if len(needed) > MAX_REQUESTS:
        yield f"needs {len(needed)} requests for a first view"
    if cookies := opened.tab.context.cookies():
        yield f"leaves a cookie: {cookies[0]['name']}"
    shift = opened.tab.evaluate("firstView()")["shift"]
    if shift > MAX_SHIFT:
        yield f"jumps while it loads: layout shift {shift:.3f}"


def quiet(opened, _target=None):
    """Nothing said in the console, nothing asked of another host."""
    yield from opened.console
    for url in opened.requests:
        if not url.startswith((opened.origin, "data:", "blob:")):
            yield f"asks another host: {url}"


def paint(browser, origin, targets, report):
    """The largest paint on a slow phone network, as Lighthouse simulates it, within its budget."""
    for target in targets:
        best = largest_paint(browser, origin, target.address)
        if best > MAX_PAINT:  # once more: the machine may have been busy
            best = min(best, largest_paint(browser, origin, target.address))
        report.figure(target.kind, "paint ms", round(best))
        if best > MAX_PAINT:
            yield target.address, f"paints its largest part after {best:.0f} ms"


def largest_paint(browser, origin, address):
    opened = new_tab(browser, origin, **A_PHONE)
    line = opened.tab.context.new_cdp_session(opened.tab)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_NETWORK)
    opened.tab.goto(origin + address)
    milliseconds = opened.tab.evaluate("firstView()")["paint"]
    opened.tab.context.close()
    return milliseconds


@cache
def axe_source():
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()


def axe(opened, target=None):
    """axe-core finds nothing, in three colour schemes at two widths."""
    opened.tab.evaluate(axe_source())
    for mode, options in rules(target is None or target.has_new_elements):
        opened.show(mode)
        options |= {"resultTypes": ["violations"], "preload": False}
        found = opened.tab.evaluate(f"() => axe.run(document, {json.dumps(options)})")
        for rule in found["violations"]:
            for node in rule["nodes"]:
                how = f"{mode.width} px, {mode.scheme}"
                yield f"{rule['id']} ({how}): {rule['help']}: {node['html'][:120]}"


def rules(is_new):
    """(mode, options for axe): every rule where a page has elements like none before; else, on a
    phone, those that its text and its size there can decide."""
    if not is_new:
        without_colours = {rule: {"enabled": False} for rule in COLOUR_RULES}
        yield Mode(PHONE, "light"), ALL_RULES | {"rules": without_colours}
        return
    for width in (DESKTOP, PHONE):
        yield Mode(width, "light"), dict(ALL_RULES)
        for scheme in ("dark", "forced"):
            yield Mode(width, scheme), {"runOnly": {"type": "rule", "values": COLOUR_RULES}}


def reflow(opened, _target=None):
    """Nothing is cut off or scrolls sideways at 320 px, nor with letters of twice the size."""
    opened.show(Mode(PHONE, "light"))
    for what in opened.tab.evaluate("tooWide()"):
        yield f"is too wide at {PHONE} px: {what}"
    opened.show(Mode(DESKTOP // 2, "light"))
    opened.tab.evaluate("setText('large', 'spaced')")
    for what in opened.tab.evaluate("tooWide()"):
        yield f"is too wide with large, widely spaced text: {what}"
    for what in opened.tab.evaluate("clipped()"):
        yield f"cuts off large, widely spaced text: {what}"
    opened.tab.evaluate("setText()")


def widths(opened, _target=None):
    """Nothing scrolls sideways at any width, also with spaced text or letters of twice the size."""
    opened.show(Mode(DESKTOP, "light"))
    for text, some in (("plain", WIDTHS), ("spaced", WIDTHS[::3]), ("large", WIDTHS[::3])):
        opened.tab.evaluate(f"setText('{text}')")
        for width in some:
            opened.tab.set_viewport_size({"width": width, "height": HEIGHT})
            for what in opened.tab.evaluate("tooWide()"):
                yield f"is too wide at {width} px ({text} text): {what}"
    opened.tab.evaluate("setText()")


def focus(opened, target=None):
    """The skip link comes first, then all in order of reading, each with a visible focus."""
    modes = [Mode(DESKTOP, "light"), Mode(PHONE, "dark")]
    for mode in modes if target is None or target.has_new_elements else modes[:1]:
        opened.show(mode)
        for what in opened.tab.evaluate("focusFaults()"):
            yield f"{what} ({mode.width} px)"


def keyboard(opened, _target=None):
    """The Tab key itself visits everything that can be used, in that order, and leaves again."""
    opened.show(Mode(DESKTOP, "light"))
    expected = opened.tab.evaluate("inOrder()")
    visited = []
    for _press in range(2 * len(expected) + 20):
        opened.tab.keyboard.press("Tab")
        now = opened.tab.evaluate("described(document.activeElement)")
        if now == "body" or (visited and now == visited[0] and len(visited) >= len(expected)):
            break
        visited.append(now)
    else:
        yield f"keeps the focus: after {len(visited)} times Tab still at {visited[-1]}"
    visited = [now for before, now in pairwise(["", *visited]) if now != before]
    for missed in [one for one in expected if one not in visited]:
        yield f"Tab never reaches {missed}"
    if [one for one in visited if one in expected] != [one for one in expected if one in visited]:
        yield f"Tab does not follow the order of the page: {visited}"
