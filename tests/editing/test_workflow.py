"""A change reaches readers through a draft and another person; what is public stays meanwhile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils.translation import gettext

from partners.models import Partner
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.backoffice.preview import BY_LINK, MOST_LINKS
from portal.revisions.models import Draft, PreviewLink
from tests.support.admin_forms import change_page, fields, soup
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = pytest.mark.django_db
NEW = {"name_nl": "Nieuwe naam", "told_nl": "De naam is anders."}


@pytest.fixture
def partner():
    return make_partner(**in_four(name="Japan", body="<p>tekst</p>"), slug_nl="japan")


def send(client, user, record, button="_draft", **changes):
    client.force_login(user)
    page = change_page(record)
    return client.post(page, {**fields(client.get(page)), **changes, button: "1"})


def decide(client, user, record, **posted):
    client.force_login(user)
    review = change_page(record).replace("change", "nazicht")
    shown = client.get(review)
    looked_at = fields(shown) if soup(shown).select_one("form.approval") else {}
    return client.post(review, {**looked_at, **posted}, follow=True)


def heading(page):
    return page("/nl/partners/japan/").h1.text.strip()


def test_a_public_page_stays_as_it_is_while_its_draft_is_kept(client, editor, partner, page):
    document = {
        "publishing-document-content_type-object_id-0-title_nl": "Reglement",
        "publishing-document-content_type-object_id-0-url": "https://example.org/a.pdf",
        "publishing-document-content_type-object_id-0-languages": "nl",
    }
    assert send(client, editor, partner, **NEW, **document).status_code == 302
    assert heading(page) == "Japan nl"
    assert not partner.documents.exists()
    draft = Draft.objects.get()
    assert (draft.record, draft.author, draft.step) == (partner, editor, "writing")


def test_the_form_comes_back_as_it_was_submitted(client, editor, partner):
    send(client, editor, partner, **NEW)
    shown = fields(client.get(change_page(partner)))
    assert shown["name_nl"] == ["Nieuwe naam"]
    assert shown["told_nl"] == ["De naam is anders."]


def test_what_has_mistakes_comes_back_as_it_was_sent_and_says_what_is_wrong(
    client, editor, partner
):
    answer = send(client, editor, partner, "_ask", name_nl="", body_nl="<p>Nieuw</p>")
    assert soup(answer).select_one(".field-name_nl .errorlist")
    assert fields(answer)["body_nl"] == ["<p>Nieuw</p>"]
    assert not Draft.objects.exists()


def test_a_draft_that_tells_readers_nothing_is_kept_but_not_reviewed(client, editor, partner):
    answer = soup(send(client, editor, partner, "_ask", name_nl="Nieuwe naam"))
    assert Draft.objects.get().step == "writing"
    said = answer.select_one(".messagelist").text
    assert gettext("The draft is kept, but it cannot be reviewed yet:") in said
    assert answer.select_one("[href='#id_told_nl']")


def test_another_person_publishes_what_one_wrote(client, editor, publisher, partner, page):
    send(client, editor, partner, "_ask", **NEW)
    assert Draft.objects.get().step == "review"
    decide(client, publisher, partner)
    assert heading(page) == "Nieuwe naam"
    assert partner.changes.get().text_nl == "De naam is anders."
    assert not Draft.objects.exists()


def test_what_was_public_before_can_be_read_and_cited_afterwards(
    client, editor, publisher, partner, page, time_machine
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    capture(partner)
    send(client, editor, partner, "_ask", **NEW)
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    decide(client, publisher, partner)
    history = f"/nl/geschiedenis/partner/{partner.pk}"
    assert "Japan nl" in page(f"{history}/2027-03-02T08.59.59/").h1.text
    assert "Nieuwe naam" in page(f"{history}/2027-03-02T09.00.00/").h1.text
    assert PublicVersion.objects.count() == 8  # two in each language: previews kept none


def test_who_wrote_does_not_approve(client, publisher, partner, page):
    send(client, publisher, partner, "_ask", **NEW)
    assert decide(client, publisher, partner).status_code == 403
    assert heading(page) == "Japan nl"


def test_who_wrote_before_the_last_one_does_not_approve_a_new_page(client, editor, publisher, page):
    partner = make_partner(state="draft", slug_nl="japan", name_nl="Japan")
    send(client, editor, partner, name_nl="Japan!")
    send(client, publisher, partner, body_nl="<p>tekst</p>")
    send(client, editor, partner, "_ask", name_nl="Japan?")
    assert decide(client, publisher, partner).status_code == 403
    page("/nl/partners/japan/", status=404)


def test_an_editor_publishes_nothing(client, editor, person, partner, page):
    send(client, editor, partner, "_ask", **NEW)
    assert decide(client, person("other"), partner).status_code == 403
    assert send(client, editor, partner, "_publish", **NEW).status_code == 403
    assert heading(page) == "Japan nl"


def test_an_administrator_publishes_alone_only_with_a_reason(client, admin_user, partner, page):
    send(client, admin_user, partner, "_publish", **NEW)
    refused = decide(client, admin_user, partner)
    sentence = "You wrote this yourself. Say why nobody else can look at it."
    assert gettext(sentence) in soup(refused).select_one(".field-alone_because").text
    assert heading(page) == "Japan nl"
    decide(client, admin_user, partner, alone_because="Zondag.")
    assert heading(page) == "Nieuwe naam"


def test_a_reviewer_sends_a_draft_back_with_a_remark(client, editor, publisher, partner):
    send(client, editor, partner, "_ask", **NEW)
    decide(client, publisher, partner, _back="1", remark="Schrijf korter.")
    assert Draft.objects.get().step == "writing"
    client.force_login(editor)
    assert "Schrijf korter." in soup(client.get(change_page(partner))).text


def test_a_review_shows_what_is_different(client, editor, publisher, partner):
    send(client, editor, partner, "_ask", **NEW)
    client.force_login(publisher)
    review = soup(client.get(change_page(partner).replace("change", "nazicht")))
    (row,) = [row for row in review.select("tbody tr") if row.th.text == "Naam [nl]"]
    assert (row.select_one("del").text, row.ins.text) == ("Japan nl", "Nieuwe naam")


def test_a_new_page_is_its_own_draft_until_someone_else_publishes_it(
    client, editor, publisher, page
):
    partner = make_partner(state="draft", slug_nl="japan", name_nl="Japan")
    send(client, editor, partner, "_ask", name_nl="Japan!")
    page("/nl/partners/japan/", status=404)
    decide(client, publisher, partner)
    assert heading(page) == "Japan!"


def test_an_approved_draft_goes_live_at_its_instant(
    client, editor, publisher, partner, page, time_machine
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    send(client, editor, partner, "_ask", **NEW, live_at_0="02-03-2027", live_at_1="09:00")
    decide(client, publisher, partner)
    time_machine.move_to(brussels(2027, 3, 2, 8, 59, 59), tick=False)
    assert heading(page) == "Japan nl"
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    assert heading(page) == "Nieuwe naam"


def test_the_command_lets_go_live_what_is_due_once(
    client, editor, publisher, partner, time_machine
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    send(client, editor, partner, "_ask", **NEW, live_at_0="02-03-2027", live_at_1="09:00")
    decide(client, publisher, partner)
    time_machine.move_to(brussels(2027, 4, 1), tick=False)  # after a restore, say
    call_command("publish_due")
    call_command("publish_due")
    assert Partner.objects.get().name_nl == "Nieuwe naam"
    assert partner.changes.count() == 1


def test_an_approved_draft_that_no_longer_fits_goes_back_and_the_site_goes_on(
    client, editor, publisher, partner, page, time_machine, monkeypatch
):
    time_machine.move_to(brussels(2027, 3, 1, 9), tick=False)
    send(client, editor, partner, "_ask", **NEW, live_at_0="02-03-2027", live_at_1="09:00")
    decide(client, publisher, partner)
    monkeypatch.setattr(Partner, "tell_events", lambda *args: 1 / 0)
    time_machine.move_to(brussels(2027, 3, 2, 9), tick=False)
    assert heading(page) == "Japan nl"
    draft = Draft.objects.get()
    unexpected = "Something unexpected went wrong. Whoever runs the portal finds it in the log."
    assert (draft.step, draft.failure) == ("review", gettext(unexpected))


def test_a_page_that_is_approved_for_later_is_not_changed_without_review(client, editor, page):
    later = brussels(2099, 3, 1, 9)
    partner = make_partner(**in_four(name="Japan"), slug_nl="japan", publish_at=later)
    send(client, editor, partner, name_nl="Nieuwe naam")
    partner.refresh_from_db()
    assert partner.name_nl == "Japan nl"
    assert Draft.objects.get().revision.data["fields"]["name_nl"] == "Nieuwe naam"


def test_a_preview_leaves_no_file_behind(client, editor, partner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    rows = "publishing-document-content_type-object_id-0"
    file = {f"{rows}-file": SimpleUploadedFile("a.csv", b"a;b"), f"{rows}-languages": "nl"}
    send(client, editor, partner, **NEW, **file, **{f"{rows}-title_nl": "Reglement"})
    draft = Draft.objects.get()
    shown = client.get(f"/beheer/voorbeeld/{draft.pk}/nu/nl/partners/japan/")
    assert "Reglement" in shown.text
    assert [found.name for found in tmp_path.rglob("*.csv")] == ["a.csv"]


def test_the_site_as_on_a_later_instant_has_what_is_approved_by_then(
    client, editor, publisher, partner, page
):
    live = {"live_at_0": "01-03-2099", "live_at_1": "09:00"}
    send(client, editor, partner, "_ask", **NEW, **live)
    decide(client, publisher, partner)
    before = client.get("/beheer/op/2099-03-01T08:59:59/nl/partners/japan/")
    after = client.get("/beheer/op/2099-03-01T09:00:00/nl/partners/japan/")
    assert ("Nieuwe naam" in before.text, "Nieuwe naam" in after.text) == (False, True)
    assert heading(page) == "Japan nl"
    assert Draft.objects.get().step == "approved"


def test_an_uploaded_file_waits_with_the_draft_and_becomes_public_with_it(
    client, editor, publisher, partner, page, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    prefix = "publishing-document-content_type-object_id-0"
    file = SimpleUploadedFile("reglement.csv", b"a;b")
    sent = {f"{prefix}-title_nl": "Reglement", f"{prefix}-languages": "nl", f"{prefix}-file": file}
    send(client, editor, partner, **NEW, **sent)
    assert "reglement.csv" in client.get(change_page(partner)).text
    client.post(change_page(partner), {**fields(client.get(change_page(partner))), "_ask": "1"})
    assert not partner.documents.exists()
    decide(client, publisher, partner)
    with partner.documents.get().file.open() as public:
        assert public.read() == b"a;b"


def test_a_date_in_the_texts_that_a_field_denies_is_told_before_it_is_public(client, editor):
    call = make_call()
    send(client, editor, call, how_nl="<p>De deadline is 2 maart 2027.</p>", told_nl="Uitleg.")
    said = soup(client.get(change_page(call))).select_one(".messagelist").text
    assert "De deadline is 2 maart 2027." in said


def test_a_link_that_says_nothing_is_told_to_editor_and_reviewer(
    client, editor, publisher, partner
):
    body = '<p>Lees <a href="https://example.org/">hier</a>.</p>'
    send(client, editor, partner, "_ask", **NEW, body_nl=body)
    said = "Schrijf als link wat de lezer daar vindt"
    assert said in soup(client.get(change_page(partner))).select_one(".messagelist").text
    client.force_login(publisher)
    assert said in client.get(change_page(partner).replace("change", "nazicht")).text


def test_nobody_approves_what_its_author_still_writes(client, editor, publisher, partner):
    send(client, editor, partner, "_draft", **NEW)
    assert decide(client, publisher, partner).status_code == 403


def test_a_page_is_withdrawn_through_a_draft_too(client, editor, publisher, partner, page):
    client.force_login(editor)
    withdraw = change_page(partner).replace("change", "intrekken")
    client.post(withdraw, {"withdrawal_reason_nl": "Dubbel.", "withdrawn_as": "gone"})
    assert heading(page) == "Japan nl"
    decide(client, publisher, partner)
    page("/nl/partners/japan/", status=410)


def test_a_withdrawal_that_is_planned_is_not_called_a_publication(
    client, editor, publisher, partner
):
    client.force_login(editor)
    withdraw = change_page(partner).replace("change", "intrekken")
    later = {"withdraw_at_0": "01-03-2099", "withdraw_at_1": "09:00"}
    reason = {"withdrawal_reason_nl": "Dubbel.", "withdrawn_as": "gone"}
    client.post(withdraw, {**reason, **later})
    said = soup(decide(client, publisher, partner)).select_one(".messagelist").text
    assert "2099" in said and gettext("Published.") not in said


# Two people at once


def test_who_opens_what_another_has_open_is_told(client, editor, publisher, partner):
    client.force_login(editor)
    client.get(change_page(partner))
    client.force_login(publisher)
    said = soup(client.get(change_page(partner))).select_one(".messagelist").text
    assert said.strip().startswith("Editor")


def test_saving_over_a_newer_version_shows_both_and_loses_nothing(
    client, editor, admin_user, partner, page
):
    client.force_login(editor)
    mine = {**fields(client.get(change_page(partner))), "name_nl": "Mijn naam", "_draft": "1"}
    theirs = {"name_nl": "Hun naam", "body_nl": "<p>Hun tekst</p>", "minor": "on"}
    send(client, admin_user, partner, "_publish", **theirs)
    decide(client, admin_user, partner, alone_because="Zondag.")
    client.force_login(editor)
    response = client.post(change_page(partner), mine)
    both = soup(response).select_one("[aria-labelledby=conflicts-heading] tbody").text
    assert "Hun naam" in both and "Mijn naam" in both
    assert soup(response).select_one("[data-unsaved]")  # leaving asks first: static/desk/unsaved.js
    again = fields(response)
    assert again["name_nl"] == ["Mijn naam"]
    assert again["body_nl"] == ["<p>Hun tekst</p>"]
    assert client.post(change_page(partner), {**again, "_draft": "1"}).status_code == 302


def test_who_looked_at_an_older_page_of_the_review_looks_again(
    client, editor, publisher, partner, page
):
    send(client, editor, partner, "_ask", **NEW)
    client.force_login(publisher)
    review = change_page(partner).replace("change", "nazicht")
    looked_at = fields(client.get(review))
    Partner.objects.update(body_nl="<p>nieuwer</p>")
    client.post(review, looked_at)
    assert heading(page) == "Japan nl"
    decide(client, publisher, partner)
    assert heading(page) == "Nieuwe naam"
    assert Partner.objects.get().body_nl == "<p>nieuwer</p>"


# Translators


def test_a_translator_writes_one_language_and_nothing_else(client, person, publisher, partner):
    translator = person("translator", "revisions.translate_fr", writes=False)
    client.force_login(translator)
    shown = fields(client.get(change_page(partner)))
    assert "name_fr" in shown and "name_nl" not in shown and "kind" not in shown
    assert send(client, translator, partner, "_ask", name_nl="Gekaapt").status_code == 403
    assert send(client, translator, partner, "_ask", minor="on").status_code == 403
    send(client, translator, partner, "_ask", name_fr="Le Japon")
    decide(client, publisher, partner)
    partner.refresh_from_db()
    assert (partner.name_fr, partner.name_nl) == ("Le Japon", "Japan nl")


# Previews


def preview_of(client, draft, address, when="nu"):
    return client.get(f"/beheer/voorbeeld/{draft.pk}/{when}{address}")


def test_a_preview_is_the_public_page_with_the_draft_and_changes_nothing(
    client, editor, partner, page
):
    send(client, editor, partner, "_preview", **NEW)
    shown = preview_of(client, Draft.objects.get(), "/nl/partners/japan/")
    assert soup(shown).h1.text.strip() == "Nieuwe naam"
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert heading(page) == "Japan nl"
    assert Draft.objects.count() == 1


def test_a_preview_shows_the_status_on_another_day(client, editor):
    call = make_call()
    send(client, editor, call, "_preview", theme_nl="Circus", told_nl="Thema.")
    draft = Draft.objects.get()
    for second, status in [("16:59:59", "tag--soon"), ("17:00:00", "tag--closed")]:
        shown = preview_of(client, draft, call.get_absolute_url(), f"2027-03-01T{second}")
        assert soup(shown).select_one(f".status-line .{status}")


def test_a_draft_is_in_no_feed(client, editor, partner):
    send(client, editor, partner, **NEW)
    draft = Draft.objects.get()
    assert preview_of(client, draft, "/nl/wijzigingen/feed.atom").status_code == 404


def test_an_outsider_sees_a_draft_by_a_link_until_it_is_taken_back(client, editor, partner):
    send(client, editor, partner, **NEW)
    client.post(f"/beheer/voorbeeld/{Draft.objects.get().pk}/")
    link = PreviewLink.objects.get()
    client.logout()
    address = f"/voorbeeld/{link.token}/nl/partners/japan/"
    answer = client.get(address)
    assert soup(answer).h1.text.strip() == "Nieuwe naam"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    client.force_login(editor)
    client.post(f"/beheer/voorbeeld/{link.draft_id}/", {"revoke": link.pk})
    assert client.get(address).status_code == 404


def test_a_link_to_a_draft_expires(client, editor, partner, time_machine):
    time_machine.move_to(brussels(2027, 1, 1), tick=False)
    send(client, editor, partner, **NEW)
    link = PreviewLink.objects.create(draft=Draft.objects.get(), made_by=editor)
    address = f"/voorbeeld/{link.token}/nl/partners/japan/"
    time_machine.move_to(brussels(2027, 1, 14, 23), tick=False)
    assert client.get(address).status_code == 200
    time_machine.move_to(brussels(2027, 1, 15), tick=False)
    assert client.get(address).status_code == 404


def test_a_draft_has_so_many_links_and_no_more(client, editor, partner):
    send(client, editor, partner, **NEW)
    draft = Draft.objects.get()
    for _link in range(MOST_LINKS + 1):
        answer = client.post(f"/beheer/voorbeeld/{draft.pk}/", follow=True)
    assert draft.links.count() == MOST_LINKS
    assert str(MOST_LINKS) in soup(answer).select_one(".messagelist .error").text
    client.post(f"/beheer/voorbeeld/{draft.pk}/", {"revoke": draft.links.first().pk})
    client.post(f"/beheer/voorbeeld/{draft.pk}/")
    assert draft.links.count() == MOST_LINKS + 1


def test_few_pages_are_shown_by_link_at_once(client, editor, partner):
    send(client, editor, partner, **NEW)
    link = PreviewLink.objects.create(draft=Draft.objects.get(), made_by=editor)
    address = f"/voorbeeld/{link.token}/nl/partners/japan/"
    assert client.get(address).status_code == client.get(address).status_code == 200
    with BY_LINK, BY_LINK:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert client.get("/nl/partners/japan/").status_code == 200
    assert client.get(address).status_code == 200
    assert client.get("/voorbeeld/geen/nl/").status_code == 404
    assert client.get(address).status_code == 200
