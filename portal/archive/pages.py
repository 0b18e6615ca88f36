"""Public pages that are of no record: which kinds there are, and where each page stands."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from portal.publishing.canonical import hash_of

DIGITS = 10  # of the hash, in hexadecimal: a number of at most thirteen digits


class PageKind(NamedTuple):
    """Pages with one URL name.

    `all()` gives what each that is public now is about, `address(of)` its path in the active
    language, `of(request)` what the requested one is about. `facts(of)` are the facts behind it.
    """

    all: Callable[[], Iterable[str]]
    address: Callable[[str], str]
    of: Callable
    facts: Callable[[str], dict]


kinds = {}  # {URL name: PageKind}


def register(name, all, address, of, facts=lambda of: {}):
    kinds[name] = PageKind(all, address, of, facts)


class Place(NamedTuple):
    """What makes a page this page and no other, in any language."""

    name: str
    of: str = ""
    number: int = 1

    @property
    def key(self):
        return int(hash_of(f"{self.name}/{self.of}/{self.number}")[:DIGITS], 16)

    def address(self):
        """Its address in the active language; "" when what it is about is gone."""
        kind = kinds.get(self.name)
        path = kind.address(self.of) if kind else ""
        return f"{path}?page={self.number}" if path and self.number > 1 else path

    def facts(self):
        return {"page": self.name, "of": self.of, **kinds[self.name].facts(self.of)}


def all_places():
    """The first page of each that is public now."""
    return [Place(name, of) for name, kind in kinds.items() for of in kind.all()]


def place_of(request):
    """The Place of the requested page, or None: also for a list that is filtered."""
    match = request.resolver_match
    kind = kinds.get(match.view_name) if match else None
    number = number_in(request.META.get("QUERY_STRING", ""))
    if kind is None or number is None:
        return None
    of = kind.of(request)
    return None if of is None else Place(match.view_name, of, number)


def number_in(query):
    """Which page of a list a query string asks for; None when it asks for anything else."""
    if not query:
        return 1
    name, _equals, number = query.partition("=")
    is_number = name == "page" and number.isdecimal() and number.isascii()
    return int(number) if is_number and len(number) < DIGITS else None
