"""Is any public address answered with an error of ours, whatever is asked of it?

Describes every address of portal/urls.py in four languages as OpenAPI, with the parameters that its
page reads and real values among the possible ones, and lets schemathesis ask them for as long as is
said. Ends with 1 when one was answered with 5xx, or not within five seconds.

    make check-addresses              five minutes
    make check-addresses TIME=60

Addresses with the token of a preview are no part of it: without a token there is nothing to read.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from serving import (
    Servers,
    fill,
    own_database,
    pages_of_the_site,
    stop_when_told,
    work_folder,
)

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
PROGRAM = Path(__file__).parent.parent / "var" / "schemathesis" / "bin" / "schemathesis"
HOW = "--checks not_a_server_error --max-response-time 5 --workers 2 --phases coverage,fuzzing"
HOW = f"{HOW} --max-time {SECONDS} --warnings off --suppress-health-check all --no-color".split()
PART = re.compile(r"<(?:\w+:)?(\w+)>")
HEADERS = ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range", "Cookie"]
MOST_VALUES = 40  # real ones of each part of an address


def public_views(patterns, before=""):
    """Yields (address with {names}, view) of a language."""
    from django.conf import settings
    from django.urls import URLResolver

    for pattern in patterns:
        route = before + str(pattern.pattern)
        if route.startswith(settings.DESK_PATH) or "(?P<" in route:
            continue
        if isinstance(pattern, URLResolver):
            yield from public_views(pattern.url_patterns, route)
        else:
            yield "/" + PART.sub(r"{\1}", route), pattern.callback


def views_of_every_language():
    from django.urls import get_resolver
    from django.utils.translation import override

    from portal.i18n.languages import CODES

    found = {}
    for code in CODES:
        with override(code):
            found.update(public_views(get_resolver().url_patterns))
    return found


def values_of(address, pages):
    """{name: [real values]} of the parts of an address."""
    shape = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(address)))
    found = {}
    for match in filter(None, map(shape.fullmatch, pages)):
        for name, value in match.groupdict().items():
            found.setdefault(name, set()).add(value)
    return {name: sorted(values)[:MOST_VALUES] for name, values in found.items()}


def parameter(name, place, values=()):
    anything = {"type": "string", "minLength": 1 if place == "path" else 0}
    schema = {"anyOf": [{"enum": list(values)}, anything]} if values else anything
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def description(views, pages):
    paths = {}
    for address, view in sorted(views.items()):
        known = values_of(address, pages)
        parts = re.findall(r"\{(\w+)\}", address)
        names = getattr(view, "parameters", ()) or ()
        asked = [
            *(parameter(name, "path", known.get(name, ())) for name in parts),
            *(parameter(name, "query") for name in names),
            *(parameter(name, "header") for name in HEADERS),
        ]
        answers = {"default": {"description": "Whatever it is"}}
        paths[address] = {"get": {"parameters": asked, "responses": answers}}
    return {"openapi": "3.1.0", "info": {"title": "Pages", "version": "1"}, "paths": paths}


def main():
    stop_when_told()
    with work_folder() as work, own_database(work) as database:
        fill(work, database)
        document = Path(work, "addresses.json")
        document.write_text(json.dumps(description(views_of_every_language(), pages_of_the_site())))
        servers = Servers(work)
        with servers.portal() as portal:
            servers.wait_for(servers.portal_port, portal)
            base = ["run", document, "--url", f"http://localhost:{servers.portal_port}"]
            asked = subprocess.run([PROGRAM, *base, *HOW], cwd=work, check=False)  # noqa: S603 our own
    sys.exit(bool(asked.returncode))


if __name__ == "__main__":
    main()
