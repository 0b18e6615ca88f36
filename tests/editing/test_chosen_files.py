"""A file that was chosen is still there when the form comes back with a mistake elsewhere."""

import datetime

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import gettext

from portal.editing import chosen_files
from portal.revisions import current
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db
ROW = "publishing-document-content_type-object_id-0"
KEPT = f"{chosen_files.FIELD}{ROW}-file"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def partner():
    return make_partner()


def chosen(client, record, name="reglement.csv", content=b"a;b"):
    """The form that comes back, with the file chosen but no language of the document."""
    page = change_page(record)
    file = SimpleUploadedFile(name, content)
    row = {f"{ROW}-title_nl": "Reglement", f"{ROW}-file": file}
    return client.post(page, {**fields(client.get(page)), **row, "_draft": "1"})


def sent_again(client, record, form, **changes):
    mended = {**fields(form), f"{ROW}-languages": "nl", "_draft": "1", **changes}
    return client.post(change_page(record), mended)


def drafted_files(record):
    draft = current.draft_of(record)
    rows = draft.revision.data["rows"].get("documents", {}) if draft else {}
    return [row["fields"]["file"] for row in rows.values()]


def test_a_file_is_not_chosen_twice(client, editor, partner, media):
    client.force_login(editor)
    form = chosen(client, partner)
    said = gettext("Chosen: %(name)s. You need not choose it again.") % {"name": "reglement.csv"}
    assert said in soup(form).text
    assert sent_again(client, partner, form).status_code == 302
    (name,) = drafted_files(partner)
    assert name.endswith("reglement.csv")
    assert (media / name).read_bytes() == b"a;b"


def test_another_file_takes_its_place(client, editor, partner):
    client.force_login(editor)
    form = chosen(client, partner)
    other = SimpleUploadedFile("ander.csv", b"c;d")
    sent_again(client, partner, form, **{f"{ROW}-file": other})
    assert drafted_files(partner)[0].endswith("ander.csv")


def test_nobody_uses_the_file_of_another(client, editor, publisher, partner):
    client.force_login(editor)
    form = chosen(client, partner)
    client.force_login(publisher)
    assert sent_again(client, partner, form).status_code == 200
    assert drafted_files(partner) == []


@pytest.mark.parametrize("salt", ["elsewhere", chosen_files.SALT])
def test_a_reference_that_is_forged_or_leads_nowhere_gives_no_file(client, editor, partner, salt):
    client.force_login(editor)
    form = chosen(client, partner)
    forged = signing.dumps([editor.pk, "../../secret-key", "a.csv"], salt=salt)
    assert sent_again(client, partner, form, **{KEPT: forged}).status_code in {200, 400}
    assert drafted_files(partner) == []


def test_who_may_not_upload_does_not_get_round_that(client, person, editor, partner):
    translator = person("translator", "revisions.translate_fr", writes=False)
    client.force_login(translator)
    reference = chosen_files.reference_to(translator, SimpleUploadedFile("a.csv", b"a;b"))
    sent = {**fields(client.get(change_page(partner))), KEPT: reference, "_draft": "1"}
    assert client.post(change_page(partner), sent).status_code == 403


def test_a_file_is_kept_for_a_day_and_not_more_than_a_few(editor, media, time_machine):
    references = [
        chosen_files.reference_to(editor, SimpleUploadedFile("a.csv", b"%d" % number))
        for number in range(chosen_files.MOST + 5)
    ]
    assert len(list((media / chosen_files.FOLDER / str(editor.pk)).iterdir())) == chosen_files.MOST
    assert chosen_files.file_of(editor, references[-1])
    later = timezone.now() + chosen_files.LASTS + datetime.timedelta(seconds=2)
    time_machine.move_to(later, tick=False)
    assert not chosen_files.file_of(editor, references[-1])
