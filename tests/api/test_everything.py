"""The files with everything in them."""

import json
import sqlite3
import tracemalloc
from zipfile import ZipFile

import pytest

from calls.models import Project
from partners.models import Partner
from portal.api import everything
from portal.api.kinds import KINDS
from portal.api.models import LastLook
from portal.api.reading import Reading
from portal.page_cache.freshness import watch
from tests.support.everything import NOON, make_everything
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(everything, "own_folder", lambda: folder)
    return folder


@pytest.fixture
def fetch(client, tmp_path):
    """`fetch(name)` is the response, with the `path` of a copy of the file."""

    def get(name, **headers):
        watch.known = None
        LastLook.objects.all().delete()  # one transaction is one change for PostgreSQL
        response = client.get(f"/api/v1/everything.{name}", headers=headers)
        if response.status_code == 200:
            response.path = tmp_path / f"copy.{name}"
            response.path.write_bytes(response.getvalue())
        return response

    return get


def rows(path, sql):
    with sqlite3.connect(path) as database:
        found = database.execute(sql).fetchall()
    database.close()
    return found


def test_the_zip_has_a_line_for_each_thing_as_the_lists_have_it(fetch, read):
    make_everything()
    with ZipFile(fetch("zip").path) as archive:
        for kind in KINDS:
            lines = archive.read(f"{kind.word}.jsonl").decode().splitlines()
            listed = read(f"{kind.word}/?limit=100")["data"]
            for thing in listed:
                thing.pop("next", None)  # the next deadline, which follows the day
            assert [json.loads(line) for line in lines] == listed, kind.word
        readme, licence = archive.read("README.txt").decode(), archive.read("LICENCE.txt").decode()
    assert "2027-02-01T12:00:00+01:00" in readme
    assert "https://" in licence


def test_the_database_has_a_table_for_each_kind_and_each_list(fetch):
    make_everything()
    path = fetch("sqlite").path
    for kind in KINDS:
        table = kind.word.replace("-", "_")
        counted = rows(path, f"SELECT count(*) FROM {table}")  # noqa: S608 ours
        assert counted == [(kind.public(NOON).count(),)]
    found = rows(
        path,
        "SELECT calls.title_nl, p.title, p.amount_amount FROM calls"
        " JOIN calls_results_projects p ON p.calls_id = calls.id",
    )
    call = Project.objects.get().call
    assert found == [(str(call), "P", "10.00")]
    assert rows(path, "SELECT value FROM about WHERE name = 'date'") == [
        ("2027-02-01T12:00:00+01:00",)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zip", "sqlite"])
def test_the_same_content_is_the_same_file_made_once(fetch, folder, name):
    make_everything()
    first = fetch(name)
    content = first.path.read_bytes()
    made = {path: path.stat().st_mtime_ns for path in folder.glob("*.zip")}
    assert fetch(name).path.read_bytes() == content
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.zip")} == made
    for path in folder.glob("*.*"):
        path.unlink()
    again = fetch(name)
    assert again.path.read_bytes() == content
    assert fetch(name, if_none_match=first.headers["ETag"]).status_code == 304


def test_other_content_is_another_file(fetch):
    partner = make_partner()
    first = fetch("zip")
    Partner.objects.filter(pk=partner.pk).update(name_nl="Anders")
    second = fetch("zip", if_none_match=first.headers["ETag"])
    assert second.status_code == 200
    assert second.headers["ETag"] != first.headers["ETag"]


def test_a_file_that_is_being_made_is_asked_for_later(fetch, folder, monkeypatch):
    monkeypatch.setattr(everything, "PATIENCE", 0)
    make_partner()
    with everything.only_here(folder / "lock"):
        response = fetch("zip")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.headers["Content-Type"] == "application/problem+json"


def test_what_is_not_finished_is_not_found(fetch, folder, monkeypatch):
    make_partner()
    monkeypatch.setattr(everything.Zip, "end", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fetch("zip")
    monkeypatch.undo()
    assert [path for path in folder.glob("*.zip") if "unfinished" not in path.name] == []


@pytest.mark.slow
def test_more_content_takes_hardly_more_memory(monkeypatch):
    monkeypatch.setattr(everything.changes, "AT_ONCE", 10)
    partner, long = make_partner(), "<p>" + "x" * 100_000

    def peak():
        tracemalloc.start()
        everything.ready("everything.zip", Reading(NOON, lambda path: path))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    def add(count):
        keys = {"slug_nl", "id", "name_nl", "body_nl"}
        values = {name: value for name, value in vars(partner).items() if name[0] != "_"}
        values = {name: values[name] for name in values.keys() - keys}
        first = Partner.objects.count()
        Partner.objects.bulk_create(
            Partner(slug_nl=f"p{number}", name_nl="P", body_nl=f"{long}{number}", **values)
            for number in range(first, first + count)
        )
        LastLook.objects.all().delete()

    add(20)
    few = peak()
    add(80)
    assert peak() - few < 80 * len(long) / 4
