"""Saves at the desk of one call with its rows and a file, and whether each is there as a whole.

For kill_saves.py, after `serving.fill` or the like has set Django up. All that one save writes has
its number, so that a record with parts of two saves shows.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from serving import HOUSE

sys.path.insert(0, str(HOUSE))

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from calls.models import Call
from portal.archive.models import PublicVersion
from portal.page_cache.models import ContentChange
from portal.publishing.models import Document, FormerFile
from portal.publishing.rollback import rolled_back
from portal.revisions import current
from portal.revisions.files import sha256_of
from portal.revisions.models import Revision, check_trail
from portal.revisions.snapshot import data_of
from portal.search.models import SearchEntry
from portal.site_search.index import rebuild
from tests.support.admin_forms import address, edit, errors, fields, keep_draft
from tests.support.factories import make_call

DOCUMENT, SOURCE = (
    f"publishing-{kind}-content_type-object_id-0" for kind in ("document", "source")
)
PARTNERS = {"flemish_partners": "Huis A", "other_partners": "Haus B"}


def prepare():
    """A public call of save 1, with two projects, a source and a document."""
    get_user_model().objects.create_superuser("admin")
    call = make_call(label="2031", theme_nl="0")
    for row in range(2):
        call.projects.create(title=f"Project {row} van 0", **PARTNERS)
    call.sources.create(title="0", url="https://example.org/", checked_on="2026-01-02")
    call.documents.create(title_nl="0", languages=["nl"], file=file_of(0))
    rebuild()
    publish(1)


def file_of(number, content=None):
    return SimpleUploadedFile(f"stap-{number}.csv", content or content_of(number))


def content_of(number):
    return f"stap;{number}\n".encode() * 5000


# Saves, as a browser sends them


def editor():
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username="admin"))
    return client


def the_call():
    return Call.objects.get(label="2031")


def values_of(number):
    names = ["theme_nl", f"{SOURCE}-title", f"{DOCUMENT}-title_nl"]
    values = dict.fromkeys(names, str(number)) | {f"{DOCUMENT}-file": file_of(number)}
    titles = {f"projects-{row}-title": f"Project {row} van {number}" for row in range(2)}
    return values | titles


def draft(number):
    """Keep a draft, of which readers see nothing."""
    response = keep_draft(editor(), the_call(), **values_of(number))
    must_be(response.redirect_chain, response)


def publish(number):
    """Make the next version and approve it: two requests that write."""
    call, client = the_call(), editor()
    response = edit(client, call, **values_of(number), told_nl=f"Stap {number}.")
    must_be(response.status_code == 302 and call.theme_nl == str(number), response)


def add(number):
    """Make a new call, with a row and a file."""
    client, page = editor(), address(Call, "add")
    new = {"label": f"2031-{number}", "series": str(the_call().series_id), "_draft": "1"}
    new |= {"theme_nl": str(number), "projects-0-title": str(number)}
    new |= {f"projects-0-{name}": value for name, value in PARTNERS.items()}
    new |= {f"{DOCUMENT}-title_nl": str(number), f"{DOCUMENT}-languages": "nl"}
    new |= {f"{DOCUMENT}-file": file_of(number)}
    response = client.post(page, {**fields(client.get(page)), **new})
    must_be(response.status_code == 302, response)


def must_be(fact, response):
    if not fact:
        raise AssertionError(f"{response.status_code}: {errors(response)}")


ACTS = {"draft": draft, "publish": publish, "add": add}


# What is there


class Broken(Exception):
    """What is there is not what one save leaves; the message says what."""


class Situation(NamedTuple):
    """Of which save the call and its draft (None without one) are, and how many were added."""

    public: int
    draft: int | None
    added: int

    def after(self, act, number):
        """What may be there after a save that was cut off, from nothing of it to all of it."""
        may_be = {
            "draft": [self._replace(draft=number)],
            "publish": [self._replace(draft=number), self._replace(public=number, draft=None)],
            "add": [self._replace(added=self.added + 1)],
        }
        return [self, *may_be[act]]


def situation():
    """The `Situation` of the database and the files; Broken when anything in it does not fit."""
    call = the_call()
    draft, public = current.draft_of(call), number_of(data_of(call))
    added = Call._base_manager.filter(label__startswith="2031-")
    for one in added:
        if f"2031-{number_of(data_of(one))}" != one.label or not current.draft_of(one):
            raise Broken(f"{one.label} is another, or without its draft")
    check_what_readers_have(call, public)
    check_revisions(call)
    check_search()
    return Situation(public, draft and number_of(draft.revision.data), len(added))


def number_of(data):
    """The number of the save of which a record with its rows is."""
    rows = {name: [row["fields"] for row in some.values()] for name, some in data["rows"].items()}
    (document,) = rows["documents"]
    found = {data["fields"]["theme_nl"], document["title_nl"]}
    found |= {row["title"].split()[-1] for row in (*rows["projects"], *rows.get("sources", []))}
    if len(found) > 1:
        raise Broken(f"a record has parts of the saves {sorted(found)}")
    number = int(found.pop())
    with default_storage.open(document["file"]) as file:
        if file.read() != content_of(number):
            raise Broken(f"{document['file']} is not the file of save {number}")
    return number


def check_what_readers_have(call, number):
    note = call.changes.order_by("-pk").first()
    if note.text_nl != f"Stap {number}.":
        raise Broken(f"readers have {number} and are told {note.text_nl}")
    kept = PublicVersion.objects.for_object(Call, call.pk).current()
    if not all(f"stap-{number}" in version.main for version in kept) or len(kept) != 4:
        raise Broken(f"the page of {number} is not kept in four languages")
    for former in FormerFile.objects.all():
        if not default_storage.exists(former.file.name):
            raise Broken(f"{former} is gone")


def check_revisions(call):
    """The chain is whole, and each revision has its files."""
    check_trail()
    revisions = Revision.objects.for_object(Call, call.pk)
    if revisions.of_the_record().first().data != data_of(call):
        raise Broken("the logbook does not have what the call is")
    for revision in revisions.with_data()[:4]:
        number_of(revision.data)
    for name, digest in revisions.with_data().first().files.items():
        if sha256_of(name) != digest:
            raise Broken(f"{name} is not what its hash says")


def check_search():
    """What can be found is what a search index made anew would have."""
    found = entries()
    with rolled_back():
        rebuild()
        if entries() != found:
            raise Broken("the entries of the search are not those of the pages")


def entries():
    rows = SearchEntry.objects.order_by("key", "language").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def content_version():
    """What differs after any change that readers may see."""
    return ContentChange.objects.version()


def unnamed_files():
    """How many uploads nobody names: what a save had stored when it was cut off."""
    named = set().union(*Revision.objects.values_list("files", flat=True))
    for model in (Document, FormerFile):
        named |= set(model._base_manager.values_list("file", flat=True))
    root = Path(settings.MEDIA_ROOT)
    return sum(str(path.relative_to(root)) not in named for path in root.rglob("*.csv"))
