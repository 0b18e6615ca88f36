"""Who changed what and when, compared, put back, and proof that nobody altered it."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from calls.models import Call, CallSeries
from partners.models import Partner, Post
from portal.publishing.models import Contact, Document
from portal.revisions.diff import errors_in_words
from portal.revisions.models import Altered, Draft, Revision, check_trail
from tests.support.admin_forms import address, change_page, edit, fields, soup
from tests.support.factories import (
    in_four,
    make_call,
    make_framework,
    make_jurisdiction,
    make_partner,
)

pytestmark = pytest.mark.django_db
READ = {"url": "https://example.org/", "checked_on": "2026-01-02"}


@pytest.fixture
def client(admin_client):
    return admin_client


@pytest.fixture
def partner():
    return make_partner(**in_four(name="Japan", body="<p>tekst</p>"), slug_nl="japan")


def of_record(record):
    """What a record itself was, without drafts and acts; the newest first."""
    return Revision.objects.for_object(type(record), record.pk).of_the_record()


def compare(client, record, old, new):
    numbers = {"van": old.pk, "tot": new.pk}
    shown = soup(client.get(address(type(record), "compare", record.pk), numbers))
    return {row.th.text: row.td.decode_contents() for row in shown.select("tbody tr")}


def put_back(client, version):
    url = address(version.model, "restore", version.object_id, version.pk)
    return client.post(url, follow=True)


def test_the_first_change_keeps_what_was_there_before_it(client, partner):
    edit(client, partner, name_nl="Nippon", alone_because="Zondag.")
    new, old = of_record(partner)
    assert (old.action, old.by, old.data["fields"]["name_nl"]) == ("found", None, "Japan nl")
    assert (new.action, new.person) == ("changed", "admin")
    assert new.note == "Geschreven door admin, goedgekeurd door admin. Zondag."
    changes = compare(client, partner, old, new)
    assert changes["Naam [nl]"] == "<del>Japan nl</del> <ins>Nippon</ins>"


@pytest.mark.slow
def test_what_was_changed_outside_the_desk_shows_as_found(client, partner):
    edit(client, partner, name_nl="Nippon")
    Partner.objects.filter(pk=partner.pk).update(name_fr="Nippon")
    edit(client, partner, name_de="Nippon")
    did = [version.action for version in of_record(partner)]
    assert did == ["changed", "found", "changed", "found"]


@pytest.mark.slow
def test_rows_inside_a_form_are_compared_too(client, partner):
    source = partner.sources.create(title="Bron", **READ)
    edit(client, partner, name_nl="Nippon")
    rows = "publishing-source-content_type-object_id-0"
    edit(client, partner, **{f"{rows}-title": "Andere bron"})
    new, old, _found = of_record(partner)
    changes = compare(client, partner, old, new)
    assert changes["Bron 1 (Bron): Naam van de bron"] == "<del>Bron</del> <ins>Andere bron</ins>"
    edit(client, partner, **{f"{rows}-DELETE": "on", f"{rows}-id": source.pk})
    last = of_record(partner).first()
    changes = compare(client, partner, new, last)
    assert "Andere bron" in changes["Bron 1 (Andere bron): verwijderd"]


def test_the_history_says_in_short_what_each_version_changed(client, partner):
    edit(client, partner, name_nl="Nippon")
    shown = soup(client.get(address(Partner, "history", partner.pk)))
    said = [row.select("td")[-1].get_text(" ", strip=True) for row in shown.select("tbody tr")]
    assert said[0].startswith("Gewijzigd: Naam [nl]")
    assert len(said) == 3  # with the draft that it was, and what there was before


def test_an_old_version_of_a_public_page_comes_back_as_a_draft(client, partner, page):
    edit(client, partner, name_nl="Nippon")
    old = of_record(partner).last()
    put_back(client, old)
    assert page("/nl/partners/japan/").h1.text.strip() == "Nippon"
    shown = fields(client.get(change_page(partner)))
    assert shown["name_nl"] == ["Japan nl"]
    edit(client, partner)
    assert page("/nl/partners/japan/").h1.text.strip() == "Japan nl"
    assert not Draft.objects.exists()


@pytest.mark.slow
def test_rows_that_went_come_back_and_rows_that_came_go(client, partner):
    partner.sources.create(title="Oud", **READ)
    edit(client, partner, minor="on", told_nl="")
    old = of_record(partner).first()
    partner.sources.all().delete()
    partner.sources.create(title="Nieuw", **READ)
    put_back(client, old)
    edit(client, partner)
    assert [source.title for source in partner.sources.all()] == ["Oud"]


@pytest.mark.slow
def test_a_document_comes_back_with_its_file(client, partner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4 eerste")
    partner.documents.create(title_nl="Reglement", languages=["nl"], file=file)
    edit(client, partner, minor="on", told_nl="")
    old = of_record(partner).first()
    partner.documents.all().delete()
    put_back(client, old)
    edit(client, partner)
    with Document.objects.get().file.open() as file:
        assert file.read() == b"%PDF-1.4 eerste"


@pytest.mark.slow
def test_what_readers_were_told_stays_when_an_old_version_comes_back(client, partner):
    edit(client, partner, name_nl="Nippon", told_nl="De naam is anders.")
    put_back(client, of_record(partner).last())
    edit(client, partner, told_nl="De naam is weer Japan.")
    told = [note.text_nl for note in partner.changes.all()]
    assert told == ["De naam is weer Japan.", "De naam is anders."]


@pytest.mark.slow
def test_what_is_restored_comes_on_top_of_a_draft_that_stays_in_the_history(client, partner):
    edit(client, partner, name_nl="Nippon")
    page = change_page(partner)
    client.post(page, {**fields(client.get(page)), "name_fr": "Japon", "_draft": "1"})
    drafted = Draft.objects.get().revision
    put_back(client, of_record(partner).last())
    assert fields(client.get(page))["name_nl"] == ["Japan nl"]
    assert drafted in Revision.objects.for_object(Partner, partner.pk).with_data()


def test_a_page_that_readers_never_saw_is_put_back_at_once(client):
    draft = make_partner(**in_four(name="Japan"), state="draft")
    edit(client, draft, name_nl="Nippon")
    put_back(client, Revision.objects.for_object(Partner, draft.pk).last())
    draft.refresh_from_db()
    assert (draft.name_nl, draft.state) == ("Japan nl", "draft")
    assert (
        Revision.objects.for_object(Partner, draft.pk)
        .first()
        .note.startswith("Teruggezet zoals op")
    )


def test_what_was_deleted_comes_back_as_a_draft_with_its_rows(client):
    draft = make_partner(**in_four(name="Japan"), slug_nl="japan", state="draft")
    draft.sources.create(title="Bron", **READ)
    client.post(address(Partner, "delete", draft.pk), {"post": "yes"})
    assert not Partner.objects.exists()
    shown = soup(client.get(address(Partner, "history", draft.pk)))
    assert "verwijderd" in shown.select_one("#content").text
    put_back(client, Revision.objects.for_object(Partner, draft.pk).first())
    back = Partner.objects.get()
    assert (back.pk, back.state, back.sources.get().title) == (draft.pk, "draft", "Bron")


def test_a_version_that_no_longer_fits_says_why_and_changes_nothing(client):
    draft = make_partner(**in_four(name="Japan"), slug_nl="japan", state="draft")
    client.post(address(Partner, "delete", draft.pk), {"post": "yes"})
    make_partner(slug_nl="japan", name_nl="Nippon")
    answer = put_back(client, Revision.objects.for_object(Partner, draft.pk).first())
    said = soup(answer).select_one(".messagelist").text
    assert "kan niet worden teruggezet" in said
    assert "Webadres in het Nederlands" in said
    assert "(Partner: Nippon)" in said
    assert "constraint" not in said.lower()
    assert Partner.objects.count() == 1


@pytest.mark.slow
def test_what_no_longer_exists_is_left_out_and_named(client):
    call = make_call(**in_four(what="<p>x</p>"))
    team, gone = (
        Contact.objects.create(name_nl=name, email="team@example.org") for name in ("Team", "Weg")
    )
    call.contacts.set([team, gone])
    edit(client, call, contacts=[team.pk])
    client.post(address(Contact, "delete", gone.pk), {"post": "yes"})
    said = soup(put_back(client, of_record(call).last())).select_one(".messagelist").text
    assert "Weg" in said
    assert "bestaat niet meer" in said
    assert list(call.contacts.all()) == [team]


def test_a_deleted_record_comes_back_without_the_rows_of_what_is_gone(client):
    row = make_jurisdiction(post__state="draft", partner__state="draft")
    client.post(address(Post, "delete", row.post_id), {"post": "yes"})
    client.post(address(Partner, "delete", row.partner_id), {"post": "yes"})
    answer = put_back(client, Revision.objects.for_object(Post, row.post_id).first())
    assert str(row.partner) in soup(answer).select_one(".messagelist").text
    assert not Post.objects.get(pk=row.post_id).jurisdictions.exists()


def test_a_record_does_not_come_back_without_what_it_is_part_of(client):
    call = make_call(state="draft", series__state="draft")
    client.post(address(Call, "delete", call.pk), {"post": "yes"})
    client.post(address(CallSeries, "delete", call.series_id), {"post": "yes"})
    answer = put_back(client, Revision.objects.for_object(Call, call.pk).first())
    said = soup(answer).select_one(".messagelist").text
    assert f"{call.series} bestaat niet meer" in said
    assert not Call.objects.exists()


def test_what_a_database_says_never_reaches_an_editor():
    call = make_call()
    facts = {"title": "A", "flemish_partners": "A", "other_partners": "B"}
    call.projects.create(**facts)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        call.projects.create(**facts)
    (said,) = errors_in_words(Call, refused.value)
    assert said == "Geselecteerd project: Dit project staat al in de lijst."


def test_a_contact_and_a_withdrawn_edition_have_their_history(client):
    contact = Contact.objects.create(name_nl="Team", email="team@example.org")
    edit(client, contact, phone="02 123 45 67")
    put_back(client, Revision.objects.for_object(Contact, contact.pk).last())
    contact.refresh_from_db()
    assert contact.phone == ""
    assert client.get(address(Contact, "history", contact.pk)).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_call, make_framework])
def test_every_kind_of_row_comes_back_as_it_was(client, make):
    record = make()
    edit(client, record, minor="on", told_nl="")
    version = Revision.objects.for_object(type(record), record.pk).first()
    version.restore(record)
    Revision.objects.begin(record)
    assert Revision.objects.for_object(type(record), record.pk).first() == version


def test_the_logbook_tells_what_everyone_did_and_lets_nobody_change_it(client, partner):
    edit(client, partner, name_nl="Nippon")
    shown = soup(client.get(reverse("admin:revisions_revision_changelist")))
    assert "Nippon" in shown.select_one("#result_list").text
    version = Revision.objects.first()
    for page in ("add", "delete"):
        keys = [version.pk] if page == "delete" else []
        assert client.get(address(Revision, page, *keys)).status_code == 403
    assert client.post(address(Revision, "change", version.pk), {"note": "x"}).status_code == 403


def test_accounts_are_in_the_logbook_without_their_passwords(client, django_user_model):
    user = django_user_model.objects.create_user("iemand", password="geheim-woord")
    page = change_page(user)
    client.post(page, {**fields(client.get(page)), "last_name": "Peeters"})
    version = Revision.objects.for_object(django_user_model, user.pk).first()
    assert version.data["fields"]["last_name"] == "Peeters"
    assert "password" not in version.data["fields"]
    assert put_back(client, version).status_code == 403


def test_the_logbook_shows_only_kinds_that_one_may_see(client, partner, django_user_model):
    edit(client, partner, name_nl="Nippon")
    user = django_user_model.objects.create_user("iemand", is_staff=True)
    user.user_permissions.add(*user.user_permissions.model.objects.filter(codename="view_revision"))
    client.force_login(user)
    shown = soup(client.get(reverse("admin:revisions_revision_changelist")))
    assert not shown.select(".field-action")


def test_no_code_of_ours_changes_or_deletes_a_version(client, partner):
    edit(client, partner, name_nl="Nippon")
    version = Revision.objects.first()
    for change in (
        version.save,
        version.delete,
        Revision.objects.all().delete,
        lambda: Revision.objects.update(note="x"),
    ):
        with pytest.raises(TypeError):
            change()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE revisions_revision SET note = 'x' WHERE id = %s",
        "UPDATE revisions_revision SET person = 'x' WHERE id = %s",
        "DELETE FROM revisions_revision WHERE id = %s",
    ],
)
def test_an_altered_version_gives_itself_away(client, sql):
    team = Contact.objects.create(name_nl="Team", email="team@example.org")
    edit(client, team, name_nl="Ploeg")
    edit(client, team, name_nl="Dienst")
    assert check_trail()[0] == Revision.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(sql, [Revision.objects.order_by("pk")[1].pk])
    with pytest.raises(Altered):
        check_trail()
    with pytest.raises(CommandError):
        call_command("check_trail", stdout=StringIO())
