"""What is approved goes live at its instant, whatever else happens; no visitor waits for it."""

import threading
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from portal.revisions import current, going_live, publication, workflow
from portal.revisions.models import Draft, Revision
from portal.revisions.snapshot import data_of
from tests.support.factories import in_four, make_call, make_partner, make_series

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]
needs_locks = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one lock, which its timeout frees"
)


@pytest.fixture
def partner():
    return make_partner(**in_four(name="Japan"), slug_nl="japan")


def plan(record, author, approver, name="name_nl", value="Nippon", rows=None):
    """A draft that is approved, and due by now."""
    base = current.newest(record)
    fields = {**base.data["fields"], name: value}
    data = {"fields": fields, "rows": {**base.data["rows"], **(rows or {})}}
    saved = workflow.save(record, author, base, data, {"minor": True})
    assert saved.revision and not saved.is_set_aside, saved
    draft = current.draft_of(record)
    draft.step, draft.approved, draft.approved_by = "approved", draft.revision, approver
    draft.live_at = timezone.now()
    draft.save()
    return draft


@contextmanager
def elsewhere(do):
    """Another process holds what `do` locks until the block ends, which it must not wait for."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            do()
            held.set()
            done.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(60)
        yield
        assert thread.is_alive(), "it waited until the other process was done"
    finally:
        done.set()
        thread.join()


def test_a_storage_that_is_away_for_a_while_costs_no_approval(
    partner, editor, publisher, monkeypatch, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        file = SimpleUploadedFile("a.csv", b"a;b")
        document = partner.documents.create(title_nl="Reglement", languages=["nl"], file=file)
        rows = data_of(partner)["rows"]
        document.delete()
    plan(partner, editor, publisher, rows=rows)
    with monkeypatch.context() as away:
        away.setattr(default_storage, "exists", lambda name: False)
        assert going_live.publish_due() == 0
    assert Draft.objects.get().step == "approved"
    assert going_live.publish_due() == 1
    assert partner.documents.get().title_nl == "Reglement"


@needs_locks
@pytest.mark.parametrize("held", ["draft", "revisions", "record"])
def test_no_visit_waits_for_a_lock(client, partner, editor, publisher, held):
    draft = plan(partner, editor, publisher)
    locks = {
        "draft": lambda: Draft.objects.select_for_update().get(pk=draft.pk),
        "revisions": Revision.objects.lock,
        "record": lambda: type(partner).objects.select_for_update().get(pk=partner.pk),
    }
    with elsewhere(locks[held]):
        response = client.get("/nl/partners/japan/")
    assert "Japan nl" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert going_live.publish_due() == 1
    assert "Nippon" in client.get("/nl/partners/japan/").text


@needs_locks
def test_no_visit_waits_for_an_import_in_progress(client, partner, editor, publisher):
    plan(partner, editor, publisher)
    others = [make_partner(**in_four(name=f"Land {number}")) for number in range(20)]

    def read_all():
        for other in others:
            data = data_of(other)
            fields = {**data["fields"], "name_nl": "Anders"}
            workflow.save(other, editor, current.newest(other), {**data, "fields": fields}, {})

    with elsewhere(read_all):
        assert "Japan nl" in client.get("/nl/partners/japan/").text
    assert Draft.objects.count() >= 20


@needs_locks
def test_a_series_and_its_call_go_live_at_once_without_a_deadlock(editor, publisher):
    series = make_series(title_nl="Reeks")
    call, failed = make_call(series=series), []
    for number in range(10):
        records = [(series, "title_nl"), (call, "summary_nl")]
        drafts = [plan(one, editor, publisher, name, f"<p>{number}</p>") for one, name in records]

        def publish(draft):
            try:
                publication.publish(draft, draft.approved, publisher)
            except Exception as error:  # whatever it is, the test shows it
                failed.append(error)
            connection.close()

        threads = [threading.Thread(target=publish, args=[draft]) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert not Draft.objects.exists()


def test_a_draft_of_a_kind_that_is_no_more_harms_nobody(client, partner, editor, publisher):
    draft = plan(partner, editor, publisher)
    gone = ContentType.objects.create(app_label="partners", model="gone")
    Draft.objects.filter(pk=draft.pk).update(content_type=gone)
    assert client.get("/nl/partners/japan/").status_code == 200
    assert going_live.publish_due() == 0
