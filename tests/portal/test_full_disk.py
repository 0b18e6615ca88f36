"""A full disk: readers go on reading, and who saves is told so, with nothing half stored."""

import errno

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.utils.translation import gettext

from portal.revisions.models import Draft, Revision
from tests.support.admin_forms import change_page, fields
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)
ROW = "publishing-document-content_type-object_id-0"
TITLE = "We cannot store anything for a moment"


def is_full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def opened(admin_client):
    """The form of a partner, as a function that sends it with a file of so many bytes."""
    admin_client.raise_request_exception = False
    partner = make_partner()
    sent = fields(admin_client.get(change_page(partner)))

    def send(size=100):
        file = SimpleUploadedFile("a.csv", b"a;b\n" * (size // 4))
        row = {f"{ROW}-title_nl": "R", f"{ROW}-languages": "nl", f"{ROW}-file": file}
        return admin_client.post(change_page(partner), {**sent, **row, "minor": "on"})

    return partner, send


@pytest.mark.parametrize(
    ("kind", "method", "size"),
    [
        (FileSystemStorage, "_save", 100),
        (FileSystemStorage, "_save", 3_000_000),
        (TemporaryUploadedFile, "__init__", 3_000_000),  # while it is received
    ],
)
def test_an_upload_on_a_full_disk_stores_nothing(opened, client, monkeypatch, kind, method, size):
    partner, send = opened
    count = Revision.objects.count()
    monkeypatch.setattr(kind, method, is_full)
    response = send(size)
    assert response.status_code == 507
    assert gettext(TITLE) in response.text
    assert (Revision.objects.count(), Draft.objects.exists()) == (count, False)
    assert client.get(partner.get_absolute_url()).status_code == 200


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has its own below")
def test_a_full_database_file_stores_nothing(opened, client):
    partner, send = opened
    with connection.cursor() as cursor:
        # Pages that earlier tests gave back would be used first.
        cursor.execute("CREATE TABLE filler (content)")
        cursor.execute("PRAGMA freelist_count")
        free = cursor.fetchone()[0] * 4096  # bytes
        cursor.execute("INSERT INTO filler VALUES (zeroblob(%s))", [free])
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        statuses = [send().status_code for _ in range(30)]
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert set(statuses) == {302, 507}
    assert client.get(partner.get_absolute_url()).status_code == 200


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has its own above")
def test_a_database_that_can_only_be_read_stores_nothing(opened, client):
    partner, send = opened
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            assert send().status_code == 507
            assert client.get(partner.get_absolute_url()).status_code == 200
        finally:
            cursor.execute("SET default_transaction_read_only = off")
