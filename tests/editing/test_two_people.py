"""Two people at the same page, on each database without a transaction around the test."""

import pytest

from portal.revisions import current, going_live, publication, workflow
from portal.revisions.models import Draft, Revision
from tests.support.admin_forms import approve, change_page, fields, keep_draft, soup, withdraw
from tests.support.factories import brussels, in_four, make_partner

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]
SOURCE = "publishing-source-content_type-object_id"
READ = {"url": "https://example.org/", "checked_on": "01-03-2026"}


@pytest.fixture
def partner():
    return make_partner(**in_four(name="Japan", body="<p>tekst</p>"), slug_nl="japan")


@pytest.fixture
def other(person):
    return person("other")


def opened(client, user, record):
    """What the form holds when somebody opens it."""
    client.force_login(user)
    return fields(client.get(change_page(record)))


def sent(client, user, record, form, button="_draft", **changes):
    client.force_login(user)
    return client.post(change_page(record), {**form, **changes, button: "1"})


def drafted(record):
    return current.draft_of(record).revision.data["fields"]


def add_source(row, title):
    return {f"{SOURCE}-{row}-{name}": value for name, value in {**READ, "title": title}.items()}


def test_two_drafts_of_one_page_become_one_with_both_changes(client, editor, other, partner):
    first, second = opened(client, editor, partner), opened(client, other, partner)
    sent(client, editor, partner, first, name_nl="Nippon")
    sent(client, other, partner, second, body_nl="<p>nieuw</p>")
    assert (drafted(partner)["name_nl"], drafted(partner)["body_nl"]) == ("Nippon", "<p>nieuw</p>")


def test_a_draft_begun_before_a_publication_can_be_saved_twice_and_goes_live(
    client, editor, publisher, admin_user, partner
):
    mine = opened(client, editor, partner)
    client.force_login(admin_user)
    keep_draft(client, partner, body_nl="<p>hun</p>", told_nl="Een zin.")
    approve(client, partner, alone_because="Zondag.")
    assert sent(client, editor, partner, mine, name_nl="Nippon").status_code == 302
    mine = opened(client, editor, partner)
    assert sent(client, editor, partner, mine, name_nl="Nihon").status_code == 302
    sent(client, editor, partner, opened(client, editor, partner), "_ask", told_nl="De naam.")
    client.force_login(publisher)
    approve(client, partner)
    partner.refresh_from_db()
    assert (partner.name_nl, partner.body_nl) == ("Nihon", "<p>hun</p>")
    assert partner.changes.count() == 2


def test_what_both_changed_is_shown_to_the_second_and_nothing_is_lost(
    client, editor, other, partner
):
    first, second = opened(client, editor, partner), opened(client, other, partner)
    sent(client, editor, partner, first, name_nl="Nippon")
    answer = sent(client, other, partner, second, name_nl="Nihon", body_nl="<p>nieuw</p>")
    both = soup(answer).select_one("[aria-labelledby=conflicts-heading] tbody")
    assert [cell.text for cell in both.select("td")] == ["Nippon", "Nihon"]
    assert drafted(partner)["name_nl"] == "Nippon"
    assert sent(client, other, partner, fields(answer)).status_code == 302
    assert (drafted(partner)["name_nl"], drafted(partner)["body_nl"]) == ("Nihon", "<p>nieuw</p>")


def test_who_goes_back_and_saves_an_older_form_again_has_no_conflict_with_themselves(
    client, editor, partner
):
    mine = opened(client, editor, partner)
    for name in ("Nippon", "Nihon"):
        assert sent(client, editor, partner, mine, name_nl=name).status_code == 302
    assert drafted(partner)["name_nl"] == "Nihon"


def test_rows_that_two_people_add_are_both_there(client, editor, admin_user, partner):
    mine = opened(client, editor, partner)
    client.force_login(admin_user)
    keep_draft(client, partner, **add_source(0, "Hun bron"), minor="on")
    approve(client, partner, alone_because="Zondag.")
    sent(client, editor, partner, mine, **add_source(0, "Mijn bron"))
    rows = current.draft_of(partner).revision.data["rows"]["sources"].values()
    assert sorted(row["fields"]["title"] for row in rows) == ["Hun bron", "Mijn bron"]
    shown = opened(client, editor, partner)
    assert sent(client, editor, partner, shown, name_nl="Nippon").status_code == 302


def test_a_row_of_a_draft_is_itself_when_it_goes_live_after_others(client, editor, partner):
    """No row that is saved meanwhile gets the key that a draft gave to a new one."""
    keep = opened(client, editor, partner)
    sent(client, editor, partner, keep, **add_source(0, "In het ontwerp"))
    elsewhere = make_partner().sources.create(
        title="Elders", url="https://x.be/", checked_on="2026-01-02"
    )
    with publication.applied(current.draft_of(partner)) as shown:
        assert [source.title for source in shown.sources.all()] == ["In het ontwerp"]
    elsewhere.refresh_from_db()
    assert elsewhere.title == "Elders"


