"""The translation board: tasks by urgency, and PO files out and in."""

import datetime
import io
import re

import pytest
from babel.messages.pofile import read_po, write_po
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, override

from partners.models import Partner
from portal.publishing.models import ChangeNote
from portal.revisions.models import Draft
from tests.support.admin_forms import change_page, edit, fields, soup
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
BOARD, OUT, IN = (
    reverse(name) for name in ("translations", "export_translations", "import_translations")
)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def partner():
    """Its French is older than its Dutch; it has no German."""
    texts = {"body_nl": "<p>Tekst.</p>", "body_fr": "<p>Vieux.</p>"}
    partner = make_partner(**in_four(name="Japan"), **texts)
    partner.note_changes(at=timezone.now() - HOUR)
    partner.note_changes(["nl", "en"])
    partner.save()
    return partner


@pytest.fixture
def translator(client, django_user_model):
    user = django_user_model.objects.create_user("vertaler", is_staff=True)
    user.groups.add(Group.objects.get(name="Vertaler Frans"))
    client.force_login(user)
    return client


def board(client, **filters):
    """[(page, language, state)] as the board shows them."""
    shown = soup(client.get(BOARD, filters)).select(".scroll-x table")[-1]
    rows = [row.select("th, td") for row in shown.select("tbody tr")]
    return [tuple(row[at].text for at in (0, 2, 3)) for row in rows]


def exported(client, **filters):
    return read_po(io.BytesIO(client.get(OUT, {"taal": "fr", **filters}).content))


def translated(catalog, **said):
    """The file as a translator sends it back: `name` stands for the text of that field."""
    for message in catalog:
        field = str(message.context or "").rpartition(".")[2]
        if message.id and field in said:
            message.string = said[field]
            message.flags.discard("fuzzy")
    file = io.BytesIO()
    write_po(file, catalog, width=None)  # else it looks for places to break lines, for minutes
    return file.getvalue()


def check(client, content, code="fr"):
    file = SimpleUploadedFile("a.po", content)
    return soup(client.post(IN, {"taal": code, "file": file}))


def confirm(client, page):
    return client.post(IN, {"signed": page.select_one("[name=signed]")["value"]}, follow=True)


def test_the_board_lists_tasks_and_counts_them(admin_client, partner):
    assert board(admin_client) == [
        ("Japan nl", "Frans", "verouderd"),
        ("Japan nl", "Duits", "onvolledig"),
        ("Japan nl", "Engels", "onvolledig"),
    ]
    counts = soup(admin_client.get(BOARD)).select_one(".scroll-x table tbody tr")
    assert [cell.text.split()[-1] for cell in counts.select("td")] == ["0", "1", "0", "0"]


def test_open_calls_come_first_by_their_deadline(admin_client, partner):
    for label, month in (("later", 6), ("eerst", 3)):
        closes = brussels(timezone.now().year + 1, month, 1, 17)
        make_call(label=label, opens_at=brussels(2026, 1, 5), closes_at=closes, what_nl="Tekst.")
    names = [name.split()[-1] for name, _language, _state in board(admin_client, taal="fr")]
    assert names.index("eerst") < names.index("later") < names.index("nl")


def test_the_board_of_a_translator_starts_with_their_language(translator, partner):
    assert board(translator) == [("Japan nl", "Frans", "verouderd")]
    assert len(board(translator, taal="", staat="all")) == 3


def test_examples_are_not_on_the_board(admin_client, partner):
    Partner.objects.update(is_example=True)
    content = soup(admin_client.get(BOARD)).select_one("#content")
    assert "wacht geen enkele vertaling" in content.text


def test_the_number_of_queries_does_not_grow_with_the_number_of_pages(
    admin_client, django_assert_max_num_queries, partner
):
    for number in range(5):
        make_call(label=f"202{number}")
    with django_assert_max_num_queries(25):
        admin_client.get(BOARD)


def test_one_page_is_exported_from_its_form(translator, partner):
    make_partner(**in_four(name="Zweden"))
    tab = soup(translator.get(change_page(partner))).select_one("#language-fr .description")
    catalog = read_po(io.BytesIO(translator.get(tab.select_one("a")["href"]).content))
    said = {message.id: message for message in catalog if message.id}
    assert said["<p>Tekst.</p>"].fuzzy
    assert "Zweden" not in said


