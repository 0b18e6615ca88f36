"""Uploaded documents: measured on upload, public while their page is."""

import gc
import hashlib
import io
import os
import random
import re
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext
from pypdf import PdfWriter

from portal.publishing import bounded
from portal.publishing.bounded import answer_to
from portal.publishing.documents import measure
from portal.publishing.fields.upload import BUSY_NOW
from portal.publishing.models import Document
from portal.revisions.models import Revision
from tests.support.admin_forms import address, change_page, edit, errors, soup
from tests.support.factories import (
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
MAKERS = [
    make_agreement,
    make_call,
    make_framework,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pdf(pages=1):
    writer, file = PdfWriter(), io.BytesIO()
    for _number in range(pages):
        writer.add_blank_page(width=100, height=100)
    writer.write(file)
    return file.getvalue()


def upload(content, name="reglement.pdf", make=make_call, **record):
    return Document.objects.create(
        record=make(**record),
        title_nl="Reglement",
        languages=["nl"],
        file=ContentFile(content, name=name),
    )


def test_the_pages_and_size_of_a_pdf_are_measured_when_it_is_uploaded():
    document = upload(content := pdf(pages=3))
    document.refresh_from_db()
    assert (document.size, document.pages) == (len(content), 3)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 broken in transit", "kapot.pdf"),
        (pdf()[:200], "half.pdf"),
        (b"PK\x03\x04", "formulier.docx"),
    ],
)
def test_an_unreadable_file_has_a_size_but_no_page_count(content, name):
    document = upload(content, name)
    assert (document.size, document.pages) == (len(content), None)


def test_a_replacement_file_is_measured_again():
    document = upload(pdf(pages=3))
    document.file = ContentFile(pdf(pages=5), name="nieuw.pdf")
    document.save()
    assert document.pages == 5


def test_replacing_a_file_by_a_url_clears_its_size_and_pages():
    document = upload(pdf())
    document.file, document.url = "", "https://example.org/reglement.pdf"
    document.save()
    assert (document.size, document.pages, document.format) == (None, None, "PDF")
    assert document.sha256 == ""
    assert document.get_absolute_url() == "https://example.org/reglement.pdf"


@pytest.mark.parametrize("make", MAKERS)
def test_every_model_with_pages_shows_its_documents(page, make):
    document = upload(pdf(), make=make)
    assert page(document.record.get_absolute_url()).find("a", href=document.get_absolute_url())


def test_a_page_shows_the_format_size_and_language_of_a_document(page):
    document = upload(pdf(pages=2))
    link = page(document.record.get_absolute_url()).select_one(".documents a")
    assert link["href"] == document.get_absolute_url()
    assert link["hreflang"] == "nl"
    assert "PDF" in link.small.text
    assert "1\N{NO-BREAK SPACE}kB" in link.small.text
    assert "2" in link.small.text


@pytest.mark.parametrize("name", ["reglement.pdf", "règlement & annexe één.pdf", "Verslag (1).PDF"])
def test_a_document_is_served_as_it_was_uploaded(client, name):
    document = upload(content := pdf(), name)
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == content
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_another_file_name_redirects_to_the_right_one(client):
    document = upload(pdf())
    response = client.get(f"/media/{document.pk}/anders.pdf")
    assert response.status_code == 301
    assert response.headers["Location"] == document.get_absolute_url()


@pytest.mark.parametrize(
    "state",
    [{"state": "draft"}, {"state": "withdrawn", "withdrawal_reason_nl": "Verouderd."}],
)
def test_a_document_of_a_page_that_is_not_public_is_not_found(client, state):
    document = upload(pdf(), **state)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_document_whose_file_is_missing_is_404(client, tmp_path):
    document = upload(pdf())
    (tmp_path / document.file.name).unlink()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_linked_document_has_no_url_on_this_site(client):
    document = Document.objects.create(
        record=make_call(), title_nl="x", languages=["nl"], url="https://example.org/x.pdf"
    )
    assert client.get(f"/media/{document.pk}/x.pdf").status_code == 404


