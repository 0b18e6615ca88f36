"""Which web addresses may be visited: only public IP addresses, whatever a name resolves to."""

import ipaddress
import socket
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from portal.links.problems import Problem

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class CannotAsk(Exception):
    """An address is not visited, or its visit failed; `problem` is the Problem."""

    def __init__(self, problem):
        super().__init__(problem)
        self.problem = problem


def is_allowed(ip, port):
    return port in PORTS.values() and is_public(ip)


def is_public(ip):
    """Whether an IP address is public, also when it embeds another one, as NAT64 does."""
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
    """The IP addresses of a host; getaddrinfo also resolves spellings such as 127.1, 0x7f000001."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(where[0] for *_rest, where in found))


class Target(NamedTuple):
    """The parts of a web address that a request needs; `path` includes the query."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(address):
    """The parts of a web address; raises CannotAsk when it is malformed or has credentials."""
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
    """Percent-encode what an address may not contain: also line ends, which could add headers."""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]|")


def is_plainly_private(host):
    """Whether a host is private without a DNS lookup: localhost, or a private IP address."""
    if host.rstrip(".") == "localhost":
        return True
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        with suppress(OSError):  # spellings such as 127.1
            return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    return False