def test_importing_an_unchanged_file_changes_nothing(translator, partner):
    page = check(translator, translated(exported(translator)))
    assert "0 teksten" in page.select_one("[role=status]").text
    assert not page.select("[name=signed]")


def test_an_import_makes_a_draft_whose_publication_removes_the_notice(
    translator, admin_client, partner, page
):
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    confirm(translator, check(translator, file))
    assert "Vieux." in page(fr(partner)).text
    draft = Draft.objects.get()
    assert draft.revision.data["fields"]["body_fr"] == "<p>Nouveau.</p>"
    assert draft.revision.notice == {"updated_fr": True}
    edit(admin_client, partner, told_nl="", minor="on")
    shown = page(fr(partner))
    assert "Nouveau." in shown.text
    assert not shown.select(".notice--warning")


def fr(partner):
    with override("fr"):
        return partner.get_absolute_url()


def test_a_partial_translation_is_not_marked_as_up_to_date(translator, partner):
    confirm(translator, check(translator, translated(exported(translator), name="Japon")))
    assert "updated_fr" not in Draft.objects.get().revision.notice


def test_newer_texts_are_not_overwritten(translator, partner):
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    Partner.objects.update(name_nl="Nippon", body_fr="<p>Meilleur.</p>")
    page = check(translator, file)
    assert len(page.select("[aria-labelledby=refused] tbody tr")) == 2
    assert not page.select("[name=signed]")


def test_texts_changed_before_the_confirmation_are_not_overwritten(translator, partner):
    page = check(translator, translated(exported(translator), name="Japon"))
    Partner.objects.update(name_fr="Japon meilleur")
    confirm(translator, page)
    assert not Draft.objects.exists()


def test_a_different_text_in_a_draft_is_not_overwritten(translator, admin_client, partner):
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    form = fields(admin_client.get(change_page(partner)))
    admin_client.post(change_page(partner), {**form, "name_fr": "Le Japon", "_draft": "1"})
    page = check(translator, file)
    assert len(page.select("[aria-labelledby=refused] tbody tr")) == 1
    confirm(translator, page)
    data = Draft.objects.get().revision.data["fields"]
    assert (data["name_fr"], data["body_fr"]) == ("Le Japon", "<p>Nouveau.</p>")


def test_the_texts_of_rows_are_imported(translator, partner):
    note = ChangeNote.objects.create(record=partner, text_nl="Iets is anders.")
    confirm(translator, check(translator, translated(exported(translator), text="Du nouveau.")))
    rows = Draft.objects.get().revision.data["rows"]["changes"]
    assert rows[str(note.pk)]["fields"]["text_fr"] == "Du nouveau."


def test_a_sentence_that_readers_were_told_is_not_rewritten(translator, partner):
    ChangeNote.objects.create(record=partner, text_nl="Iets is anders.", text_fr="Du nouveau.")
    page = check(translator, translated(exported(translator), text="Rien de nouveau."))
    said = gettext("Readers were told this sentence: it stays as it is.")
    assert said in page.select_one("[aria-labelledby=refused] tbody").text


def test_an_unpublished_page_is_translated_without_a_draft(admin_client):
    partner = make_partner(name_nl="Japan", state="draft")
    file = translated(exported(admin_client), name="Japon")
    confirm(admin_client, check(admin_client, file))
    partner.refresh_from_db()
    assert (partner.name_fr, partner.edits) == ("Japon", 1)


def test_a_translator_cannot_import_another_language(translator, partner):
    file = translated(exported(translator, taal="de", staat="all"), body="<p>Neu.</p>")
    page = check(translator, file, code="de")
    assert page.select("[aria-labelledby=refused] tbody tr")
    assert not page.select("[name=signed]")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"geen po", "geen PO-bestand"),
        (b'msgid ""\nmsgstr "Language: de\\n"\n', "taal"),
        (b'msgid ""\nmsgstr ""\n', "geen tekst"),
        (b'msgid "x"\nmsgstt "y"\n', "regel 2"),
        (b"x" * 5_000_001, "te groot"),
    ],
)
def test_an_unusable_file_is_refused_with_a_reason(admin_client, content, said):
    assert said in check(admin_client, content).select_one(".errorlist").text


