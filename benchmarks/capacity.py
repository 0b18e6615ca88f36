"""What one machine carries: memory, and answers a second, of gunicorn on this machine.

    .venv/bin/python benchmarks/capacity.py [SECONDS]

It starts the portal on the database of DATABASE_URL, which must be filled, with two workers, and
asks it on a loopback address from eight connections: first pages that are kept, then as many that
are not, by a parameter that pages read. Then the memory of a worker, and the seconds from the start
until the first page, beside those of a Django with nothing in it (constant.py).
"""

import http.client
import statistics
import sys
import threading
import time
from pathlib import Path

from serving import Servers, children, gunicorn, wait_until_open

CONNECTIONS, WORKERS, PATIENCE = 8, 2, 60
PAGES = ["/nl/", "/en/project-calls/", "/fr/partenaires/", "/de/abkommen/", "/nl/landen/jp/"]
MOST = 100_000  # requests of one connection


def ask(port, addresses, seconds, times):
    """Ask one after the other on one connection; appends how long each took, in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    end = time.monotonic() + seconds
    for number in range(MOST):
        begun = time.perf_counter()
        if time.monotonic() > end:
            break
        connection.request("GET", addresses(number), headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status  # noqa: S101  a measurement of errors is none
        times.append(time.perf_counter() - begun)
    connection.close()


def measure(port, seconds, addresses):
    times, begun = [], time.perf_counter()
    threads = [
        threading.Thread(target=ask, args=[port, addresses(number), seconds, times])
        for number in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    cuts = statistics.quantiles(times, n=100)
    return len(times) / took, cuts[49] * 1000, cuts[94] * 1000


def memory_of(parent):
    """Megabytes that the workers hold, each for itself (proportional set size)."""
    sizes = []
    for child in children(parent):
        lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
        sizes += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
    return max(sizes)


def kept(_connection):
    return lambda number: PAGES[number % len(PAGES)]


def new(connection):
    """A search for another word each time: the page of each must be made."""
    return lambda number: f"/nl/zoeken/?q=cultuur+{connection}x{number}"


def main(seconds):
    servers = Servers(workers=WORKERS)
    with servers.portal() as server:
        wait_until_open(servers.portal_port)
        began = seconds_until_a_page(servers.portal_port, "/nl/")
        print(f"{'':24}{'a second':>10}{'median ms':>11}{'95 % ms':>9}")
        for name, addresses in [("kept pages", kept), ("new searches", new)]:
            rate, median, most = measure(servers.portal_port, seconds, addresses)
            print(f"{name:24}{rate:10.0f}{median:11.1f}{most:9.1f}")
        memory = memory_of(server.pid)
    with gunicorn("constant", servers.environment) as (process, port):
        least, least_memory = seconds_until_a_page(port, "/"), memory_of(process)
    print("                          portal   constant       ×")
    for name, ours, floor in [
        ("memory of a worker, MB", memory, least_memory),
        ("seconds until a page", began, least),
    ]:
        print(f"{name:24}{ours:8.1f}{floor:11.1f}{ours / floor:8.1f}")


def seconds_until_a_page(port, page):
    """From now on, when gunicorn has begun and its workers have not."""
    begun = time.monotonic()
    while time.monotonic() < begun + PATIENCE:
        try:
            ask(port, lambda number: page, 0.01, [])
            return time.monotonic() - begun
        except OSError:
            time.sleep(0.02)
    raise SystemExit("The portal did not begin to answer.")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
