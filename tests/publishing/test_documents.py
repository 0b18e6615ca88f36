"""Uploaded documents: measured on upload, public while their page is."""

import gc
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from portal.publishing.models import Document
from portal.revisions.models import Revision
from tests.support.admin_forms import address, change_page, edit, soup
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
def shelf(settings, tmp_path):
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


def test_former_files_are_public_only_while_their_page_is(admin_client, client):
    document = upload(pdf())
    replace_file(admin_client, document, pdf(pages=2))
    former = document.former.get()
    type(document.record)._base_manager.update(state="draft")
    assert client.get(former.get_absolute_url()).status_code == 404


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
