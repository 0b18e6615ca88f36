"""What pages cost, in processor time, beside the least that can be: for 1, 8 and 32 connections.

Through nginx, with the rules of deploy/nginx.conf: an answer from its cache beside a file of the
same bytes. From gunicorn alone: a page that is kept beside an answer of 20 kB from a Django with
eight middlewares and nothing else (constant.py); and a page that no cache has, made from what a
process keeps of the content, beside the least that takes a list or a page (floor.py). Prints
microseconds of all processes of the server for each request, and the ratio.

    .venv/bin/python benchmarks/cached.py [REQUESTS]
"""

import os
import re
import statistics
import sys
import threading
from contextlib import ExitStack
from http.client import HTTPConnection

from serving import (
    HOST,
    HOUSE,
    children,
    fill,
    gunicorn,
    nginx_program,
    own_database,
    pages_of_the_site,
    served,
    stop_when_told,
    work_folder,
)

LISTS = ["/nl/", "/nl/projectoproepen/", "/nl/partners/", "/nl/akkoorden/"]
# One of each kind, as the sitemap has them.
KINDS = "projectoproepen/[^/]+ projectoproepen/[^/]+/[^/]+ partners/[^/]+ akkoorden/[^/]+".split()
FILE = HOUSE / "var" / "static" / "benchmark.html"
TICK = os.sysconf("SC_CLK_TCK")
ROUNDS = 3


def cpu(process):
    """Seconds of the processor that a process and its children have used."""
    total = 0
    for number in (process, *children(process)):
        with open(f"/proc/{number}/stat") as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
        total += (int(user) + int(system)) / TICK
    return total


def ask(port, address, times):
    """Ask so many times on one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        connection.request("GET", address, headers=HOST)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            sys.exit(f"{response.status} for {address}")
    connection.close()


def cost(process, port, address, requests, connections):
    """Microseconds of the processor for each request."""
    ask(port, address, 50)  # every process has it ready
    begun = cpu(process)
    threads = [
        threading.Thread(target=ask, args=[port, address, requests // connections])
        for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (cpu(process) - begun) / requests * 1e6


def compare(title, requests, one, other):
    """The first beside the second, in turn, the median of some rounds."""
    for connections in (1, 8, 32):
        found, least = [], []
        for _ in range(ROUNDS):
            found.append(cost(*one, requests, connections))
            least.append(cost(*other, requests, connections))
        ours, floor = statistics.median(found), statistics.median(least)
        print(f"{title:<34}{connections:>5}{ours:>9.0f}{floor:>9.0f}{ours / floor:>8.2f}")


def get(port, address):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", address, headers=HOST)
    body = connection.getresponse().read()
    connection.close()
    return body


def details():
    """The address of a page of each of the KINDS."""
    pages = "\n".join(pages_of_the_site())
    return [re.search(f"^/nl/{kind}/$", pages, re.MULTILINE)[0] for kind in KINDS]


def compare_kept(servers, least, page, requests):
    body = get(servers.portal_port, page)
    FILE.write_bytes(body)
    print(f"\n{page}, {len(body):,} bytes")
    nginx, portal = servers.proxy_process.pid, servers.portal_process.pid
    ours, file = (nginx, servers.port, page), (nginx, servers.port, f"/static/{FILE.name}")
    compare("nginx: its cache / a file", requests, ours, file)
    kept = portal, servers.portal_port, page
    compare("gunicorn: a kept page / constant", requests // 4, kept, (*least, "/"))


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 6400
    stop_when_told()
    nginx_program()
    with ExitStack() as until_the_end:
        enter = until_the_end.enter_context
        work = enter(work_folder())
        fill(work, enter(own_database(work)))
        import floor

        floor.fill()
        servers = enter(served(work))
        least = enter(gunicorn("constant", servers.environment))
        until_the_end.callback(FILE.unlink, missing_ok=True)
        pages = details()
        print(f"{'CPU in µs a request':34}{'conn.':>5}{'ours':>9}{'least':>9}{'×':>8}")
        for page in [*LISTS, *pages]:
            compare_kept(servers, least, page, requests)
        made = enter(gunicorn("floor_site", servers.environment, PAGE_CACHE_MB="0"))
        for page in [*LISTS, *pages]:
            print(f"\n{page}, made for each request")
            name = "list" if page in LISTS else "page/1"
            ours, floor_page = (*made, page), (*made, f"/floor/{name}/")
            compare(f"gunicorn: made / floor {name}", requests // 16, ours, floor_page)


if __name__ == "__main__":
    main()
