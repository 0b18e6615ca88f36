"""The files of a draft that is thrown away go, unless anything else ever named them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext

from portal.publishing.models import Document
from portal.revisions import current, workflow
from portal.revisions.files import sha256_of
from portal.revisions.gone import without_gone
from portal.revisions.models import Draft, Revision
from portal.revisions.models.revisions import check_trail
from portal.revisions.publication import FILE_GONE, problems_of
from tests.support.admin_forms import change_page, fields
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)
ROW = "publishing-document-content_type-object_id-0-"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def partner():
    return make_partner(slug_nl="japan")


def draft_with_file(client, record, content=b"a;b\n", **changes):
    page = change_page(record)
    file = SimpleUploadedFile("a.csv", content)
    row = {"title_nl": "Lijst", "languages": "nl", "kind": "other", "file": file}
    told = {"told_nl": "Er is een lijst."}
    changes |= {ROW + name: value for name, value in row.items()}
    sent = {**fields(client.get(page)), **told, **changes, "_draft": "1"}
    assert client.post(page, sent).status_code == 302
    return Draft.objects.get()


def files_in(media):
    return [path for path in (media / "documenten").rglob("*") if path.is_file()]


def drop(client, draft, committed):
    with committed(execute=True):
        client.post(change_page(draft.record).replace("change", "ontwerp-weggooien"))
    assert not Draft.objects.exists()


def test_the_file_goes_and_its_digest_stays(
    admin_client, partner, media, django_capture_on_commit_callbacks
):
    draft = draft_with_file(admin_client, partner)
    [path] = files_in(media)
    digest = sha256_of(str(path.relative_to(media)))
    drop(admin_client, draft, django_capture_on_commit_callbacks)
    assert files_in(media) == []
    drafted = Revision.objects.drafted(partner).get()
    assert list(drafted.files.values()) == [digest]
    assert check_trail()


def test_another_file_under_the_name_of_one_that_went_has_its_own_digest(
    admin_client, partner, django_capture_on_commit_callbacks
):
    draft = draft_with_file(admin_client, partner, b"a;b\n")
    drop(admin_client, draft, django_capture_on_commit_callbacks)
    draft = draft_with_file(admin_client, partner, b"c;d\n")
    [(name, digest)] = draft.revision.files.items()
    assert name == next(iter(Revision.objects.drafted(partner).last().files))
    assert digest == sha256_of(name)


def test_a_file_that_readers_have_or_had_stays(
    admin_client, partner, media, django_capture_on_commit_callbacks
):
    draft = draft_with_file(admin_client, partner)
    workflow.publish(draft, draft.revision, draft.author, "")
    assert Document.objects.count() == len(files_in(media)) == 1
    base = current.newest(partner)
    data = {**base.data, "fields": base.data["fields"] | {"name_nl": "Anders"}}
    workflow.save(partner, draft.author, base, data)
    drop(admin_client, Draft.objects.get(), django_capture_on_commit_callbacks)
    assert len(files_in(media)) == 1


def test_the_file_stays_when_the_draft_does(admin_client, partner, media):
    draft = draft_with_file(admin_client, partner)
    draft_with_file(admin_client, partner, name_nl="Anders")
    assert draft.revisions()
    assert files_in(media)


def test_a_draft_that_was_thrown_away_comes_back_only_without_its_file(
    admin_client, partner, django_capture_on_commit_callbacks
):
    draft = draft_with_file(admin_client, partner, name_nl="Anders")
    drop(admin_client, draft, django_capture_on_commit_callbacks)
    workflow.save(partner, draft.author, current.newest(partner), draft.revision.data)
    assert gettext(FILE_GONE) in problems_of(Draft.objects.get())
    Draft.objects.all().delete()
    with pytest.raises(ValidationError, match=r"a\.csv"):
        without_gone(
            Document,
            next(iter(draft.revision.data["rows"]["documents"].values())),
            Revision.objects.name_of,
        )
