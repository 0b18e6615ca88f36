"""Two readers get the same page anew at once; outside a transaction, as on the site."""

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from portal.archive.capture import capture_page
from portal.archive.models import Page, PublicVersion
from portal.archive.pages import Place
from portal.page_cache import freshness
from portal.publishing.models import Contact
from portal.transparency.models import Leaf
from tests.support.factories import in_four, make_call

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.every_database]


@pytest.fixture
def call():
    call = make_call(**in_four(theme="Licht"))
    call.contacts.add(Contact.objects.create(name_nl="Team", email="oud@example.org"))
    return call


def in_two_threads(act):
    def run():
        begin.wait()
        try:
            act()
        finally:
            connections.close_all()

    begin = threading.Barrier(2)
    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def texts(owner, language="nl"):
    found = PublicVersion.objects.for_object(owner, owner.pk).filter(language=language)
    return [*found.order_by("public_from").values_list("main", flat=True)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="has one writer at a time")
def test_a_page_is_kept_once(call):
    of_list = Page.at_place(Place("calls:calls"))
    in_two_threads(lambda: capture_page(of_list, timezone.now()))
    in_two_threads(lambda: capture_page(call, timezone.now()))
    assert (len(texts(of_list)), len(texts(call))) == (1, 1)


def test_what_a_reader_got_is_stored_for_good(call, reader):
    address = call.get_absolute_url()
    reader.get(address)
    Contact.objects.update(email="nieuw@example.org")
    reader.get(address)
    old, new = texts(call)
    assert ("oud@" in old, "nieuw@" in new) == (True, True)
    assert PublicVersion.objects.for_object(call, call.pk).current().count() == 4


def test_what_comes_back_after_another_process_kept_something_else_is_kept(call, reader):
    address = call.get_absolute_url()
    for email, is_read in [("oud", True), ("nieuw", False), ("oud", True)]:
        Contact.objects.update(email=f"{email}@example.org")
        freshness.watch.forget()
        if is_read:
            reader.get(address)
        else:
            capture_page(call, timezone.now())
    assert ["oud@" in text for text in texts(call)] == [True, False, True]


def test_a_page_that_was_read_is_in_the_log(call, reader):
    reader.get("/nl/")
    version = PublicVersion.objects.get(language="nl")
    assert Leaf.objects.get(subject=version.log_subject).index is not None
