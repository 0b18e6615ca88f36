"""Checks every page of the portal in a real browser: make check-site

LANGUAGE=fr              only the French pages
PAGE=calls:call          only pages whose address or type has this (a regular expression)
CHECK="axe reflow"       only these checks
ALL=yes                  every page in the browser; else eight of each kind that is alike, or PAGE

Ends with what is wrong and where, and exit status 1, when a check finds anything. Leaves one
picture of all types of pages per language in var/site/sheets/.
"""

import argparse
import os
import shutil
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.browser.settings"
django.setup()

from portal.i18n.languages import CODES  # noqa: E402  Django is set up first
from tests.browser.browser import CHROMIUM  # noqa: E402
from tests.browser.examination import CHECKS, examine  # noqa: E402
from tests.browser.pages import chosen, crawl  # noqa: E402
from tests.browser.serving import portal  # noqa: E402
from tests.browser.settings import WORK  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(
        prog="make check-site", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--language", choices=["", *CODES], default="")
    parser.add_argument("--page", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument(
        "--check", nargs="*", choices=CHECKS, metavar="CHECK", help=", ".join(CHECKS)
    )
    return parser.parse_args()


def main():
    options, started = arguments(), time.monotonic()
    for program in [CHROMIUM, "java", "node"]:
        if not shutil.which(program):
            sys.exit(f"{program} is missing; README says what to install for a check of the site.")
    with portal() as origin:
        pages = crawl(origin)
        some = chosen(pages, page=options.page, language=options.language)
        if not some:
            sys.exit(f"No page has {options.page!r} in its address or type.")
        print(f"{len(some):,} of {len(pages):,} addresses are looked at.", flush=True)
        checks, every_one = options.check or CHECKS, bool(options.all or options.page)
        report = examine(origin, some, checks, WORK / "sheets", every_one=every_one)
    print(f"\n{report.tables()}\n\n{time.monotonic() - started:.0f} seconds.")
    sys.exit(report.failed)


if __name__ == "__main__":
    main()
