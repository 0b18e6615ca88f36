"""How long a search takes among 1,000, 10,000 and 100,000 entries: 50th and 99th percentile.

    DATABASE_URL=postgres://…/an_empty_database python benchmarks/search.py [entries …]

Migrates that database, fills it with texts of 300 words (the frequency of words as in real texts:
Zipf's law) unless it has as many entries already, and searches as the page does: what is found, its
facets, and a page of it with fragments. Of each kind of search as many different ones as there are,
at most 300, of words drawn by their frequency, so frequent words are in them.

Two times: on the clock, and of the processor (of this process, and of the database's when it is on
the same machine), which other programs disturb less. Each search is done twice, and the
shorter counts. The ratio is to the baseline of the same run: titles that have a word, read one by
one (`title ILIKE '%word%'`, the first twenty), in the processor's time.
"""

import os
import random
import statistics
import sys
import time
from itertools import accumulate
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
django.setup()

from django.core.management import call_command  # noqa: E402  Django is set up first
from django.db import connection  # noqa: E402
from django.utils.translation import override  # noqa: E402

from portal.search.models import SearchEntry, SearchWord  # noqa: E402
from portal.site_search.index import write  # noqa: E402
from portal.site_search.results import (  # noqa: E402
    A_PAGE,
    entries_of,
    facets,
    nearest,
    partners_of,
    results,
    search,
)
from portal.site_search.sources import Page  # noqa: E402

CHANCE = random.Random(2026)
SYLLABLES = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni".split()
)
# In the order of letters: the most frequent words begin alike, which is hardest for prefixes.
VOCABULARY = sorted(
    {"".join(CHANCE.choices(SYLLABLES, k=CHANCE.randint(2, 5))) for _number in range(40_000)}
)
WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(len(VOCABULARY))))
SEARCHES, TIMES = 300, 2
OF_BASELINE = 30  # searches: it takes long


def drawn(words):
    return CHANCE.choices(VOCABULARY, cum_weights=WEIGHTS, k=words)


def text(words):
    return " ".join(drawn(words))


def fill(begin, end):
    for first in range(begin, end, 1000):
        numbers = range(first, min(first + 1000, end))
        write([(page(number), "nl") for number in numbers])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE search_searchentry, search_searchword")


def page(number):
    return Page(
        key=f"x:{number}",
        kind="partners.partner",
        object_id=number,
        title=text(4),
        text_language="nl",
        address=f"/nl/x/{number}/",
        names=[text(3)],
        related=[],
        texts=[text(300)],
    )


def misspelt(word):
    at = len(word) // 2
    return word[:at] + "x" + word[at + 1 :]


def different(make):
    """At most SEARCHES different ones that a function makes."""
    return [*dict.fromkeys(make() for _number in range(10 * SEARCHES))][:SEARCHES]


def a_phrase():
    """Two words that are together in a text."""
    words = CHANCE.choice(TEXTS).split()
    at = CHANCE.randrange(len(words) - 1)
    return f'"{words[at]} {words[at + 1]}"'


def long_word():
    return next(word for word in iter(lambda: drawn(1)[0], None) if len(word) > 6)


HOSTILE = [
    *("{0}' OR 1=1 --", "{0} NEAR({1})", "title_words:{0}*", "{0} & !{1}", "{0}:* | {1}", "-{0}"),
    *('"{0}', '"{0}" "{1}"', "({0}", "{0}\\", "%{0}_%", "<script>{0}</script>", "{0}\x00{1}"),
    *("{0}; DROP TABLE search_searchentry", "{0}" + "'" * 9000, "{0} " * 1500, "{0}*" * 9),
]
KINDS = {
    "a word": lambda: drawn(1)[0],
    "two words": lambda: text(2),
    "a phrase": a_phrase,
    "a prefix": lambda: long_word()[:5],
    "a short prefix": lambda: drawn(1)[0][:3],
    "a misspelling": lambda: misspelt(long_word()),
    "a hostile one": lambda: CHANCE.choice(HOSTILE).format(*drawn(2)),
    "a hundred words": lambda: text(100),
    "hundred prefixes": lambda: " ".join(word[:4] for word in drawn(100)),
    "8 misspellings": lambda: " ".join(misspelt(long_word()) for _number in range(8)),
    "8 phrases": lambda: " ".join(a_phrase() for _number in range(8)),
}
TEXTS = []


def find(asked):
    query, hits = search(asked)
    is_near = not hits
    hits = hits or nearest(query)
    entries = entries_of(hits[:A_PAGE], partners=partners_of(hits), with_words=is_near)
    facets(asked, hits, {}, entries)
    return results(hits[:A_PAGE], query, entries)


def find_titles(asked):
    titles = SearchEntry.objects.filter(language="nl", title__icontains=asked)
    return list(titles.values_list("title", "address")[:A_PAGE])


def backend():
    """Where Linux tells the processor's time of the database's process, when it is here."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return told if told.exists() else None


def processor_time(told):
    """Seconds of this process and of the database's."""
    return time.process_time() + (int(told.read_text().split()[0]) / 1e9 if told else 0)


def measured(found_by, asked):
    """[(50th, 99th percentile) on the clock, and of the processor's time] of searches, in ms."""
    took, told = [], backend()
    for one in asked:
        times = []
        for _number in range(TIMES):
            begun, spent = time.perf_counter(), processor_time(told)
            found_by(one)
            times.append((time.perf_counter() - begun, processor_time(told) - spent))
        took.append([min(each) * 1000 for each in zip(*times, strict=True)])
    return [
        (statistics.median(each), statistics.quantiles(each, n=100)[98])
        for each in zip(*took, strict=True)
    ]


def compare(size):
    baseline = None
    searches = {"baseline: titles": KINDS["a word"], **KINDS}
    for name, make in searches.items():
        found_by = find_titles if name.startswith("baseline") else find
        asked = different(make)
        clock, processor = measured(found_by, asked if baseline else asked[:OF_BASELINE])
        baseline = baseline or processor[0]
        print(
            f"{size:>7,} {name:<17} {len(asked):>3} searches: "
            f"clock p50 {clock[0]:6.1f} p99 {clock[1]:6.1f} ms, "
            f"processor p50 {processor[0]:6.1f} p99 {processor[1]:6.1f} ms, "
            f"{processor[0] / baseline:5.2f} x",
            flush=True,
        )


def main(sizes):
    call_command("migrate", verbosity=0)
    for size in sizes:
        filled = SearchEntry.objects.count()
        if filled > size:
            SearchEntry.objects.all().delete()
            SearchWord.objects.all().delete()
            filled = 0
        fill(filled, size)
        TEXTS[:] = SearchEntry.objects.order_by("id").values_list("text", flat=True)[:1000]
        compare(size)


if __name__ == "__main__":
    with override("nl"):
        main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
