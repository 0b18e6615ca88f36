"""Asks addresses on other websites whether they answer, without being led into a network of ours.

Anyone who edits a page chooses what is asked here. So each step, redirects too, goes only to a
public address on a usual port, and to the very address that was looked at: a name that leads
elsewhere a moment later changes nothing. TLS is verified for the name that the link has.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import closing, suppress
from threading import Timer
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

PORTS = {"http": 80, "https": 443}
HOPS = 5  # redirects that are followed
PAUSE = 2  # seconds before the same host is asked again
STEP = 10  # seconds to wait for an answer
BUDGET = 60  # seconds for one address with all its redirects, however slowly answers drip
BYTES = 65_536  # of one answer; only its head is read
REDIRECTS, PERMANENT = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
# The site answers, but not to us: nothing is known of the page. 999 is what some networks say.
REFUSALS = frozenset({401, 403, 407, 429, 451, 503, 999})
NAT64 = ipaddress.ip_network("64:ff9b::/96")
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; link check)",
    "Accept": "*/*",
    "Accept-Language": "nl, en;q=0.8, fr;q=0.6, de;q=0.5",
    "Connection": "close",
}


class Problem(models.TextChoices):
    """Why an address gives no answer with a status code."""

    MALFORMED = "malformed", _("this is no address of a page")
    CREDENTIALS = "credentials", _("the address has a user name or password in it")
    PORT = "port", _("the address has an unusual port")
    PRIVATE = "private", _("the address leads into a private network")
    NO_HOST = "no-host", _("there is no site with this name")
    NO_CONNECTION = "no-connection", _("the site does not let anyone connect")
    TIMEOUT = "timeout", _("the site takes too long to answer")
    TLS = "tls", _("the secure connection to the site is not in order")
    NONSENSE = "nonsense", _("the site answers nothing that makes sense")
    ROUND = "round", _("the address leads on too often")


# What also a failing network of our own looks like.
SILENCE = frozenset({Problem.NO_HOST, Problem.NO_CONNECTION, Problem.TIMEOUT})


class Outcome(NamedTuple):
    """Whether an address is good, None when that cannot be told, and what was answered.

    `answer` is a status code or a Problem, `moved_to` where a permanent redirect leads.
    """

    is_good: bool | None
    answer: str
    moved_to: str = ""


class CannotAsk(Exception):
    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


# Where we may go


def is_allowed(ip, port):
    return port in PORTS.values() and is_public(ip)


def is_public(ip):
    """Whether an IP address is one of the internet, in whatever spelling it hides another one."""
    ip = ipaddress.ip_address(ip)
    if ip.version == 6:
        if ip.ipv4_mapped:
            return is_public(ip.ipv4_mapped)
        if ip in NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip.sixtofour or ip.teredo or ip.is_site_local:  # tunnels to any IPv4 address
            return False
    unusual = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    return ip.is_global and not (unusual or ip.is_multicast or ip.is_reserved)


def resolved(host, port):
    """The IP addresses of a host; spellings such as 127.1 and 0x7f000001 become plain here."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(where[0] for *_rest, where in found))


class Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str


def target_of(address):
    """The parts of a web address; CannotAsk says what is wrong with it."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise CannotAsk(Problem.MALFORMED) from error
    if parts.scheme not in PORTS or not host:
        raise CannotAsk(Problem.MALFORMED)
    if "@" in parts.netloc:
        raise CannotAsk(Problem.CREDENTIALS)
    path = escaped(parts.path or "/") + (f"?{escaped(parts.query)}" if parts.query else "")
    return Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path)


def escaped(text):
    """Letters that an address may not have, as it may: also line ends, which would be headers."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]|")


def problem_of(address):
    """What is wrong with a web address that can be told without asking anyone; None for nothing."""
    try:
        target = target_of(address)
    except CannotAsk as stop:
        return stop.problem
    if target.port not in PORTS.values():
        return Problem.PORT
    return Problem.PRIVATE if is_plainly_private(target.host) else None


def is_plainly_private(host):
    if host.rstrip(".") == "localhost":
        return True
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        with suppress(OSError):  # 127.1 and its like
            return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    return False


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
