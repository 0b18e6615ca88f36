"""Does the portal go on when something fails, or when somebody wants it to?

Serves the real content with gunicorn behind nginx, on a PostgreSQL server of its own, and lets
visitors ask for pages while the database is lost and then frozen, while gunicorn is started again
and its workers are killed, while others ask slowly, greedily and with malice. Prints what came of
each. Ends with 1 when anything was not as it should be; with 2 when nginx or PostgreSQL is missing.

    make check-faults                 some five minutes
    make check-faults SECONDS=20      with shorter outages
"""

import argparse
import itertools
import os
import random
import signal
import socket
import statistics
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

from hostile_files import send_all, send_nine_at_once
from serving import (
    HOST,
    Servers,
    children,
    fill,
    nginx_program,
    own_cluster,
    pages_of_the_site,
    stop_when_told,
    work_folder,
)

VISITORS = 4
RECOVERY = 5  # seconds after which everything works again by itself
SCRIPT = "<script>alert(1)</script>"
NASTY = [
    SCRIPT,
    "'\"--;/*",
    "' OR 1=1; DROP TABLE calls_call;--",
    "\0",
    "%00",
    "%ff%fe",
    "../../etc/passwd",
    "{{7*7}}${7*7}",
    "x" * 3000,
    "\u202e\ufeff",
    "a b " * 300,
    '"*:&|!()<>~@',
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "2027-02-30",
    "\r\nSet-Cookie: a=b",
]


class Answer:
    """What came of a request: its status (0 when there was none), text and seconds."""

    def __init__(self, port, address, method="GET", source="127.0.0.1", timeout=30, **headers):
        begun = time.monotonic()
        self.address, self.status, self.text, self.headers = address, 0, "", {}
        connection = HTTPConnection("127.0.0.1", port, timeout=timeout, source_address=(source, 0))
        try:
            connection.putrequest(method, address, skip_host=True, skip_accept_encoding=True)
            for name, value in (HOST | headers).items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            self.status, self.headers = response.status, response.headers
            self.text = response.read().decode(errors="replace")
        except (OSError, HTTPException) as error:
            self.text = repr(error)
        finally:
            connection.close()
        self.seconds = time.monotonic() - begun

    def __str__(self):
        return f"{self.status} after {self.seconds:.1f} s for {self.address[:90]}"


