"""What a page costs when no cache has it: CPU of this process and of its PostgreSQL backend.

    DATABASE_URL=postgres://…/any_database python benchmarks/pages.py [--times 10] [only these …]

Makes a temporary database beside the one of DATABASE_URL (without it, a SQLite file), loads the
content and copies it so many times, and asks each page in turn. Compare within one run: ×floor is
the time against that of the least a list or page takes (benchmarks/floor.py) in the same run.
`--cold` empties what the process keeps of the content before each request, as an edit does.
`--loaded` leaves out the statistics of the database after the copies: as just after a load.
"""

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
GIVEN = os.environ.get("DATABASE_URL", "")
NAME = f"pages_benchmark_{os.getpid()}"
FOLDER = tempfile.TemporaryDirectory()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "PORTAL_ENV": "test",  # no collectstatic
    "PAGE_CACHE_MB": "0",
    "ALLOWED_HOSTS": "localhost",
    "DATABASE_URL": urlunsplit(urlsplit(GIVEN)._replace(path=f"/{NAME}"))
    if GIVEN.startswith("postgres")
    else f"sqlite:///{FOLDER.name}/pages.sqlite3",
}
django.setup()

import floor  # noqa: E402  Django is set up first
from content_copies import analyze, copy_content  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.translation import override  # noqa: E402

import portal.urls  # noqa: E402
from agreements.models import Agreement, WorkProgramme  # noqa: E402
from calls.models import Call, CallSeries, SupportMeasure  # noqa: E402
from partners.models import Partner, Post  # noqa: E402
from policy.models import Framework  # noqa: E402
from portal.page_cache.freshness import watch  # noqa: E402
from portal.publishing import shelf  # noqa: E402

ROUNDS, A_ROUND = 9, 5  # rounds over all pages; requests for one page in a round