def test_an_unchanged_document_answers_304_and_closes_its_file(client):
    document = upload(pdf())
    first = client.get(document.get_absolute_url())
    assert b"".join(first.streaming_content)
    again = client.get(
        document.get_absolute_url(), headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert again.status_code == 304
    gc.collect()  # so that a file left open fails this test and not a later one


def replace_file(client, document, content, name="reglement-2.pdf"):
    rows = "publishing-document-content_type-object_id-0"
    file = SimpleUploadedFile(name, content)
    return edit(client, document.record, **{f"{rows}-file": file})


@pytest.mark.slow
def test_former_files_of_a_public_document_stay_available(admin_client, client, page):
    document = upload(old := pdf(pages=3))
    replace_file(admin_client, document, pdf(pages=4))
    shown = page(document.record.get_absolute_url()).select_one(".documents .former")
    assert "1 vorige versie" in shown.summary.text
    assert "3 blz." in shown.li.text or "3 pagina" in shown.li.text
    answer = client.get(shown.a["href"])
    assert b"".join(answer.streaming_content) == old
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_files_that_were_never_public_are_not_kept_as_former_files(admin_client):
    document = upload(pdf(), make=make_partner, state="draft")
    replace_file(admin_client, document, pdf(pages=2))
    document.refresh_from_db()
    assert (document.pages, document.former.count()) == (2, 0)


def test_the_hash_of_a_file_is_stored_when_it_is_uploaded_and_stays_with_it(admin_client):
    first, second = pdf(), pdf(pages=2)
    document = upload(first)
    assert document.sha256 == hashlib.sha256(first).hexdigest()
    replace_file(admin_client, document, second)
    document.refresh_from_db()
    assert document.sha256 == hashlib.sha256(second).hexdigest()
    assert document.former.get().sha256 == hashlib.sha256(first).hexdigest()


@pytest.mark.slow
def test_former_files_are_public_only_while_their_page_is(admin_client, client):
    document = upload(pdf())
    replace_file(admin_client, document, pdf(pages=2))
    former = document.former.get()
    type(document.record)._base_manager.update(state="draft")
    assert client.get(former.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_a_restored_version_keeps_the_list_of_former_files(admin_client):
    document = upload(pdf(pages=3))
    replace_file(admin_client, document, pdf(pages=4))
    oldest = Revision.objects.for_object(type(document.record), document.object_id).last()
    url = address(oldest.model, "restore", oldest.object_id, oldest.pk)
    admin_client.post(url)
    edit(admin_client, document.record)
    document.refresh_from_db()
    assert document.pages == 3
    assert [former.pages for former in document.former.all()] == [4, 3]


def test_the_document_list_links_to_the_page_that_uses_each(admin_client, page):
    document = upload(pdf(pages=3))
    shown = soup(admin_client.get(address(Document, "changelist")))
    (row,) = shown.select("#result_list tbody tr")
    assert row.select_one(".field-of a")["href"].startswith(change_page(document.record))
    assert "Nederlands" in row.select_one(".field-in_languages").text
    Document.objects.update(languages=[])
    shown = soup(admin_client.get(f"{address(Document, 'changelist')}?language=none"))
    assert len(shown.select("#result_list tbody tr")) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a file or give a web address."),
        (
            {"file": "a.pdf", "url": "https://example.org/"},
            "Choose a file or give a web address, not both.",
        ),
    ],
)
def test_a_document_with_nothing_or_with_both_is_refused_with_what_is_wrong(given, said):
    document = Document(record=make_partner(), title_nl="Reglement", languages=["nl"], **given)
    with pytest.raises(ValidationError) as refused:
        document.validate_constraints()
    assert refused.value.messages == [gettext(said)]


def encrypted(content):
    """The file as `qpdf --encrypt "" owner 256` protects it, as far as a reader can tell."""
    protection = b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /EncryptMetadata true"
    strings = b"".join(b" /%s <%s>" % (name, b"00" * 48) for name in (b"O", b"U"))
    keys = b"".join(b" /%s <%s>" % (name, b"00" * 32) for name in (b"OE", b"UE"))
    crypt = b" /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    rest = b" /Perms <%s> >> /ID [<00> <00>] " % (b"00" * 16)
    return content.replace(
        b"trailer\n<<", b"trailer\n<< " + protection + strings + keys + crypt + rest
    )