def test_saving_without_a_change_makes_no_revision_and_no_draft(client, editor, partner):
    sent(client, editor, partner, opened(client, editor, partner))
    assert not Draft.objects.exists()
    assert Revision.objects.count() == 1  # what there was


def test_a_plan_stays_when_somebody_begins_the_next_draft(
    client, editor, publisher, person, partner, time_machine
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    plan = {
        "name_nl": "Nippon",
        "told_nl": "De naam.",
        "live_at_0": "02-03-2027",
        "live_at_1": "09:00",
    }
    sent(client, editor, partner, opened(client, editor, partner), "_ask", **plan)
    client.force_login(publisher)
    approve(client, partner)
    translator = person("translator", "revisions.translate_fr", writes=False)
    sent(client, translator, partner, opened(client, translator, partner), name_fr="Nippon fr")
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    assert going_live.publish_due() == 1
    partner.refresh_from_db()
    assert (partner.name_nl, partner.name_fr) == ("Nippon", "Japan fr")
    assert drafted(partner)["name_fr"] == "Nippon fr"


def test_a_translator_changes_nothing_but_the_own_language_of_a_draft(
    client, editor, person, partner
):
    withdrawal = {"withdrawal_reason_nl": "Dubbel.", "withdrawn_as": "gone"}
    client.force_login(editor)
    withdraw(client, partner, **withdrawal)
    sent(client, editor, partner, opened(client, editor, partner), told_nl="Weg.", minor="")
    before = current.draft_of(partner).revision
    translator = person("translator", "revisions.translate_fr", writes=False)
    sent(client, translator, partner, opened(client, translator, partner), name_fr="Le Japon")
    after = current.draft_of(partner).revision
    changed = {
        name for name, value in after.data["fields"].items() if value != before.data["fields"][name]
    }
    assert changed == {"name_fr"}
    assert after.notice == before.notice == {"told_nl": "Weg."}


@pytest.mark.parametrize(
    "name", ["name_nl", "live_at_0", "withdraw_at_0", "state", f"{SOURCE}-0-title"]
)
def test_what_a_form_does_not_have_is_refused(client, person, partner, name):
    translator = person("translator", "revisions.translate_fr", writes=False)
    form = opened(client, translator, partner)
    assert sent(client, translator, partner, form, **{name: "x"}).status_code == 403
    assert not Draft.objects.exists()


def test_nobody_approves_a_draft_in_which_they_wrote_a_part(client, editor, person, partner):
    sent(client, editor, partner, opened(client, editor, partner), name_nl="Nippon")
    publisher = person("second", "revisions.publish_page")
    form = opened(client, publisher, partner)
    sent(client, publisher, partner, form, "_ask", body_nl="<p>mee</p>", told_nl="Beide.")
    client.force_login(publisher)
    assert approve(client, partner).status_code == 403


def test_a_translator_writes_the_titles_of_documents_and_nothing_else_of_them(
    client, person, partner
):
    document = partner.documents.create(title_nl="Reglement", url="https://x.be/", languages=["nl"])
    translator = person("translator", "revisions.translate_fr", writes=False)
    form = opened(client, translator, partner)
    row = "publishing-document-content_type-object_id-0"
    assert f"{row}-title_fr" in form and f"{row}-title_nl" not in form
    sent(client, translator, partner, form, **{f"{row}-title_fr": "Règlement"})
    rows = current.draft_of(partner).revision.data["rows"]["documents"]
    assert rows[str(document.pk)]["fields"]["title_fr"] == "Règlement"
    for name in ("url", "title_nl", "file", "DELETE"):
        assert sent(client, translator, partner, form, **{f"{row}-{name}": "x"}).status_code == 403


def test_a_sentence_that_readers_were_told_stays_and_can_be_translated(client, editor, partner):
    note = partner.changes.create(text_nl="Iets is anders.")
    form = opened(client, editor, partner)
    row = "publishing-changenote-content_type-object_id-0"
    texts = {f"{row}-text_nl": "Niets is anders.", f"{row}-text_fr": "Quelque chose a changé."}
    sent(client, editor, partner, form, **texts)
    kept = current.draft_of(partner).revision.data["rows"]["changes"][str(note.pk)]["fields"]
    assert (kept["text_nl"], kept["text_fr"]) == ("Iets is anders.", "Quelque chose a changé.")


@pytest.mark.parametrize("then", [None, {"text_fr": "Rien n’a changé."}])
def test_no_draft_takes_back_what_readers_were_told(client, editor, publisher, partner, then):
    note = partner.changes.create(text_nl="Iets is anders.", text_fr="Quelque chose a changé.")
    base = current.newest(partner)
    told = {key: {**row, "fields": row["fields"] | then} for key, row in told_in(base) if then}
    data = {**base.data, "rows": {**base.data["rows"], "changes": told}}
    workflow.save(partner, editor, base, data, {"minor": True})
    draft = current.draft_of(partner)
    assert publication.RETOLD in publication.problems_of(draft)
    with pytest.raises(publication.CannotGoLive):
        publication.publish(draft, draft.revision, publisher)
    note.refresh_from_db()
    assert note.text_fr == "Quelque chose a changé."


def told_in(revision):
    return revision.data["rows"]["changes"].items()