@contextmanager
def temporary_database():
    """On PostgreSQL a database of its own; SQLite makes its file itself."""
    if connection.vendor != "postgresql":
        yield
        connection.close()
        return
    import psycopg

    with psycopg.connect(GIVEN, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {NAME}")
        try:
            yield
        finally:
            connection.close()
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def fullest(model, **conditions):
    """The address of the public record of a model with the most rows around it."""
    public = model.objects.published().filter(**conditions).with_parent()

    def weight(record):
        rows = sum(getattr(record, name).count() for name in ("sources", "documents", "changes"))
        return rows + (record.calls.count() if model is CallSeries else 0)

    return max(public, key=weight).get_absolute_url()


def pages():
    """{name: address}, the floor first."""
    base = "/nl/projectoproepen/"
    last = -(-Call.objects.published().count() // 20)
    every = "&".join(
        f"status={status}" for status in ("open", "announced", "closed", "results", "cancelled")
    )
    return floor.addresses() | {
        "home": "/nl/",
        "call list": base,
        "call list, all": f"{base}?{every}",
        "call list, last": f"{base}?{every}&page={last}",
        "agreement list": "/nl/akkoorden/",
        "partner list": "/nl/partners/",
        "measure list": "/nl/ondersteuning/",
        "post list": "/nl/vertegenwoordigingen/",
        "search": "/nl/zoeken/?q=muziek",
        "call": busiest_call(),
        "series": fullest(CallSeries),
        "partner": busiest_partner(),
        "agreement": fullest(Agreement),
        "programme": fullest(WorkProgramme),
        "measure": fullest(SupportMeasure),
        "framework": Framework.objects.published().newest_first().first().get_absolute_url(),
        "post": fullest(Post),
        "changes": "/nl/wijzigingen/",
        "sitemap": "/sitemap.xml",
    }


def busiest_call():
    return fullest(Call, series=max(CallSeries.objects.published(), key=lambda s: s.calls.count()))


def busiest_partner():
    calls = Counter(Call.objects.published().values_list("series__partner", flat=True))
    return Partner.objects.get(pk=calls.most_common(1)[0][0]).get_absolute_url()


class Site:
    """The portal as a WSGI server has it, asked in this process."""

    def __init__(self):
        self.handler = get_wsgi_application()

    def get(self, address, encoding=""):
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": encoding,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        seen = []
        response = self.handler(environ, lambda status, headers: seen.append(status))
        body = b"".join(response)
        response.close()
        if not seen[0].startswith("200"):
            raise SystemExit(f"{address}: {seen[0]}")
        return body


def backend_seconds():
    """CPU seconds of the backend of PostgreSQL that this process uses; 0 when it is elsewhere."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    try:
        statistics_of = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        return int(statistics_of.read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def cpu():
    return time.process_time(), backend_seconds()


def queries_of(site, address):
    shapes = []

    def note(execute, sql, params, many, context):
        shapes.append(sql)
        return execute(sql, params, many, context)

    watch.now(timezone.now())  # its lookups, once a second, are not of the page
    with connection.execute_wrapper(note):
        site.get(address)
    return shapes


def measured(site, addresses, is_cold):
    """{name: (ms here, ms in the database) in each round}."""
    took = {name: [] for name in addresses}
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            here, there = cpu()
            for _request in range(A_ROUND):
                if is_cold:
                    shelf.clear_all()
                site.get(address)
            now_here, now_there = cpu()
            took[name].append(
                ((now_here - here) / A_ROUND * 1000, (now_there - there) / A_ROUND * 1000)
            )
    return took


def report(site, addresses, took, is_cold):
    middle = {
        name: tuple(statistics.median(column) for column in zip(*rounds, strict=True))
        for name, rounds in took.items()
    }
    total = {name: sum(parts) for name, parts in middle.items()}
    print(
        f"{'':18}{'CPU ms':>8}{'here':>8}{'there':>7}{'×floor':>8}{'SQL':>5}{'HTML':>9}{'gzip':>8}"
    )
    for name, address in addresses.items():
        least = total["floor list" if " list" in name or name == "home" else "floor page"]
        body = site.get(address)
        if is_cold:
            shelf.clear_all()
        queries = len(queries_of(site, address))
        print(
            f"{name:18}{total[name]:8.2f}{middle[name][0]:8.2f}{middle[name][1]:7.2f}"
            f"{total[name] / least:8.1f}{queries:5}{len(body):9,}{len(gzip.compress(body, 6)):8,}",
            flush=True,
        )


def main(options):
    if settings.PAGE_CACHE_BYTES:
        raise SystemExit("Pages are kept: nothing could be measured.")
    portal.urls.urlpatterns[:0] = floor.urlpatterns
    with temporary_database():
        call_command("migrate", verbosity=0)
        call_command("load_content")
        floor.fill()
        with override("nl"):
            copy_content(options.times)
            if not options.loaded:
                analyze()
            addresses = pages()
        if options.only:
            addresses = {
                name: address
                for name, address in addresses.items()
                if name in options.only or name.startswith("floor")
            }
        site = Site()
        for address in addresses.values():
            site.get(address)
        if options.profile:
            profile(site, addresses, options.profile)
            return
        if options.sql:
            for sql in queries_of(site, addresses[options.sql]):
                print(sql, end="\n\n")
            return
        print(f"{connection.vendor}, {options.times} × the content")
        report(site, addresses, measured(site, addresses, options.cold), options.cold)


def profile(site, addresses, name):
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    with profiler:
        for _request in range(20):
            site.get(addresses[name])
    for order in ("cumulative", "tottime"):
        pstats.Stats(profiler).sort_stats(order).print_stats(60)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("only", nargs="*")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--loaded", action="store_true")
    parser.add_argument("--profile", metavar="PAGE", help="where the time of one page goes")
    parser.add_argument("--sql", metavar="PAGE", help="the queries of one page")
    main(parser.parse_args())
