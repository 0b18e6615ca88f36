"""Fixtures for all tests: Dutch as the language, warm content types, the real content."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation

from portal.middleware import boundaries
from portal.publishing.models import ChangeNote, Document, Source


@pytest.fixture(autouse=True)
def dutch():
    """modeltranslation writes and reads the active language: each test starts in Dutch."""
    with translation.override("nl"):
        yield


@pytest.fixture(autouse=True)
def no_cached_boundary(monkeypatch):
    """Clear the boundary lookups that a process reuses, so that each test queries its own."""
    monkeypatch.setattr(boundaries, "_cache_window", None)
    monkeypatch.setattr(boundaries, "_due_drafts", None)


@pytest.fixture
def warm(db, monkeypatch):
    """Fill the caches of content types and boundaries, so that query counts leave these out."""
    monkeypatch.setattr(boundaries, "LOOKUP_INTERVAL", datetime.timedelta(hours=1))
    boundaries.cache_window(timezone.now())
    boundaries.publish_due_drafts(timezone.now())
    for model in (
        Source,
        Document,
        ChangeNote,
        *(kind.model_class() for kind in ContentType.objects.all()),
    ):
        ContentType.objects.get_for_model(model)


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


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker):
    """The real content and the examples, loaded once for the tests of a module."""
    name = str(connection.settings_dict["NAME"])
    assert "test" in name or "memory" in name, (
        "mark the test with django_db: this is no test database"
    )
    with django_db_blocker.unblock(), translation.override("nl"), transaction.atomic():
        call_command("load_content", verbosity=0)
        call_command("load_examples", verbosity=0)
        yield
        transaction.set_rollback(True)
