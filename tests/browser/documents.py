"""Checks on the documents themselves, without a browser: each is given all pages by address."""

import json
import re
import subprocess
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from django.conf import settings

from tests.browser.pages import fetch, unlinked_pages

HERE = Path(__file__).parent
KILOBYTE = 1000
MAX_HTML = 14 * KILOBYTE  # over the wire, of product.md
MAX_STYLE_AND_SCRIPT = 20 * KILOBYTE
# What csstree-validator says although it is no fault: what printed pages can have is new to it.
NO_FAULT = {
    "Unknown at-rule `@bottom-right`",
    "Unknown at-rule descriptor `margin`",  # of @page: csstree does not know it there
}


def answers(pages):
    """Every page answers as it should, and every link and redirect leads to one that does."""
    expected = {address: status for address, (_kind, status) in unlinked_pages().items()}
    for address, page in pages.items():
        if location := page.headers.get("Location"):
            if pages[location].status != 200:
                yield address, f"redirects to {location}, which answers {pages[location].status}"
        elif page.status != expected.get(address, 200):
            yield address, f"answers {page.status}"
        if "Set-Cookie" in page.headers:
            yield address, "sets a cookie"


def fragments(pages):
    """Every link to a part of a page finds that part."""
    ids = {address: set(page.attributes("//*/@id")) for address, page in documents(pages).items()}
    for address, page in documents(pages).items():
        for target, fragment in page.links:
            if fragment and target in ids and fragment not in ids[target]:
                yield address, f"links to {target}#{fragment}, which does not exist"


def headings(pages):
    """One h1 on each page, and no heading that skips a level."""
    for address, page in documents(pages).items():
        levels = [int(tag.tag[1]) for tag in page.tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        if levels.count(1) != 1:
            yield address, f"has {levels.count(1)} h1"
        for above, below in pairwise([0, *levels]):
            if below > above + 1:
                yield address, f"goes from h{above} to h{below}"


def titles(pages):
    """No two pages that search engines may show have the same title or description."""
    for name, path in [
        ("title", "//title/text()"),
        ("description", "//meta[@name='description']/@content"),
    ]:
        same = defaultdict(list)
        for address, page in documents(pages).items():
            if page.status == 200 and not page.noindex:
                text = " ".join(page.attributes(path)).strip()
                same[page.language, text].append(address)
                if not text:
                    yield address, f"has no {name}"
        for (_language, text), addresses in same.items():
            for address in addresses if len(addresses) > 1 else []:
                yield address, f"shares its {name} with another page: {text}"


def hreflang(pages):
    """The languages of a page name each other, the page itself, and Dutch as the one for all."""
    for address, page in documents(pages).items():
        alternates = page.alternates
        if page.noindex or page.status != 200:
            if alternates:
                yield address, "is not to be indexed, yet names its other languages"
            continue
        if alternates.get(page.language) != address:
            yield address, "does not name itself among its languages"
        if alternates.get("x-default") != alternates.get("nl"):
            yield address, "does not name the Dutch page as the one for all other languages"
        for other in alternates.values():
            if other in pages and pages[other].alternates != alternates:
                yield address, f"names {other}, which does not name it back"


def html(pages):
    """The Nu HTML checker finds no error and has nothing to warn of."""
    folder = settings.VAR_DIR / "site" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    names = {}
    for number, (address, page) in enumerate(documents(pages).items()):
        (folder / f"{number}.html").write_bytes(page.source)
        names[f"{number}.html"] = address
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", folder]
    said = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 our own pages
    for message in json.loads(said.stderr)["messages"]:
        where = names.get(Path(urlsplit(message.get("url", "")).path).name, "the checker")
        if message["type"] == "error" or message.get("subType") == "warning":
            yield where, f"{message['message']} ({message.get('extract', '').strip()[:80]})"


def css(_pages):
    """Every property and value of our own style sheets exists."""
    for sheet in style_sheets():
        command = ["node", HERE / "node_modules" / ".bin" / "csstree-validator", sheet]
        said = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 our own file
        for fault in set(re.findall(r"^ +\* (.+)$", said.stdout + said.stderr, re.M)) - NO_FAULT:
            yield sheet.name, fault


def style_sheets():
    return sorted((settings.BASE_DIR / "static").rglob("*.css"))


def weight(pages, report):
    """First view within budget: the page, and all it loads, over the wire."""
    sent = {}  # style sheets and scripts: the same few on every page
    for address, page in documents(pages).items():
        compressed = {
            "gzip": len(page.sent),
            "brotli": len(brotli.compress(page.source, quality=5)),
        }
        for name, size in compressed.items():
            report.figure(page.kind, f"kB {name}", round(size / KILOBYTE, 1))
        if len(page.sent) > MAX_HTML:
            yield address, f"is {len(page.sent)} bytes over the wire, more than {MAX_HTML}"
        loaded = page.attributes("//link[@rel='stylesheet']/@href | //script/@src")
        for source in loaded:
            if source not in sent:
                sent[source] = len(fetch(page.origin, source)[2])
        if sum(sent[source] for source in loaded) > MAX_STYLE_AND_SCRIPT:
            yield address, f"loads more than {MAX_STYLE_AND_SCRIPT} bytes of style and script"


def documents(pages):
    """The pages that can be read; the rest redirects or is a file."""
    return {address: page for address, page in pages.items() if page.is_document}
