"""What a page takes from what the process keeps is what it would make anew.

Most tests keep nothing, and none does in a transaction; for these it is as if there were none. They
ask in two orders, so that whatever is kept for one address is there when the next is asked.
"""

import random
from itertools import product
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from portal.publishing import shelf
from tests.browser.serving import MOMENT

LISTS = {
    "/nl/partners/": ["kind=region", "kind=foo", "q=wales", "q="],
    "/fr/appels-a-projets/": ["status=open", "status=foo", "partner=japan", "partner=mars"],
    "/nl/projectoproepen/": ["within=30", "within=foo", "sort=foo", "status=closed&page=2"],
    "/de/abkommen/": ["standing=current", "standing=foo", "view=timeline", "partner=mars"],
    "/en/support/": ["partner=br", "partner=be", "audience=king", "start=2027-06-01", "start=foo"],
    "/nl/": [],
}
ADDRESSES = [
    *(f"{path}?{query}" for path, queries in LISTS.items() for query in ["", *queries]),
    *(f"{path}?{one}&page=2" for path, one in product(LISTS, ["", "partner=japan"])),
]


@pytest.fixture
def ask(content, db, open_shelves, monkeypatch):
    client = Client()
    monkeypatch.setattr(shelf, "connection", SimpleNamespace(in_atomic_block=False))
    with time_machine.travel(MOMENT, tick=False):
        yield lambda address: (client.get(address).status_code, client.get(address).content)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_is_what_would_be_made_anew(ask, seed):
    with shelf.closed():
        anew = {address: ask(address) for address in ADDRESSES}
    shelf.clear_all()
    order = random.Random(seed).sample(ADDRESSES, len(ADDRESSES))  # noqa: S311 no secret
    assert {address: ask(address) for address in order} == anew
    assert sum(len(one.kept[1]) for one in shelf.Shelf.shelves) > 50