def cyclic(content):
    """A file whose tree of pages contains itself."""
    return re.sub(rb"/Kids \[[^\]]*\]", b"/Kids [ 1 0 R 1 0 R 2 0 R 1 0 R ]", content)


def endless(_content):
    """A file whose pages each have the same two branches: 2^40 pages in 40 objects."""
    objects = [b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"]
    for number in range(2, 42):
        kids = b"/Type /Pages /Count 9 /Kids [ %d 0 R %d 0 R ]" % (number + 1, number + 1)
        objects.append(b"%d 0 obj\n<< %s >>\nendobj\n" % (number, kids))
    objects.append(b"42 0 obj\n<< /Type /Page >>\nendobj\n")
    return b"%PDF-1.4\n" + b"".join(objects) + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


BROKEN = {"protected": encrypted, "cyclic": cyclic, "endless": endless}


@pytest.mark.slow
@pytest.mark.parametrize("breaking", BROKEN.values(), ids=BROKEN)
def test_a_file_that_cannot_be_measured_is_published_with_its_pages_unknown(
    admin_client, breaking, page
):
    document = upload(pdf(pages=3))
    replace_file(admin_client, document, content := breaking(pdf(pages=3)))
    document.refresh_from_db()
    assert (document.size, document.pages) == (len(content), None)
    assert page(document.record.get_absolute_url()).find("a", href=document.get_absolute_url())


def broken_files(number):
    """So many damaged files, always the same ones."""
    chance = random.Random(1)  # noqa: S311  nothing is secret here
    whole = [pdf(pages=3), encrypted(pdf(pages=3)), cyclic(pdf(pages=3))]
    for index in range(number):
        content = bytearray(whole[index % 3])
        if index % 2:
            content = content[: chance.randrange(len(content))]
        for _flip in range(chance.randrange(1, 20) if content else 0):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield bytes(content)


@pytest.mark.slow
def test_a_thousand_broken_files_have_their_pages_counted_or_unknown():
    for content in broken_files(1000):
        answer = answer_to("portal.publishing.pdf:count_pages", content)
        assert answer.get("read", None) in {None, *range(1, 10_000)}


@pytest.mark.slow
def test_measuring_a_broken_file_ends_soon():
    for content in broken_files(20):
        size, pages = measure(ContentFile(content, name="a.pdf"))
        assert size == len(content)
        assert pages is None or pages > 0


def zipped(**entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


DOCX = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")
EXE, HTML = b"MZ\x90\x00\x03\x00", b"<!doctype html><script>alert(1)</script>"


def sent(client, content, name):
    """The page after a file is sent in a new row of the documents of a draft."""
    row = "publishing-document-content_type-object_id-0-"
    file = SimpleUploadedFile(name, content)
    facts = {"title_nl": "Reglement", "languages": "nl", "kind": "other", "file": file}
    record = make_partner(state="draft")
    return edit(client, record, **{row + key: value for key, value in facts.items()})


@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf(), "a.pdf"), (DOCX, "a.docx"), (ODS, "a.ods"), (b"a;b\n", "a.csv"), (pdf(), "A.PDF")],
)
def test_a_file_that_is_what_its_name_says_is_kept(admin_client, content, name):
    assert sent(admin_client, content, name).status_code == 302
    assert Document.objects.get().size == len(content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (EXE, "a.pdf"),
        (HTML, "a.pdf"),
        (EXE, "a.docx"),
        (zipped(a="b"), "a.docx"),
        (DOCX, "a.xlsx"),
        (DOCX, "a.odt"),
        (ODS, "a.odt"),
        (EXE, "a.csv"),
        (HTML, "a.csv"),
        (pdf(), "a.csv"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_and_not_stored(
    admin_client, tmp_path, content, name
):
    assert name[1:] in errors(sent(admin_client, content, name))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def many_parts(number):
    """An archive that names one part so many times: that takes seconds to read."""
    whole = zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    begin, end = whole.index(b"PK\1\2"), whole.index(b"PK\5\6")
    parts = whole[begin:end] * number
    return whole[:begin] + parts + whole[end : end + 12] + struct.pack("<LLH", len(parts), begin, 0)


def huge_dictionary():
    """An archive whose first part asks for 4 GB of memory to be unpacked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("mimetype", "x" * 300)
    content = bytearray(file.getvalue())
    place = content.index(b"mimetype") + len(b"mimetype") + 5
    content[place : place + 4] = b"\xff\xff\xff\xf0"
    return bytes(content)


def test_an_archive_is_read_in_a_process_of_its_own(admin_client, monkeypatch):
    monkeypatch.setattr("zipfile.ZipFile", None)  # of this process
    assert sent(admin_client, DOCX, "a.docx").status_code == 302


def test_an_archive_that_asks_for_much_memory_is_refused_in_a_sentence(admin_client):
    assert ".odt" in errors(sent(admin_client, huge_dictionary(), "a.odt"))


@pytest.mark.slow
def test_an_archive_of_many_parts_is_given_up():
    with pytest.raises(bounded.Refused, match=bounded.TOO_MUCH):
        bounded.read_bounded("portal.publishing.documents:kinds_of_zip", many_parts(600_000))


def test_a_document_that_comes_while_others_are_read_can_be_sent_again(admin_client):
    for _place in range(bounded.IN_LINE):
        bounded.line.acquire()
    try:
        assert gettext(BUSY_NOW) in errors(sent(admin_client, DOCX, "a.docx"))
    finally:
        bounded.line.release(bounded.IN_LINE)


ODD_NAMES = {
    "a path": ("../../etc/a.pdf", "a.pdf"),
    "a path of Windows": ("C:\\x\\a.pdf", "a.pdf"),
    "control characters": ("a\x07\x1b[31m\x7f.pdf", "a31m.pdf"),
    "a zero": ("a\0.pdf", "a.pdf"),
    "writing turned round": ("a\u202efdp.exe\u202c.pdf", "afdp.exe.pdf"),
    "a line": ("a\r\nX-Injected: 1.pdf", None),
    "quotation marks": ('a";x="b.pdf', None),
    "nothing": ("\u200b.pdf", None),
    "5,000 letters": ("a" * 5000 + ".pdf", None),
    "5,000 dots": ("." * 5000 + "pdf", None),
}


@pytest.mark.parametrize(("name", "kept"), ODD_NAMES.values(), ids=ODD_NAMES)
def test_an_odd_file_name_becomes_a_plain_one_or_is_refused(
    admin_client, client, tmp_path, name, kept
):
    response = sent(admin_client, pdf(), name)
    if kept:
        assert response.status_code == 302
        assert Document.objects.get().file_name == kept
    assert response.status_code == 302 or errors(response)
    for path in filter(os.path.isfile, tmp_path.rglob("*")):
        assert path.parent.parent == tmp_path / "documenten"
        assert path.name.isprintable() and len(path.name.encode()) <= 255


def test_a_file_that_is_too_large_is_refused_with_both_sizes(admin_client, settings, tmp_path):
    settings.MAX_UPLOAD_SIZE = 2_000_000
    wrong = errors(sent(admin_client, b"%PDF-" + b"x" * 2_500_000, "a.pdf"))
    assert "2,5\N{NO-BREAK SPACE}MB" in wrong
    assert "2,0\N{NO-BREAK SPACE}MB" in wrong
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("letter", ["a", "é", "漢"])
@pytest.mark.parametrize("length", [120, 216, 251])
def test_a_long_file_name_is_kept_for_readers_as_far_as_it_fits(admin_client, letter, length):
    name = letter * length + ".pdf"
    assert sent(admin_client, pdf(), name).status_code == 302
    document = Document.objects.get()
    fits = 226 // len(letter.encode())
    assert document.file_name == letter * min(length, fits) + ".pdf"


@pytest.mark.slow
def test_a_long_name_stays_readable_when_a_new_file_replaces_it(admin_client, client):
    document = upload(old := pdf(), name="a" * 216 + ".pdf")
    replace_file(admin_client, document, pdf(pages=2), name="a" * 216 + ".pdf")
    former = document.former.get()
    assert b"".join(client.get(former.get_absolute_url()).streaming_content) == old
