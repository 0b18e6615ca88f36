"""Checks whether addresses on other websites respond, without requests into private networks.

Anyone who edits a page chooses the addresses, so this guards against server-side request forgery:
each request, after a redirect too, goes only to a public IP address on port 80 or 443, and connects
to the very IP address that was checked, whatever DNS answers a moment later. TLS is verified for
the host name in the link.
"""

import http.client
import socket
import ssl
import time
from contextlib import closing, suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from portal.links.cookies import Cookies
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
PAUSE = 2  # seconds between two requests to the same host
STEP = 10  # seconds to wait for a connection or for data
BUDGET = 60  # seconds for one address with all its redirects, however slow the responses are
BYTES = 65_536  # of one response, of which only the headers are read
REDIRECTS, PERMANENT = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
# The site refuses this client, which says nothing about the page. Some sites use 999 for that.
REFUSALS = frozenset({401, 403, 407, 429, 451, 503, 999})
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; link check)",
    "Accept": "*/*",
    "Accept-Language": "nl, en;q=0.8, fr;q=0.6, de;q=0.5",
    "Connection": "close",
}
# Problems that a failure of our own network would cause as well.
NETWORK_PROBLEMS = frozenset({Problem.NO_HOST, Problem.NO_CONNECTION, Problem.TIMEOUT})


class Outcome(NamedTuple):
    """Whether an address works, or None when that is inconclusive, and why.

    `answer` is a status code or a Problem; `moved_to` is the target of permanent redirects.
    """

    is_good: bool | None
    answer: str
    moved_to: str = ""


# Before a visit


def problem_of(address):
    """The Problem of a web address that shows without any network traffic, or None."""
    try:
        target = target_of(address)
    except CannotAsk as stop:
        return stop.problem
    if target.port not in PORTS.values():
        return Problem.PORT
    return Problem.PRIVATE if is_plainly_private(target.host) else None


# Visiting


class Head:
    """The status line and headers of a response, cut off after BYTES."""

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
    """Visits addresses one by one, with a pause between requests to the same host.

    `resolve(host, port)` returns IP addresses, `is_allowed(ip, port)` says whether one may be
    visited; `tls` is the SSLContext. `pause` and `budget` are seconds.
    """

    def __init__(
        self, resolve=resolved, is_allowed=is_allowed, pause=PAUSE, budget=BUDGET, tls=None
    ):
        self.resolve, self.is_allowed = resolve, is_allowed
        self.pause, self.budget = pause, budget
        self.tls = tls or ssl.create_default_context()
        self.asked_at, self.ends, self.cookies = {}, 0, Cookies()

    def visit(self, address):
        """The Outcome of an address, after its redirects."""
        self.ends, self.cookies = time.monotonic() + self.budget, Cookies()
        try:
            return self.followed(address)
        except CannotAsk as stop:
            return Outcome(False, stop.problem)

    def followed(self, address):
        here, moved_to, is_permanent = address, "", True
        for _hop in range(HOPS + 1):
            status, location = self.answer_of(target_of(here))
            if status not in REDIRECTS:
                return outcome_of(status, moved_to if moved_to != address else "")
            here = onward(here, location)
            is_permanent = is_permanent and status in PERMANENT
            moved_to = here if is_permanent else moved_to
        # With cookies it may be a site that lets only browsers in.
        return Outcome(None if self.cookies.pairs else False, Problem.ROUND)

    def answer_of(self, target):
        """(status code, Location header) of one address, by HEAD or, if that fails, by GET."""
        addresses = self.checked(target)
        with suppress(NoHead):
            status, location = self.ask("HEAD", target, addresses)
            if status < 400 or status == 429:  # 429: too many requests already, so no GET
                return status, location
        try:
            return self.ask("GET", target, addresses)
        except NoHead as error:
            raise CannotAsk(Problem.NONSENSE) from error

    def checked(self, target):
        """The IP addresses of a target; raises CannotAsk unless all of them may be visited."""
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
                headers = HEADERS | self.cookies.header(target)
                status, answered = head_of(method, target, sock, headers)
                self.cookies.keep(target, answered.get_all("Set-Cookie", []))
                return status, answered.get("Location", "")
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
        """A socket connected to one of the checked IP addresses; the name is not resolved again."""
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
    """The connection was made, but the response cannot be read."""


def over(sock):
    # Not SSLSocket.shutdown, which would discard the TLS state while another thread reads.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def head_of(method, target, sock, headers):
    """(status code, headers) of the response to a request."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = PORTS[target.scheme]  # so that the Host header leaves it out
    connection.response_class, connection.sock = HeadOnly, sock
    connection.request(method, target.path, headers=headers)
    with closing(connection.getresponse()) as response:
        return response.status, response.headers


def onward(here, location):
    """The target of a redirect. http.client decodes headers as Latin-1; most are UTF-8."""
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
