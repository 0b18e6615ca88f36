"""Does any answer that begins after a deadline still say that the call is open?

Serves the real content and one call that closes in a moment, with gunicorn and the caching rules of
deploy/nginx.conf, and lets visitors ask for it on every channel without pause, from some seconds
before the deadline until some seconds after it. Half of them are as browsers: they take gzip, keep
their copy and ask whether it still holds. Prints how many answers said what, and how many came out
of the cache. Ends with 1 when an answer begun after the deadline says open, or when there were too
few to tell; with 2 when nginx (apt install nginx-light) is missing.

    make cross-a-deadline
    DATABASE_URL=postgres://… make cross-a-deadline     in a database of its own on that server
"""

import functools
import gzip
import json
import re
import sys
import threading
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from serving import HOST, fill, nginx_program, own_database, served, stop_when_told, work_folder

AHEAD = 20  # seconds from the moment that both servers answer until the deadline
BEFORE, AFTER = 8, 6  # seconds of asking on either side
ENOUGH = 50  # answers per channel on either side
OPEN = {"open", "soon"}


# What an answer says of the call


def of_page(text):
    (status,) = re.findall(r'class="status-line">\s*<span class="tag tag--(\w+)', text)
    return status in OPEN


def of_cards(url, text):
    """A list or the home page: open when the call has a card there."""
    cards = [card for card in text.split('<article class="card">')[1:] if f'href="{url}"' in card]
    return any(re.search(r"tag--(\w+)", card)[1] in OPEN for card in cards)


def of_feed(text):
    (status,) = re.findall(r'<category term="(\w+)"', text)
    return status in OPEN


def of_data(text):
    (call,) = json.loads(text)["calls"]
    return call["status"] in OPEN


def of_calendar(closes_at, text):
    """Its reader concludes by the end of the entry, so that must be the deadline."""
    ends = re.findall(r"DTEND:(\w+)", text)
    if any(end != f"{closes_at:%Y%m%dT%H%M%SZ}" for end in ends):
        sys.exit(f"The calendar says that the call closes at {ends}, not at {closes_at}.")
    return bool(ends)


def channels(call):
    """{name: (address, what tells from an answer whether it says open)}"""
    from django.urls import reverse
    from django.utils.translation import override

    found = {}
    for code in ("nl", "fr", "de", "en"):
        with override(code):
            found[f"page, {code}"] = (call.get_absolute_url(), of_page)
    with override("nl"):
        in_cards = functools.partial(of_cards, call.get_absolute_url())
        in_calendar = functools.partial(of_calendar, call.closes_at)
        only = f"?partner={call.series.partner.slug_nl}"
        found["list of open calls"] = (reverse("calls:calls") + "?status=open", in_cards)
        found["home"] = (reverse("home"), in_cards)
        found["feed"] = (reverse("calls:feed") + only, of_feed)
        found["data"] = (reverse("calls:data") + only, of_data)
        found["calendar, open"] = (reverse("calls:calendars") + f"{only}&status=open", in_calendar)
    return found


# What is served


def call_that_closes(at):
    from calls.models import Call, CallSeries
    from partners.models import Partner

    partner = Partner.objects.create(
        kind="state", slug_nl="proefland", name_nl="Proefland", state="published"
    )
    series = CallSeries.objects.create(
        partner=partner, slug_nl="proefoproep", title_nl="Proefoproep", state="published"
    )
    return Call.objects.create(
        series=series,
        label="2099",
        opens_at=at - timedelta(days=30),
        closes_at=at,
        state="published",
    )


# Who asks


class Answer(NamedTuple):
    began: float
    ended: float
    body: bytes
    cache: str


def ask(port, address, as_browser, until, given):
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = HOST | ({"Accept-Encoding": "gzip"} if as_browser else {})
    copies, copy = {}, None
    while (began := time.time()) < until:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 200:
            copy = copies.setdefault(body, body)
            headers.pop("If-None-Match", None)
            if as_browser and (tag := response.headers["ETag"]):  # none when it may not be kept
                headers["If-None-Match"] = tag
        elif response.status != 304:
            raise HTTPException(f"{response.status} for {address}")
        given.append(Answer(began, time.time(), copy, response.headers["X-Cache"]))


def cross(port, call):
    """{channel: [Answer, …]}, asked around the deadline, and what went wrong."""
    deadline = call.closes_at.timestamp()
    found, wrong = {}, []

    def visit(name, address, as_browser):
        try:
            ask(port, address, as_browser, deadline + AFTER, found[name])
        except Exception as error:  # whatever stopped a visitor, the rest tells less than it seems
            wrong.append(f"{name}: {error!r}")

    time.sleep(max(0, deadline - BEFORE - time.time()))
    visitors = []
    for name, (address, _is_open) in channels(call).items():
        found[name] = []
        for as_browser in (False, True):
            visitor = threading.Thread(target=visit, args=(name, address, as_browser), daemon=True)
            visitor.start()
            visitors.append(visitor)
    for visitor in visitors:
        visitor.join()
    return found, wrong


# What came of it


def text_of(body):
    return (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()


def report(found, call):
    """A table, and what is wrong."""
    deadline, told = call.closes_at.timestamp(), channels(call)
    columns = f"{'answers':>9}{'cached':>8}{'open':>7}"
    print(f"{'':<20}{'begun before':>24}{'begun after':>24}\n{'channel':<20}{columns}{columns}")
    wrong = []
    for name, answers in found.items():
        says_open = {body: told[name][1](text_of(body)) for body in {a.body for a in answers}}
        line = f"{name:<20}"
        for side in (
            before := [answer for answer in answers if answer.began < deadline],
            after := [answer for answer in answers if answer.began >= deadline],
        ):
            hits = sum(answer.cache == "HIT" for answer in side)
            line += f"{len(side):>9}{hits / max(1, len(side)):>8.0%}"
            line += f"{sum(says_open[answer.body] for answer in side):>7}"
        print(line)
        if late := sum(says_open[answer.body] for answer in after):
            wrong.append(f"{name}: {late} answers begun after the deadline say open.")
        if early := sum(not says_open[a.body] for a in before if a.ended < deadline):
            wrong.append(f"{name}: {early} answers given before the deadline do not say open.")
        if min(len(before), len(after)) < ENOUGH:
            wrong.append(f"{name}: too few answers to tell.")
        if not any(answer.cache == "HIT" for answer in before):
            wrong.append(f"{name}: nothing came out of the cache before the deadline.")
    return wrong


def main():
    stop_when_told()
    nginx_program()
    with ExitStack() as until_the_end:
        work = until_the_end.enter_context(work_folder())
        fill(work, until_the_end.enter_context(own_database(work)))
        servers = until_the_end.enter_context(served(work))
        now = datetime.now(UTC).replace(microsecond=0)
        call = call_that_closes(now + timedelta(seconds=AHEAD))
        found, failed = cross(servers.port, call)
        wrong = failed + report(found, call)
    print("\n".join(wrong) or "No answer begun after the deadline says open.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
