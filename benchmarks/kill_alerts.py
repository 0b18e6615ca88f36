"""Does everyone get each mail once when `send_alerts` is killed again and again?

Some thousands of subscribers follow a call whose deadline moves. Processes that send are killed
(SIGKILL) at random moments, until one ends by itself. The mail server is a real one, on this
machine: it writes down each mail before it says that it took it. Then everyone must have been told
once. A mail may have come twice only where a process was killed between the answer of the server
and the mark in the ledger, at most once for each kill, and with the same Message-ID and the same
content, by which it is known as a repeat. Also prints how much memory the sending took.

    .venv/bin/python benchmarks/kill_alerts.py --subscribers 10000 --kills 20 --own-server
"""

import argparse
import datetime
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import sys
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from pathlib import Path

from serving import chosen_database, free_port, set_up, stop_when_told, work_folder

FORK = multiprocessing.get_context("fork")  # has loaded everything, and no connection
MESSAGE_ID = re.compile(rb"^Message-ID: <([^>]+)>", re.MULTILINE | re.IGNORECASE)
BOUNDARY = re.compile(rb"={15}\d+==|boundary=.*")
LEASE = datetime.timedelta(seconds=0.3)  # a minute in the portal: how long a claim keeps others off


class Ledger:
    """What the mail server does with each mail: it writes it down, and only then takes it."""

    def __init__(self, path):
        self.file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    async def handle_DATA(self, server, session, envelope):
        content = BOUNDARY.sub(b"", envelope.content)
        line = {
            "to": envelope.rcpt_tos,
            "id": MESSAGE_ID.search(envelope.content)[1].decode(),
            "hash": hashlib.sha256(content).hexdigest(),
        }
        os.write(self.file, json.dumps(line).encode() + b"\n")
        return "250 Taken"


def serve(port, path):
    from aiosmtpd.controller import Controller

    controller = Controller(Ledger(path), hostname="127.0.0.1", port=port)
    controller.start()
    while os.getppid() != 1:
        time.sleep(0.5)


@contextmanager
def mail_server(work):
    """The file with what it took, as lines of JSON."""
    port, path = free_port(), Path(work, "taken")
    path.touch()
    process = FORK.Process(target=serve, args=(port, path), daemon=True)
    process.start()
    os.environ |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "EMAIL_FROM": "portal@example.org",
        "ALERTS_UNDO_MINUTES": "0",
    }
    try:
        yield path
    finally:
        process.kill()


def prepare(subscribers):
    """A call with a moved deadline, which they all follow; each in one of four languages."""
    from django.contrib.auth import get_user_model
    from django.db import connections
    from django.utils import timezone, translation

    from portal.alerts.models import Subject, Subscriber, Subscription
    from portal.archive.capture import capture
    from tests.support.alerts import publish_change
    from tests.support.factories import make_call, make_series

    translation.activate("nl")
    now = timezone.now()
    days = datetime.timedelta(days=1)
    series = make_series(slug_nl="wales", title_nl="Projectoproep Wales")
    call = make_call(
        series=series, label="2027", opens_at=now - 5 * days, closes_at=now + 40 * days
    )
    capture(call, now - 3 * days)
    subject = Subject.objects.create(kind=Subject.Kind.CALL, object_id=call.pk)
    made = [
        Subscriber(
            email=f"reader{number}@example.org", language=("nl", "fr", "de", "en")[number % 4]
        )
        for number in range(subscribers)
    ]
    Subscriber.objects.bulk_create(made, batch_size=1000)
    keys = Subscriber.objects.values_list("pk", flat=True)
    since = now - days
    Subscription.objects.bulk_create(
        (
            Subscription(subscriber_id=key, subject=subject, asked_at=since, confirmed_at=since)
            for key in keys
        ),
        batch_size=1000,
    )
    editor = get_user_model().objects.create_user("editor")
    moved = (now + 54 * days).isoformat()
    publish_change(call, editor, why="Er is meer tijd.", closes_at=moved)
    connections.close_all()


def send(result):
    """What `send_alerts` does, in a process that can be killed; a claim ends sooner."""
    from portal.alerts import sending
    from portal.alerts.models import ledger

    sending.ATTEMPT = ledger.ATTEMPT = LEASE
    before = resource.getrusage(resource.RUSAGE_SELF)
    result["sent"] = sending.run()["sent"]
    after = resource.getrusage(resource.RUSAGE_SELF)
    result["grown"] = (after.ru_maxrss - before.ru_maxrss) // 1024
    result["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result["done"] = True


def run_and_kill(kills, seconds, chance):
    """Returns (how often it was killed, what the last run says, its seconds)."""
    killed = 0
    with multiprocessing.Manager() as manager:
        while True:
            result, began = manager.dict(), time.monotonic()
            process = FORK.Process(target=send, args=(result,))
            process.start()
            process.join(chance.uniform(0, seconds) if killed < kills else None)
            if process.is_alive():
                process.kill()
                process.join()
                killed += 1
                time.sleep(LEASE.total_seconds())  # until a claim of the dead is over
                continue
            if not result.get("done"):
                raise RuntimeError("A run failed by itself.")
            return killed, dict(result), time.monotonic() - began


def problems(path, subscribers, killed):
    """What is wrong, in words; prints what the server took."""
    taken = defaultdict(list)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        taken[line["to"][0]].append((line["id"], line["hash"]))
    repeats = len(lines) - len(taken)
    print(f"    {len(lines)} mails taken for {len(taken)} subscribers, {repeats} of them repeats")
    if len(taken) != subscribers:
        yield f"{subscribers - len(taken)} subscribers got no mail"
    if repeats > killed:
        yield f"{repeats} repeats after {killed} kills"
    other = [address for address, mails in taken.items() if len({*mails}) > 1]
    if other:
        yield f"{len(other)} subscribers got two mails that are not the same: {other[:3]}"


def rehearse(subscribers, kills, seed, path):
    from django.db import connection, connections

    prepare(subscribers)
    chance = random.Random(seed)
    seconds = max(0.5, subscribers / 60 / (kills + 1))
    killed, last, took = run_and_kill(kills, seconds, chance)
    print(f"{subscribers} subscribers, {killed} kills on {connection.vendor} (seed {seed}):")
    found = [*problems(path, subscribers, killed)]
    before = path.stat().st_size
    run_and_kill(0, 0, chance)
    if path.stat().st_size != before:
        found.append("another run sent something again")
    print(
        f"    the last run sent {last['sent']} in {took:.0f} s, {last['cpu']:.0f} of them computing"
    )
    print(f"    and took {last['grown']} MB more than it began with")
    connections.close_all()
    return found


def main():
    parser = argparse.ArgumentParser(description="See the first lines of this program.")
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--own-server", action="store_true", help="on a PostgreSQL of its own")
    chosen = parser.parse_args()
    stop_when_told()
    with ExitStack() as stack:
        work = stack.enter_context(work_folder())
        database_url = stack.enter_context(chosen_database(work, chosen.own_server))
        path = stack.enter_context(mail_server(work))
        set_up(work, database_url)
        wrong = rehearse(chosen.subscribers, chosen.kills, chosen.seed, path)
    print("\n".join(wrong) or "Everyone was told, and each once.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
