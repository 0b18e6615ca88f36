"""What a page that is kept costs, in processor time, beside the least that can be.

Through nginx, with the rules of deploy/nginx.conf: an answer from its cache beside a file of the
same bytes. From gunicorn alone: a page that is kept beside an answer of 20 kB from a Django with
eight middlewares and nothing else (constant.py). Prints microseconds of all processes of the server
for each request, and the ratio, for 1, 8 and 32 connections.

    .venv/bin/python benchmarks/cached.py [REQUESTS]
"""

import os
import statistics
import sys
import threading
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

from serving import (
    HOST,
    HOUSE,
    children,
    fill,
    free_port,
    nginx_program,
    own_database,
    running,
    served,
    stop_when_told,
    work_folder,
)

PAGE = "/nl/partners/"
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


@contextmanager
def constant(portal_environment):
    """(process, port) of gunicorn with the constant answer."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    environment = portal_environment | {"PORT": str(port)}
    options = ["--pythonpath", "benchmarks", "constant:application"]
    with running([*command, *options], cwd=HOUSE, env=environment) as process:
        yield process.pid, port


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 6400
    stop_when_told()
    nginx_program()
    with ExitStack() as until_the_end:
        work = until_the_end.enter_context(work_folder())
        fill(work, until_the_end.enter_context(own_database(work)))
        servers = until_the_end.enter_context(served(work))
        least = until_the_end.enter_context(constant(servers.environment))
        connection = HTTPConnection("127.0.0.1", servers.portal_port, timeout=30)
        connection.request("GET", PAGE, headers=HOST)
        body = connection.getresponse().read()
        connection.close()
        FILE.write_bytes(body)
        until_the_end.callback(FILE.unlink)
        print(f"{PAGE}, {len(body):,} bytes. CPU in µs a request\n")
        print(f"{'':34}{'conn.':>5}{'ours':>9}{'least':>9}{'×':>8}")
        nginx, portal = servers.proxy_process.pid, servers.portal_process.pid
        file = f"/static/{FILE.name}"
        compare(
            "nginx: its cache / a file",
            requests,
            (nginx, servers.port, PAGE),
            (nginx, servers.port, file),
        )
        compare(
            "gunicorn: a kept page / constant",
            requests // 4,
            (portal, servers.portal_port, PAGE),
            (*least, "/"),
        )


if __name__ == "__main__":
    main()
