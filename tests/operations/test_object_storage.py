"""Uploaded documents in an S3-compatible store, a real server of which runs here."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from partners.models import Partner
from portal.operations.backup import restoring
from tests.operations.conftest import drop_databases
from tests.support.factories import make_partner

boto3 = pytest.importorskip("boto3")
server_of = pytest.importorskip("moto.server")
pytestmark = [pytest.mark.slow, pytest.mark.every_database]
REGION = "eu-west-3"


@pytest.fixture
def endpoint(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "known-to-everyone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "and-only-for-tests")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(endpoint, settings):
    """A bucket of its own, to which uploads go."""
    client = boto3.resource("s3", endpoint_url=endpoint, region_name=REGION)
    bucket = client.Bucket(f"documents-{uuid4().hex}")  # the server forgets none of its process
    bucket.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    options = {"bucket_name": bucket.name, "endpoint_url": endpoint, "region_name": REGION}
    backend = "portal.operations.object_storage.ObjectStorage"
    options |= {"file_overwrite": False, "default_acl": None}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": backend, "OPTIONS": options}}
    return bucket


def content_of(name):
    with default_storage.open(name) as file:
        return file.read()


@pytest.mark.django_db
def test_a_document_goes_to_the_store_and_comes_to_readers(store, client):
    partner = make_partner()
    file = SimpleUploadedFile("reglement.csv", b"a;b\n1;2\n")
    document = partner.documents.create(title_nl="Reglement", languages=["nl"], file=file)
    assert [one.key for one in store.objects.all()] == [document.file.name]
    response = client.get(document.get_absolute_url())
    assert b"".join(response) == b"a;b\n1;2\n"
    response.close()
    assert response.headers["Last-Modified"]


@pytest.mark.django_db
def test_a_document_that_is_gone_from_the_store_is_not_found(store, client):
    file = SimpleUploadedFile("reglement.csv", b"a;b")
    document = make_partner().documents.create(title_nl="R", languages=["nl"], file=file)
    store.objects.all().delete()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_no_file_takes_the_name_of_another(store):
    first = default_storage.save("a.csv", ContentFile(b"1"))
    second = default_storage.save("a.csv", ContentFile(b"2"))
    assert first != second
    assert content_of(first) == b"1"


def test_what_is_wrong_with_the_store_is_an_error_of_the_system(store, monkeypatch):
    with pytest.raises(FileNotFoundError):
        default_storage.open("nowhere.csv")
    with pytest.raises(FileNotFoundError):
        default_storage.get_modified_time("nowhere.csv")
    store.delete()
    with pytest.raises(OSError, match="refused"):
        default_storage.save("a.csv", ContentFile(b"1"))


@pytest.mark.django_db(transaction=True)
def test_a_backup_brings_back_what_the_store_lost(store, tmp_path):
    make_partner(slug_nl="japan")
    name = default_storage.save("documents/a.csv", ContentFile(b"a;b"))
    copy, _manifest = restoring.make_backup(tmp_path / "copy.tar")
    store.objects.all().delete()
    later = default_storage.save("documents/later.csv", ContentFile(b"c;d"))
    restoring.restore_backup(copy)
    assert content_of(name) == b"a;b"
    assert content_of(later) == b"c;d"  # nothing is taken away
    assert Partner.objects.get().slug_nl == "japan"
    drop_databases(f"{connection.settings_dict['NAME']}_before_")
