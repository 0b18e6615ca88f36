"""Asks addresses on other websites whether they answer, without being led into a network of ours.

Anyone who edits a page chooses what is asked here. So each step, redirects too, goes only to a
public address on a usual port, and to the very address that was looked at: a name that leads
elsewhere a moment later changes nothing. TLS is verified for the name that the link has.
"""

import http.client
import socket
import ssl
import time
from contextlib import closing, suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from portal.links.problems import Problem
from portal.links.ssrf import (
    PORTS,
    CannotAsk,
    escaped,
    is_allowed,
    is_plainly_private,
    resolved,
    target_of,
)

HOPS = 5  # redirects that are followed
PAUSE = 2  # seconds before the same host is asked again
STEP = 10  # seconds to wait for an answer
BUDGET = 60  # seconds for one address with all its redirects, however slowly answers drip
BYTES = 65_536  # of one answer; only its head is read
REDIRECTS, PERMANENT = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
# The site answers, but not to us: nothing is known of the page. 999 is what some networks say.
REFUSALS = frozenset({401, 403, 407, 429, 451, 503, 999})
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; link check)",
    "Accept": "*/*",
    "Accept-Language": "nl, en;q=0.8, fr;q=0.6, de;q=0.5",
    "Connection": "close",
}


# What also a failing network of our own looks like.
SILENCE = frozenset({Problem.NO_HOST, Problem.NO_CONNECTION, Problem.TIMEOUT})


class Outcome(NamedTuple):
    """Whether an address is good, None when that cannot be told, and what was answered.

    `answer` is a status code or a Problem, `moved_to` where a permanent redirect leads.
    """

    is_good: bool | None
    answer: str
    moved_to: str = ""


# Where we may go


def problem_of(address):
    """What is wrong with a web address that can be told without asking anyone; None for nothing."""
    try:
        target = target_of(address)
    except CannotAsk as stop:
        return stop.problem
    if target.port not in PORTS.values():
        return Problem.PORT
    return Problem.PRIVATE if is_plainly_private(target.host) else None


# Asking


class Head:
    """The head of an answer, which ends somewhere, also when the other side does not want it to."""

    def __init__(self, file):
        self.file, self.left = file, BYTES

    def readline(self, limit):
        line = self.file.readline(limit)
        self.left -= len(line)
        if self.left < 0:
            raise http.client.HTTPException("the head of this answer is too long")
        return line

    def flush(self):
        pass

    def close(self):
        self.file.close()


class HeadOnly(http.client.HTTPResponse):
    def __init__(self, sock, *args, **kwargs):
        super().__init__(sock, *args, **kwargs)
        self.fp = Head(self.fp)


class Visitor:
    """Visits one address after another, with a pause before the same host.

    `resolve` and `is_allowed` say where a visit may go; `tls` is whom to trust.
    """

    def __init__(
        self, resolve=resolved, is_allowed=is_allowed, pause=PAUSE, budget=BUDGET, tls=None
    ):
        self.resolve, self.is_allowed = resolve, is_allowed
        self.pause, self.budget = pause, budget
        self.tls = tls or ssl.create_default_context()
        self.asked_at, self.ends = {}, 0

    def visit(self, address):
        self.ends = time.monotonic() + self.budget
        try:
            return self.followed(address)
        except CannotAsk as stop:
            return Outcome(False, stop.problem)

    def followed(self, address):
        here, moved_to, is_permanent = address, "", True
        for _hop in range(HOPS + 1):
            status, location = self.answer_of(target_of(here))
            if status not in REDIRECTS:
                return outcome_of(status, moved_to)
            here = onward(here, location)
            is_permanent = is_permanent and status in PERMANENT
            moved_to = here if is_permanent else moved_to
        raise CannotAsk(Problem.ROUND)

    def answer_of(self, target):
        """(status code, address that it leads on to) of one step."""
        addresses = self.checked(target)
        with suppress(NoHead):
            status, location = self.ask("HEAD", target, addresses)
            if status < 400 or status == 429:  # whoever asks for calm gets no second question
                return status, location
        try:
            return self.ask("GET", target, addresses)
        except NoHead as error:
            raise CannotAsk(Problem.NONSENSE) from error

    def checked(self, target):
        """Where a host is, provided that we may go to all of that."""
        try:
            addresses = self.resolve(target.host, target.port)
        except (OSError, ValueError) as error:
            raise CannotAsk(Problem.NO_HOST) from error
        if not addresses:
            raise CannotAsk(Problem.NO_HOST)
        if not all(self.is_allowed(ip, target.port) for ip in addresses):
            is_usual = target.port in PORTS.values()
            raise CannotAsk(Problem.PRIVATE if is_usual else Problem.PORT)
        return addresses

    def ask(self, method, target, addresses):
        self.wait_for(target.host)
        with closing(self.connected(target, addresses)) as sock:
            hang_up = Timer(self.left(), lambda: over(sock))
            hang_up.daemon = True
            hang_up.start()
            try:
                return head_of(method, target, sock)
            except TimeoutError as error:
                raise CannotAsk(Problem.TIMEOUT) from error
            except (http.client.HTTPException, OSError, ValueError) as error:
                if self.is_late():
                    raise CannotAsk(Problem.TIMEOUT) from error
                raise NoHead from error
            finally:
                hang_up.cancel()

    def wait_for(self, host):
        now = time.monotonic()
        time.sleep(max(0, self.asked_at.get(host, -self.pause) + self.pause - now))
        self.asked_at[host] = time.monotonic()

    def is_late(self):
        return time.monotonic() >= self.ends

    def left(self):
        if self.is_late():
            raise CannotAsk(Problem.TIMEOUT)
        return self.ends - time.monotonic()

    def connected(self, target, addresses):
        """A connection to one of the addresses that were checked; no name is looked up again."""
        problem = Problem.NO_CONNECTION
        for ip in addresses[:3]:
            try:
                wait = min(STEP, self.left())
                return self.secured(target, socket.create_connection((ip, target.port), wait))
            except (ssl.SSLError, ValueError):
                problem = Problem.TLS
            except TimeoutError:
                problem = Problem.TIMEOUT
            except OSError:  # such as IPv6 where there is none
                continue
        raise CannotAsk(problem)

    def secured(self, target, sock):
        if target.scheme == "http":
            return sock
        try:
            return self.tls.wrap_socket(sock, server_hostname=target.host.rstrip("."))
        except BaseException:
            sock.close()
            raise


class NoHead(Exception):
    """A connection that was made, and then no answer that can be read."""


def over(sock):
    # Not the method of a TLS socket, which would let go of its keys while another thread reads.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def head_of(method, target, sock):
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = PORTS[target.scheme]  # not named in the Host header
    connection.response_class, connection.sock = HeadOnly, sock
    connection.request(method, target.path, headers=HEADERS)
    with closing(connection.getresponse()) as response:
        return response.status, response.headers.get("Location", "")


def onward(here, location):
    """Where a redirect leads. Headers come as Latin-1, addresses are nearly always UTF-8."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    try:
        there = urljoin(here, escaped(location))
        fragment = urlsplit(here).fragment
        if not location or len(there) > 2000:
            raise CannotAsk(Problem.NONSENSE)
        return there if "#" in there or not fragment else f"{there}#{fragment}"
    except ValueError as error:
        raise CannotAsk(Problem.MALFORMED) from error


def outcome_of(status, moved_to=""):
    if status in REFUSALS or not 200 <= status < 600:
        return Outcome(None, str(status))
    is_good = status < 400
    return Outcome(is_good, str(status), moved_to if is_good else "")
