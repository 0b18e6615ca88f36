"""Whether pages with a picture stay as quick and small with much more content.

    DATABASE_URL=postgres://…/any_database python benchmarks/pictures.py [only these …]

Asks each page in a temporary database with the content and the examples, then copies the content
so many times and asks again: × is the second against the first. "kept" is a page whose parts the
process has (the page itself is never kept here), "cold" just after an edit, when it has none.
SQL is of a cold page, gzip in bytes; a page may have 14,336 of them. A page that the content does
not fill grows until it is full: what then still grows is seen between --times 10 and 100.
"""

import argparse
import gzip
import statistics
import time

from pages import Site, queries_of, temporary_database  # sets up Django

# isort: split
from content_copies import analyze, copy_content
from django.core.management import call_command
from django.utils.translation import override

from calls.models import CallSeries
from partners.models import Partner, Post
from portal.publishing import shelf

ROUNDS, MOST = 15, 3  # requests for a page; seconds after which fewer do
ALSO = (Post, CallSeries)  # which the other benchmarks do not copy


def pages():
    """{name: address}; each draws something, or has it drawn beneath."""
    partners, quebec = "/nl/partners/", Partner.objects.get(slug_nl="quebec")
    return {
        "home": "/nl/",
        "call list": "/nl/projectoproepen/",
        "series": CallSeries.objects.get(slug_nl="quebec").get_absolute_url(),
        "figures": "/nl/resultaten-in-cijfers/",
        "map": partners,
        "map of posts": f"{partners}?layer=posts",
        "map of focus": f"{partners}?layer=focus",
        "map of agreements": f"{partners}?layer=agreements",
        "map of calls": f"{partners}?layer=calls",
        "axis of time": "/nl/akkoorden/?view=timeline",
        "partner": quebec.get_absolute_url(),
        "share image": f"/nl/deelbeelden/partner/{quebec.pk}.png",
    }


def milliseconds(site, address, is_cold):
    """The median CPU time of this process for one page."""
    took, begun = [], time.monotonic()
    while len(took) < ROUNDS and (not took or time.monotonic() < begun + MOST):
        if is_cold:
            shelf.clear_all()
        before = time.process_time()
        site.get(address)
        took.append((time.process_time() - before) * 1000)
    return statistics.median(took)


def measured(site, addresses):
    """{name: (ms kept, ms cold, SQL, gzip)}."""
    found = {}
    for name, address in addresses.items():
        size = len(gzip.compress(site.get(address), 6))
        kept, cold = (milliseconds(site, address, is_cold) for is_cold in (False, True))
        shelf.clear_all()
        found[name] = kept, cold, len(queries_of(site, address)), size
        print(f"{name:18}{kept:9.1f}{cold:9.1f}{found[name][2]:5}{size:8,}", flush=True)
    return found


def main(options):
    with temporary_database():
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        call_command("load_examples", verbosity=0)
        addresses = {
            name: address
            for name, address in pages().items()
            if not options.only or name in options.only
        }
        site = Site()
        print(f"{'':18}{'kept ms':>9}{'cold ms':>9}{'SQL':>5}{'gzip':>8}")
        before = measured(site, addresses)
        with override("nl"):
            copy_content(options.times, ALSO)
        analyze()
        shelf.clear_all()
        print(f"{options.times} × the content")
        after = measured(site, addresses)
    print(f"{'×':18}{'kept':>9}{'cold':>9}{'SQL':>5}{'gzip':>8}")
    for name in addresses:
        kept, cold, queries, size = (
            new / old for new, old in zip(after[name], before[name], strict=True)
        )
        print(f"{name:18}{kept:9.2f}{cold:9.2f}{queries:5.1f}{size:8.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("only", nargs="*")
    parser.add_argument("--times", type=int, default=100)
    main(parser.parse_args())
