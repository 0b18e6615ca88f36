"""Fixtures for all tests: Dutch as the language, warm content types, the real content."""

import datetime
import gc
import os
from contextlib import contextmanager
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.template import Template
from django.test import TransactionTestCase
from django.test.utils import _TestState
from django.utils import timezone, translation

from portal import context_processors
from portal.archive import pages
from portal.page_cache import freshness
from portal.publishing import shelf
from portal.publishing.models import ChangeNote, Document, Source
from portal.search import query
from portal.site_search import results
from portal.site_search.index import index_records
from tests.support.emptying import Emptying
from tests.support.loaded_content import InMemory, OnPostgreSQL

# A function with so many local variables that Python gives its frame more than 128 kB.
LOCALS = "=".join(f"a{number}" for number in range(20_000))
ROOM: dict = {}
exec(f"def call(function):\n return function()\n {LOCALS} = 0", ROOM)  # noqa: S102 (our own text)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of the real content are slow: the first of them in each process loads it."""
    for item in items:
        definitions = item._fixtureinfo.name2fixturedefs.get("content", ())
        if any(definition.baseid == "tests" for definition in definitions):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish(session):
    """Collect garbage seldom, and never again what is there before the first test: a tenth of the
    time goes into finding that Django and the tests themselves are still in use."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Run a test with room for the frames of what it calls.

    Python 3.11 and 3.12 keep frames in pieces of 16 kB, and map and unmap memory for each call that
    crosses the end of one: for the nested templates of the admin that is a quarter of the time.
    """
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    ROOM["call"](partial(pyfuncitem.obj, **arguments))
    return True


@pytest.fixture(autouse=True)
def dutch():
    """modeltranslation writes and reads the active language: each test starts in Dutch."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def no_cached_boundary(monkeypatch):
    """Clear the boundary lookups that a process reuses, so that each test queries its own."""
    monkeypatch.setattr(freshness.watch, "known", None)
    monkeypatch.setattr(freshness.watch, "retry_at", None)
    monkeypatch.setattr(context_processors, "_newest", (None, None))


@pytest.fixture(autouse=True)
def nothing_on_the_shelves():
    """Tests change the content and look at once; those of the shelves open them."""
    with shelf.closed():
        yield


@pytest.fixture
def open_shelves():
    """The shelves as they are in the portal: open, and empty at first."""
    shelf.clear_all()
    token = shelf._is_open.set(True)
    yield
    shelf._is_open.reset(token)
    shelf.clear_all()


@pytest.fixture(scope="session", autouse=True)
def content_types_follow_the_database(django_test_environment):
    """Whoever empties the database gives content types other keys: forget those of before."""
    post_migrate.connect(forget_content_types)


def forget_content_types(**_signal):
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session", autouse=True)
def plain_rendering(django_test_environment):
    """Templates render as on the site: recording each one's context for `response.context`, as
    Django does in tests, takes a sixth of the time of a form of the admin."""
    Template._render = _TestState.saved_data.template_render


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a test in autocommit, only the tables are emptied that it wrote to."""
    with django_db_blocker.unblock():
        emptying = Emptying()
    with pytest.MonkeyPatch.context() as monkeypatch:
        empty = staticmethod(emptying.empty)
        monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture
def few_lists(monkeypatch):
    """Of the pages of no record only these, such as a walk past all pages meets; 249 countries in
    four languages take it a minute. Their URL names."""
    names = ["home", "calls:calls", "partners:partners"]
    monkeypatch.setattr(pages, "kinds", {name: pages.kinds[name] for name in names})
    return names


@pytest.fixture
def warm(db, monkeypatch):
    """Fill the caches of content types and boundaries, so that query counts leave these out."""
    monkeypatch.setattr(freshness, "LOOKUP_INTERVAL", datetime.timedelta(hours=1))
    freshness.watch.now(timezone.now())
    context_processors.framework_url(HttpRequest())
    for model in (
        Source,
        Document,
        ChangeNote,
        *(kind.model_class() for kind in ContentType.objects.all()),
    ):
        ContentType.objects.get_for_model(model)


@pytest.fixture
def fresh_index(monkeypatch):
    """Before each search the index is written anew: factories do not publish what they make."""

    def parse(text, language):
        with uncounted_queries():
            index_records()
        return query.parse_of_the_portal(text, language)

    monkeypatch.setattr(query, "parse_of_the_portal", query.parse, raising=False)
    monkeypatch.setattr(query, "parse", parse)
    monkeypatch.setattr(results, "parse", parse)


@contextmanager
def uncounted_queries():
    was_counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        yield
    finally:
        connection.force_debug_cursor = was_counted


@pytest.fixture
def kept(settings, client):
    """A client of a site that keeps its pages, as every process does but those of tests."""
    settings.PAGE_CACHE_BYTES = 2**20
    client.handler._middleware_chain = None  # made anew, with an empty cache
    return client


@pytest.fixture
def page(client):
    """`page("/nl/")` fetches a page and returns it parsed; `.response` is the response."""

    def fetch(address, status=200, **extra):
        response = client.get(address, **extra)
        assert response.status_code == status, f"{address}: {response.status_code}"
        soup = BeautifulSoup(response.content, "lxml")
        soup.response = response
        return soup

    return fetch


@pytest.fixture(scope="session")
def content_database(django_db_setup, django_db_blocker, tmp_path_factory):
    name = str(connection.settings_dict["NAME"])
    assert "test" in name or "memory" in name, (
        "mark the test with django_db: this is no test database"
    )
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of all processes of this run
    database = (OnPostgreSQL if connection.vendor == "postgresql" else InMemory)(folder)
    yield database
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(scope="module")
def content(content_database, django_db_blocker):
    """The real content and the examples, for the tests of a module."""
    with django_db_blocker.unblock(), content_database.content():
        yield