def saved_by(change, translator):
    """The refusals and the texts that are read of a file, after `change` of its bytes."""
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    page = check(translator, change(file))
    return [
        [row.text for row in page.select(f"[aria-labelledby={part}] tbody tr")]
        for part in ("refused", "changes")
    ]


SAVED_BY_OTHERS = {
    "with a BOM": lambda file: b"\xef\xbb\xbf" + file,
    "in UTF-16": lambda file: file.decode().encode("utf-16"),
    "in Windows-1252": lambda file: file.decode().encode("cp1252"),
    "with the line ends of Windows": lambda file: file.replace(b"\n", b"\r\n"),
    "without a date": lambda file: re.sub(rb"(PO-Revision-Date:)[^\\]*", rb"\1 ", file),
    "with a date in words": lambda file: re.sub(rb"(Date:)[^\\]*", rb"\1 gisteren", file),
    "with odd plurals": lambda file: re.sub(rb"nplurals=\d", b"nplurals=x", file),
    "without a header": lambda file: file[file.index(b"#. ") :],
}


@pytest.mark.parametrize("change", SAVED_BY_OTHERS.values(), ids=SAVED_BY_OTHERS)
def test_what_says_nothing_of_the_texts_does_not_keep_a_file_out(translator, partner, change):
    refused, changed = saved_by(change, translator)
    assert not refused
    assert len(changed) == 2


def without_marks(file):
    return re.sub(rb"(?m)^#\..*\n", b"", file)


UNSEEN = gettext_lazy(
    "The file lost the marks by which we know that nobody changed a translation since. The Dutch "
    "is still the same. Look at what goes: it may be newer than the file."
)


def test_a_file_that_lost_its_marks_is_read_while_the_dutch_is_the_same(translator, partner):
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    page = check(translator, without_marks(file))
    assert not page.select("#refused")
    assert str(UNSEEN) in page.text
    confirm(translator, page)
    data = Draft.objects.get().revision.data["fields"]
    assert (data["name_fr"], data["body_fr"]) == ("Japon", "<p>Nouveau.</p>")


def test_a_file_that_lost_its_marks_is_refused_where_the_dutch_changed(translator, partner):
    file = translated(exported(translator), name="Japon", body="<p>Nouveau.</p>")
    Partner.objects.update(name_nl="Nippon")
    page = check(translator, without_marks(file))
    (refused,) = page.select("[aria-labelledby=refused] tbody tr")
    assert gettext("The Dutch text has changed since the file was created.") in refused.text
    assert len(page.select("[aria-labelledby=changes] tbody tr")) == 1


def test_a_file_with_its_marks_replaces_nothing_unseen(translator, partner):
    page = check(translator, translated(exported(translator), body="<p>Nouveau.</p>"))
    assert page.select("[name=signed]")
    assert str(UNSEEN) not in page.text


def test_without_marks_a_first_translation_replaces_nothing(admin_client, partner):
    Partner.objects.update(body_fr="")
    page = check(admin_client, without_marks(translated(exported(admin_client), body="<p>A</p>")))
    assert page.select("[name=signed]")
    assert str(UNSEEN) not in page.text


def test_a_translation_without_a_visible_sign_is_not_read(translator, partner):
    file = translated(exported(translator), name="\u200b", body="<p>\u00ad</p>")
    page = check(translator, file)
    assert not page.select("[name=signed], [aria-labelledby=refused]")


def test_markup_that_is_not_allowed_is_refused(translator, partner):
    file = translated(exported(translator), body='<p>Ici <a href="javascript:x">là</a>.</p>')
    page = check(translator, file)
    assert len(page.select("[aria-labelledby=refused] tbody tr")) == 1


def test_a_text_of_more_characters_than_a_page_takes_is_refused(translator, partner):
    page = check(translator, translated(exported(translator), body="x" * 200_001))
    refused = page.select("[aria-labelledby=refused] tbody tr")
    assert ["200.000" in row.text for row in refused] == [True]


def test_the_context_of_a_deleted_text_is_reported(translator, partner):
    note = ChangeNote.objects.create(record=partner, text_nl="Iets is anders.")
    file = translated(exported(translator), text="Du nouveau.", name="Japon")
    note.delete()
    page = check(translator, file)
    assert "publishing.changenote" in page.select_one("#content").text
    assert page.select("[name=signed]")