@contextmanager
def visited(port, addresses, visitors=VISITORS, pause=0.05):
    """Inside, visitors ask for these pages without end; yields the list of their answers."""
    answers, over = [], threading.Event()

    def visit(number):
        for address in itertools.cycle(addresses[number:] + addresses[:number]):
            if over.is_set():
                return
            answers.append(Answer(port, address, source=f"127.0.1.{number}"))
            time.sleep(pause)

    threads = [threading.Thread(target=visit, args=(n,), daemon=True) for n in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join(40)


def addresses_of_the_site():
    """(pages that visitors have seen, pages that nobody has asked for yet)"""
    pages = sorted(pages_of_the_site())
    random.Random(1).shuffle(pages)
    return pages[:60], pages[60:200]


def p95(answers):
    return statistics.quantiles([answer.seconds for answer in answers], n=20)[-1]


def report(title, answers, wrong):
    print(f"{title:<58}{len(answers):>7} answers, {len(wrong)} not as they should be", flush=True)
    for line in wrong[:5]:
        print(f"    {line}", flush=True)
    return [f"{title}: {line}" for line in wrong]


def failures(answers, status=200):
    return [str(answer) for answer in answers if answer.status != status]


def works_again(servers, unseen, within=RECOVERY):
    """What is still wrong so many seconds after a fault is over."""
    until = time.monotonic() + within
    while (answer := Answer(servers.port, next(unseen))).status != 200:
        if time.monotonic() > until:
            return [f"after {within} s still {answer}"]
        time.sleep(0.2)
    return []


def told_politely(servers, unseen, within):
    """What is wrong with the answers for pages that cannot be made now."""
    wrong = []
    for _ in range(5):
        answer = Answer(servers.port, next(unseen))
        if answer.status != 503 or answer.seconds > within:
            wrong.append(f"{answer}, not 503 within {within} s")
        elif "Retry-After" not in answer.headers or "<h1" not in answer.text:
            wrong.append(f"{answer}, without Retry-After or a page")
    return wrong


# The faults


def lost_database(site):
    """Also while gunicorn is started again in the middle of it."""
    with visited(site.servers.port, site.seen) as answers:
        site.cluster.stop()
        time.sleep(site.seconds / 2)
        wrong = told_politely(site.servers, site.unseen, 2)
        site.restart()
        time.sleep(site.seconds / 2)
        site.cluster.start()
        wrong += works_again(site.servers, site.unseen)
    return report("The database is lost, gunicorn restarted", answers, failures(answers) + wrong)


def frozen_database(site):
    with visited(site.servers.port, site.seen) as answers:
        frozen = site.cluster.processes()
        for process in frozen:
            os.kill(process, signal.SIGSTOP)
        time.sleep(site.seconds / 4)
        wrong = told_politely(site.servers, site.unseen, 5)
        for process in frozen:
            os.kill(process, signal.SIGCONT)
        wrong += works_again(site.servers, site.unseen)
    return report("The database is frozen", answers, failures(answers) + wrong)


def killed_workers(site):
    with visited(site.servers.port, site.seen) as answers:
        for _ in range(8):
            os.kill(children(site.gunicorn.pid)[0], signal.SIGKILL)
            time.sleep(1.5)
    return report("Workers of gunicorn are killed, one by one", answers, failures(answers))


def slow_clients(site):
    """Connections that send a letter a second, and never a whole request."""
    with visited(site.servers.port, site.seen) as before:
        time.sleep(5)
    connections = []
    for _ in range(200):
        connection = socket.create_connection(("127.0.0.1", site.servers.port))
        connection.sendall(b"GET /nl/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        connections.append(connection)
    with visited(site.servers.port, site.seen) as answers:
        for _ in range(6):
            for connection in connections:
                try:
                    connection.sendall(b"x")
                except OSError:
                    continue  # given up on, as it should be
            time.sleep(1)
    for connection in connections:
        connection.close()
    wrong = failures(answers)
    if p95(answers) > max(2 * p95(before), 0.05):
        wrong.append(f"p95 {p95(answers):.3f} s, {p95(before):.3f} s without them")
    return report("200 clients send a letter a second", answers, wrong)


def greedy_visitor(site):
    """20 searches a second from one address, each for another word."""
    with visited(site.servers.port, site.seen) as before:
        time.sleep(8)
    greedy, over = [], threading.Event()

    def ask():
        while not over.is_set():
            word = f"proef{random.randrange(10**9)}"
            address = f"/nl/zoeken/?q={word}+projectoproep&x={random.random()}"
            threading.Thread(
                target=lambda: greedy.append(
                    Answer(site.servers.port, address, source="127.0.0.2")  # noqa: B023
                ),
                daemon=True,
            ).start()
            time.sleep(0.05)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    with visited(site.servers.port, site.seen) as answers:
        time.sleep(12)
    over.set()
    asking.join()
    refused = sum(answer.status == 429 for answer in greedy)
    wrong = failures(answers)
    if p95(answers) > max(2 * p95(before), 0.01):
        wrong.append(f"p95 {p95(answers):.3f} s, {p95(before):.3f} s without")
    if refused < len(greedy) / 2:
        wrong.append(f"only {refused} of {len(greedy)} searches of that visitor were refused")
    title = f"A greedy visitor gets 429 for {refused} of {len(greedy)}"
    return report(f"{title}; p95 {p95(before):.3f} → {p95(answers):.3f} s", answers, wrong)


def malice(site):
    """Whatever is typed where, the answer is no 5xx, and never holds a script of the visitor."""
    names = ["q", "page", "status", "partner", "start", "day", "hour", "sort", "view", "country"]
    lists = ["zoeken", "projectoproepen", "partners", "akkoorden", "ondersteuning", "landen"]
    rnd, answers = random.Random(2), []
    port = site.servers.portal_port  # without the limits of nginx
    for number in range(site.attacks):
        nasty = rnd.choice(NASTY)
        value, path = quote(nasty), f"/nl/{rnd.choice(lists)}/"
        address = [
            f"{path}?{rnd.choice(names)}={value}",
            f"{path}?{rnd.choice(names)}={value}&{rnd.choice(names)}={quote(rnd.choice(NASTY))}",
            f"{path}{value}/",
            f"{rnd.choice(site.seen)}{value}",
            f"/{value}",
        ][number % 5]
        method = rnd.choice(["GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "PATCH"])
        headers = {"If-None-Match": value[:200], "Accept-Encoding": value[:200]}
        answers.append(Answer(port, address[:7000], method, **headers))
    wrong = [str(answer) for answer in answers if not 200 <= answer.status < 500]
    wrong += [f"a script in {answer}" for answer in answers if SCRIPT in answer.text]
    wrong += [str(answer) for answer in answers if "Set-Cookie" in answer.headers]
    return report("Malice", answers, wrong)


def hostile_files(site):
    """Files made to do harm are read or refused within two seconds, and visitors notice nothing."""
    with visited(site.servers.port, site.seen) as before:
        time.sleep(5)
    with visited(site.servers.port, site.seen) as answers:
        wrong, longest = send_all(site.servers.portal_port)
        wrong += send_nine_at_once(site.servers.portal_port)
    wrong += failures(answers)
    if p95(answers) > max(2 * p95(before), 0.05):
        wrong.append(f"p95 {p95(answers):.3f} s, {p95(before):.3f} s without them")
    return report(f"Hostile files, each read or refused within {longest:.1f} s", answers, wrong)


def published_everywhere(site):
    """What is saved shows in each process and in nginx within five seconds."""
    from partners.models import Partner

    partner = Partner.objects.published().real().order_by("pk").first()
    address, answers = partner.get_absolute_url(), []
    before = partner.name_nl
    for port in (site.servers.port, site.servers.portal_port):
        for _ in range(20):
            Answer(port, address)
    Partner.objects.filter(pk=partner.pk).update(name_nl="Proefnaam na een wijziging")
    time.sleep(5)
    for port in (site.servers.port, site.servers.portal_port):
        answers += [Answer(port, address) for _ in range(20)]
    Partner.objects.filter(pk=partner.pk).update(name_nl=before)
    wrong = [str(answer) for answer in answers if "Proefnaam na een wijziging" not in answer.text]
    return report("What is saved shows everywhere after 5 s", answers, wrong)


FAULTS = [
    published_everywhere,
    lost_database,
    frozen_database,
    killed_workers,
    slow_clients,
    greedy_visitor,
    malice,
    hostile_files,
]


class Site:
    """What is served, and what can be done to it."""

    def __init__(self, servers, cluster, seconds, attacks):
        self.servers, self.cluster, self.seconds, self.attacks = servers, cluster, seconds, attacks
        self.seen, unseen = addresses_of_the_site()
        # Each time another page: as nobody has seen it, no cache has it.
        self.unseen = iter(unseen)
        self.running = servers.portal()
        self.gunicorn = self.running.__enter__()

    def restart(self):
        self.running.__exit__(None, None, None)
        self.running = self.servers.portal()
        self.gunicorn = self.running.__enter__()

    def see(self):
        for number, address in enumerate(self.seen * 3):
            answer = Answer(self.servers.port, address, source=f"127.0.2.{number % 20}")
            if answer.status != 200:
                sys.exit(f"Before any fault: {answer}")

    def close(self):
        self.running.__exit__(None, None, None)


def main():
    parser = argparse.ArgumentParser(description="See the first lines of this program.")
    parser.add_argument("--seconds", type=int, default=75, help="how long the database is lost")
    parser.add_argument("--attacks", type=int, default=5000)
    parser.add_argument("--only", choices=[fault.__name__ for fault in FAULTS])
    chosen = parser.parse_args()
    stop_when_told()
    nginx_program()
    wrong = []
    with work_folder() as work, own_cluster(work) as cluster:
        fill(work, cluster.url)
        servers = Servers(work, limits=True)
        with servers.proxy() as proxy:
            site = Site(servers, cluster, chosen.seconds, chosen.attacks)
            try:
                servers.wait(site.gunicorn, proxy)
                for fault in FAULTS:
                    if chosen.only in {None, fault.__name__}:
                        site.see()
                        wrong += fault(site)
            finally:
                site.close()
    print("\n".join(wrong) or "It went on.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
