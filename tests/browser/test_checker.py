"""The check of the site itself: a good page passes, and each thing that can break makes it red."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from shutil import which

import pytest

pytest.importorskip("playwright", reason="make check-site installs the browser's driver")
pytest.importorskip("lingua", reason="make check-site installs it")
if not which("chromium-headless-shell"):
    pytest.skip("Debian's chromium-headless-shell is not installed", allow_module_level=True)

from tests.browser.examination import examine
from tests.browser.pages import Page, fetch

pytestmark = pytest.mark.slow
ADDRESS = "/nl/"
LABEL = '<label for="q">Zoek op deze site</label>'
TEXT = "Vlaanderen werkt samen met landen en regio's dichtbij en ver weg, ook in de cultuur."
LANES = (
    '<div class="lanes"><div class="lanes__plot"><svg class="lanes__ground" width="100%"></svg>'
    '<svg class="lane__bar" width="100%"></svg></div></div>'
)
MAP = (
    '<svg class="map"><g class="mark"><circle r="9" fill="black"/>'
    '<text fill="white">1</text></g></svg>'
)
CHART = (
    '<div class="charts"><div class="chart"><svg><text class="chart__name" y="9">2020-2021</text>'
    '<text class="chart__name" y="40">2022</text></svg></div></div>'
)
GOOD = f"""<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Een goede pagina</title>
    <link rel="icon" href="data:,">
    <meta name="description" content="Waarmee de controle zelf gecontroleerd wordt.">
    <link rel="alternate" hreflang="nl" href="{ADDRESS}">
    <link rel="alternate" hreflang="x-default" href="{ADDRESS}">
    <style>
      :focus {{ outline: 3px solid #1B1A17 }}
      a {{ display: inline-block; padding: 12px }}
    </style>
  </head>
  <body>
    <a href="#content">Naar de inhoud</a>
    <main id="content" tabindex="-1">
      <h1>Een goede pagina</h1>
      <p>{TEXT}</p>
      {LANES}{MAP}{CHART}
      <form>{LABEL} <input id="q" name="q"> <button>Zoeken</button></form>
    </main>
  </body>
</html>
"""
WIDE = f"<table><tr>{'<td>tienduizend</td>' * 12}</tr></table>"
FRENCH = (
    "La Flandre collabore avec des pays et des régions proches et lointains, aussi pour la culture."
)
DARK = "@media (prefers-color-scheme: dark) { body { background: #000; color: #333 } }"
BETWEEN = "@media (min-width: 1000px) and (max-width: 1100px) { form { width: 1200px } }"
PICTURE = '<img alt="" src="http://example.invalid/x.png">'
OVER = '<div style="position: fixed; inset: 0"></div>'
PICTURES = "".join(f'<img alt="" src="/{name}">' for name in "abc")
BROKEN = [
    ("axe", "a field without a label", LABEL, "Zoek op deze site"),
    ("language", "French that is marked as Dutch", TEXT, FRENCH),
    ("reflow", "a table that is too wide for a phone", "<form>", f"{WIDE}<form>"),
    ("widths", "a form that is too wide between phone and desktop", "<style>", f"<style>{BETWEEN}"),
    ("language", "a page with the wrong lang", 'lang="nl"', 'lang="fr"'),
    ("axe", "letters that are too pale", "<p>", '<p style="color: #aaa">'),
    ("axe", "letters that are too pale in the dark", "<style>", f"<style>{DARK}"),
    ("reflow", "large text that is cut off", "<p>", '<p style="height: 2em; overflow: hidden">'),
    ("focus", "no visible focus", "</style>", "button:focus { outline: 0 }</style>"),
    ("focus", "a button under something else", "<form>", f"{OVER}<form>"),
    ("focus", "no way to skip to the content", 'href="#content"', 'href="#qqqq"'),
    ("keyboard", "a field that keeps the focus", "<form", '<form onkeydown="return false"'),
    ("headings", "a heading that skips a level", "<form>", "<h3>Zoeken</h3><form>"),
    ("fragments", "a link to nowhere", "<form>", '<p><a href="#qqqq">Zoeken</a></p><form>'),
    ("hreflang", "no word of its own language", 'hreflang="nl"', 'hreflang="fr"'),
    ("titles", "no description", "Waarmee de controle zelf gecontroleerd wordt.", ""),
    ("interface", "a button in German", "<button>Zoeken", "<button>Suchen"),
    ("drawings", "bars beside their axis", 'bar" width="100%"', 'bar" width="60%"'),
    ("drawings", "a number that cannot be seen", 'fill="white"', 'fill="black"'),
    ("drawings", "a name over another", 'y="40"', 'y="9"'),
    ("quiet", "a script that fails", "</main>", "</main><script>qqqq()</script>"),
    ("quiet", "a picture from elsewhere", "</h1>", f"</h1>{PICTURE}"),
    ("first view", "many requests", "</h1>", f"</h1>{PICTURES}"),
]


@pytest.fixture(scope="module")
def site():
    """`site(html)` gives the origin of a web site that has this page alone."""
    shown = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            body = shown["page"].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", len(body))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(html):
        shown["page"] = html
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    server.shutdown()
    server.server_close()


def problems(origin, checks):
    pages = {ADDRESS: Page(origin, ADDRESS, "home", fetch(origin, ADDRESS))}
    return examine(origin, pages, checks)


def test_a_good_page_passes_every_check(site):
    report = problems(site(GOOD), list(dict.fromkeys(check for check, *_rest in BROKEN)))
    assert report.problems == []
    assert not report.failed


@pytest.mark.parametrize(("check", "what", "good", "bad"), BROKEN, ids=[row[1] for row in BROKEN])
def test_a_broken_page_makes_it_red(site, check, what, good, bad):
    assert good in GOOD
    report = problems(site(GOOD.replace(good, bad, 1)), [check])
    assert report.failed
    assert [problem.where for problem in report.problems_of(check)], what
