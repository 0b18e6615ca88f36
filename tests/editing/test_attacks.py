"""What is not in the form of an act, too much of it, and failures in the middle change nothing."""

import errno
import os
import threading

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils.translation import gettext, override

from calls import results_io
from calls.models import Call, CallSeries, Project
from partners.models import Partner
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from portal.editing import chosen_files
from portal.operations.trail import check_trail
from portal.revisions import current, workflow
from portal.revisions.models import Draft, Revision
from tests.support.admin_forms import address, approve, change_page, fields, soup
from tests.support.factories import brussels, in_four, make_call, make_partner

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.every_database,
]
NOW, LATER = brussels(2027, 6, 1, 12), brussels(2027, 6, 5, 9)
READER, TRANSLATOR, EDITOR, PUBLISHER = "reader", "Vertaler Frans", "Redacteur", "Publicist"
ROLES = (READER, TRANSLATOR, EDITOR, PUBLISHER)
WRITERS = (EDITOR, PUBLISHER)
ROW = "publishing-document-content_type-object_id-0"
SOURCE = "publishing-source-content_type-object_id"
GONE = {"withdrawal_reason_nl": "Dubbel.", "withdrawn_as": "gone"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(NOW, tick=False)
    return tmp_path


@pytest.fixture
def people(django_user_model):
    """{role: somebody who has it}"""
    found = {role: django_user_model.objects.create_user(role, is_staff=True) for role in ROLES}
    for role, user in found.items():
        if role != READER:
            user.groups.add(Group.objects.get(name=role))
    found[READER].user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return found


# What is acted on, and what a browser sends


def partner(**values):
    return make_partner(**in_four(name="Japan"), slug_nl="japan", **values)


def in_review(author=None):
    return asked(partner(), author or some_author(), name_nl="Nippon")


def asked(record, author, **changed):
    """The record, of which a draft with these fields waits for review."""
    base = current.newest(record)
    data = {**base.data, "fields": base.data["fields"] | changed}
    workflow.save(record, author, base, data, {"told_nl": "De naam."})
    workflow.ask_review(current.draft_of(record), author)
    return record


def series_in_review():
    """A public series whose next text waits for review, with a new call below it that waits too."""
    call, author = make_call(state="draft", label="2027"), some_author()
    asked(call, author, theme_nl="Dans")
    return asked(call.series, author, title_nl="Nieuwe reeks")


def tick_of_the_call():
    return {"parts": str(current.newest(Call.objects.get()).pk)}


def some_author():
    return Group.objects.get(name=EDITOR).user_set.model.objects.create_user("author")


def planned():
    record = in_review()
    publisher = Group.objects.get(name=PUBLISHER).user_set.first()
    workflow.approve(record, publisher, current.draft_of(record).revision.pk, at=LATER)
    return record


def restorable():
    record = partner()
    base = current.newest(record)
    Partner.objects.update(name_nl="Nippon")
    assert current.newest(record) != base
    return record


def results_file():
    partners = {"flemish_partners": "Huis", "other_partners": "Haus"}
    projects = [Project(title="Theater", title_language="nl", **partners)]
    return SimpleUploadedFile("a.csv", results_io.export_file(projects, "csv"))


def sheet():
    return SimpleUploadedFile("a.csv", b"slug_nl;caveat_nl\njapan;Let op.\n")


PUBLIC_AT = {"results_at_0": "01-06-2027", "results_at_1": "12:00"}
MOVED = {"closes_at_0": "02-07-2027", "closes_at_1": "17:00", "why_nl": "De site lag stil."}
ACTS = {  # name: (what is acted on, whose it is, what is sent beside what the form shows)
    "review": (in_review, [PUBLISHER], dict),
    "together": (series_in_review, [PUBLISHER], tick_of_the_call),
    "drop": (in_review, [PUBLISHER], dict),
    "plan": (planned, [PUBLISHER], lambda: {"live_at_0": "06-06-2027", "live_at_1": "10:00"}),
    "withdraw": (partner, WRITERS, lambda: GONE),
    "keep_public": (lambda: partner(withdraw_at=LATER, **GONE), WRITERS, dict),
    "publish_again": (lambda: partner(state="withdrawn", **GONE), WRITERS, dict),
    "move_deadline": (lambda: make_call(closes_at=brussels(2027, 7, 1, 17)), WRITERS, MOVED.copy),
    "publish_results": (make_call, WRITERS, PUBLIC_AT.copy),
    "without_result": (make_call, WRITERS, lambda: {"results_note_nl": "<p>Niemand.</p>"}),
    "read_results": (make_call, WRITERS, lambda: {"file": results_file(), "mode": "replace"}),
    "next_edition": (make_call, WRITERS, lambda: {"label": "editie-volgend"}),
    "restore": (restorable, WRITERS, dict),
    "import": (partner, WRITERS, lambda: {"file": sheet(), "minor": "on"}),
}
every_act = pytest.mark.parametrize("name", ACTS)


def page_of(name, record):
    if name == "import":
        return address(Partner, "import")
    if name == "restore":
        first = Revision.objects.for_object(Partner, record.pk).of_the_record().last()
        return address(Partner, "restore", record.pk, first.pk)
    return address(type(record), "review" if name == "together" else name, record.pk)


def shown(client, page):
    """What the form of an act holds, if it has one that this person may see."""
    answer = client.get(page)
    has_form = answer.status_code == 200 and soup(answer).select("form[novalidate], form[enctype]")
    return fields(answer) if has_form else {}


def act(client, name, record, **more):
    """Post an act, and confirm what has to be confirmed."""
    page = page_of(name, record)
    answer = client.post(page, {**shown(client, page), **ACTS[name][2](), **more})
    if answer.status_code == 200 and (signed := soup(answer).select_one("[name=signed]")):
        answer = client.post(page, {**more, "signed": signed["value"]})
    return answer


def stored():
    """Everything that an act may change."""
    kept = [
        list(model.objects.order_by("pk").values()) for model in (Partner, CallSeries, Call, Draft)
    ]
    told = [list(one.changes.values()) for one in (*Partner.objects.all(), *Call.objects.all())]
    return repr([*kept, told, [one.data for one in Revision.objects.with_data()]])


def hijack():
    """What no form of an act has, or not of this one."""
    return {
        **{
            f"{text}_{code}": "gekaapt"
            for text in ("name", "theme", "slug")
            for code in ("nl", "fr")
        },
        "state": "draft",
        "is_example": "on",
        "publish_at_0": "01-01-2031",
        "publish_at_1": "09:00",
        f"{SOURCE}-TOTAL_FORMS": "1",
        f"{SOURCE}-INITIAL_FORMS": "0",
        f"{SOURCE}-0-title": "gekaapt",
        f"{SOURCE}-0-url": "https://gekaapt.example/",
        f"{SOURCE}-0-checked_on": "01-03-2027",
        f"{ROW}-title_nl": "gekaapt",
        f"{ROW}-languages": "nl",
        f"{ROW}-file": SimpleUploadedFile("gekaapt.csv", b"a;b"),
    }


# 1. What the form does not show


@every_act
def test_an_act_is_for_its_roles_and_stores_only_what_its_form_shows(client, people, media, name):
    make, allowed, _posted = ACTS[name]
    record = make()
    page_of(name, record)
    for role in ROLES:
        client.force_login(people[role])
        if role not in allowed:
            before = stored()
            assert act(client, name, record, **hijack()).status_code == 403
            assert stored() == before
    client.force_login(people[allowed[0]])
    assert act(client, name, record, **hijack()).status_code == 302
    assert "gekaapt" not in stored() and "2031" not in stored()
    assert not type(record).objects.filter(is_example=True).exists()
    assert not any(path.is_file() for path in media.rglob("*"))


@every_act
def test_an_act_never_makes_a_draft_of_what_was_public(client, people, name):
    record = ACTS[name][0]()
    was = record.state
    client.force_login(people[ACTS[name][1][0]])
    act(client, name, record, state="draft")
    record.refresh_from_db()
    assert record.state == was
    draft = current.draft_of(record)
    assert not draft or draft.revision.data["fields"]["state"] != "draft"


# 2. Two people at once

needs_locks = pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="an SQLite database in memory is of one connection, and its transactions never overlap",
)


def at_once(*tasks):
    """Run each in a thread of its own; what they return, in their order."""
    start, found = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        try:
            with override("nl"):
                start.wait(30)
                found[number] = task()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@needs_locks
def test_of_who_moves_and_who_cancels_a_plan_at_once_one_is_told_to_look_again(people, admin_user):
    record = planned()
    page, clients = page_of("plan", record), [signed_in(people[PUBLISHER]), signed_in(admin_user)]
    form = fields(clients[0].get(page))
    moved = {**form, **ACTS["plan"][2]()}
    first, second = at_once(
        lambda: clients[0].post(page, moved, follow=True).text,
        lambda: clients[1].post(page, {**form, "_cancel": "1"}, follow=True).text,
    )
    again = gettext("This plan changed since you looked. Look at it as it is now.")
    nothing = gettext("Nothing is planned for this page any more: look at what it is now.")
    assert [any(one in text for one in (again, nothing)) for text in (first, second)].count(
        True
    ) == 1
    acts = Revision.objects.filter(action__in=["replanned", "cancelled"])
    assert acts.count() == 1


@needs_locks
def test_a_form_that_is_saved_while_a_deadline_moves_loses_neither(people):
    call = ACTS["move_deadline"][0]()
    clients = [signed_in(people[role]) for role in WRITERS]
    form = fields(clients[0].get(change_page(call)))
    moved = {**shown(clients[1], page_of("move_deadline", call)), **MOVED}
    first, second = at_once(
        lambda: clients[0].post(change_page(call), {**form, "theme_nl": "Dans", "_draft": "1"}),
        lambda: clients[1].post(page_of("move_deadline", call), moved),
    )
    assert (first.status_code, second.status_code) == (302, 302)
    kept = current.newest(call).data["fields"]
    assert kept["theme_nl"] == "Dans" and kept["closes_at"].startswith("2027-07-02")


@pytest.mark.parametrize("name", ["withdraw", "keep_public", "move_deadline", "without_result"])
def test_a_form_that_was_open_while_an_act_happened_keeps_both(client, people, name):
    record = ACTS[name][0]()
    text = "summary_nl" if isinstance(record, Call) else "caveat_nl"
    client.force_login(people[EDITOR])
    form = fields(client.get(change_page(record)))
    client.force_login(people[PUBLISHER])
    act(client, name, record)
    act_alone = current.newest(record).data["fields"]
    client.force_login(people[EDITOR])
    sent = {**form, text: "Van mij.", "_draft": "1"}
    assert client.post(change_page(record), sent).status_code == 302
    assert current.newest(record).data["fields"] == act_alone | {text: "Van mij."}


# 3. Something fails in the middle


class FailsAt:
    """The database refuses the write of this number to what an act keeps."""

    def __init__(self, number):
        self.number, self.writes = number, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "revisions_" in sql[:40]:
            self.writes += "editsession" not in sql[:40]
            if self.writes == self.number:
                raise OperationalError("the disk is full")
        return execute(sql, params, many, context)


@every_act
def test_an_act_that_fails_at_any_write_leaves_nothing_and_works_the_next_time(
    client, people, name
):
    record = ACTS[name][0]()
    page_of(name, record)
    client.force_login(people[ACTS[name][1][0]])
    client.raise_request_exception = False
    shown(client, page_of(name, record))  # what looking at it writes is no part of the act
    before, number = stored(), 0
    while True:
        number += 1
        with connection.execute_wrapper(failing := FailsAt(number)):
            answer = act(client, name, record)
        if failing.writes < number:
            break
        assert answer.status_code == 503
        assert stored() == before
    assert number > 1 and answer.status_code == 302
    assert stored() != before


def full_disk(monkeypatch):
    def store(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content.read()[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", store)


def with_a_file(client, record, **more):
    page = change_page(record)
    row = {f"{ROW}-title_nl": "Reglement", f"{ROW}-file": SimpleUploadedFile("a.csv", b"a;b")}
    return client.post(page, {**fields(client.get(page)), **row, "_draft": "1", **more})


def test_a_form_with_mistakes_comes_back_when_the_disk_is_full(client, people, monkeypatch, media):
    record = partner()
    client.force_login(people[EDITOR])
    with monkeypatch.context() as patch:
        full_disk(patch)
        answer = with_a_file(client, record, name_nl="")
    assert answer.status_code == 200
    assert soup(answer).select(".field-name_nl .errorlist")
    assert not soup(answer).select(f"[name^='{chosen_files.FIELD}']")
    again = with_a_file(client, record)
    sent = {**fields(again), f"{ROW}-languages": "nl", "_draft": "1"}
    assert client.post(change_page(record), sent).status_code == 302
    (row,) = current.draft_of(record).revision.data["rows"]["documents"].values()
    assert (media / row["fields"]["file"]).read_bytes() == b"a;b"


def test_a_document_that_cannot_be_stored_leaves_no_draft(client, people, monkeypatch, media):
    record = partner()
    client.force_login(people[EDITOR])
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        full_disk(patch)
        assert with_a_file(client, record, **{f"{ROW}-languages": "nl"}).status_code == 507
    assert not Draft.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert with_a_file(client, record, **{f"{ROW}-languages": "nl"}).status_code == 302


# 4. Far too much


OF_NO_FORM = {
    "review": ["remark"],
    "together": ["remark", "parts"],
    "read_results": ["signed"],
    "import": ["signed"],
}


def text_fields(client, page):
    found = soup(client.get(page)).select("[novalidate] textarea, [novalidate] input")
    kinds = {"submit", "file", "checkbox", "radio"}
    return [one["name"] for one in found if one.get("type") not in kinds]


@every_act
def test_what_is_thousands_of_times_too_long_is_refused_and_not_kept(client, people, name):
    record = ACTS[name][0]()
    page = page_of(name, record)
    client.force_login(people[ACTS[name][1][0]])
    form, names, before = shown(client, page), text_fields(client, page), stored()
    for field in {*names, *OF_NO_FORM.get(name, ())} - {"csrfmiddlewaretoken"}:
        also = {"_back": "1"} if field == "remark" else {}
        sent = {**form, **ACTS[name][2](), **also, field: "x" * 1_000_000}
        answer = client.post(page, sent, follow=True)
        wrong = soup(answer).select(".errorlist, .messagelist .error")
        assert answer.status_code == 400 or wrong, field
        assert stored() == before, field


@every_act
def test_a_form_of_four_million_characters_is_refused_before_it_is_read(people, name):
    record = ACTS[name][0]()
    page = page_of(name, record)
    client = Client(enforce_csrf_checks=True)
    client.force_login(people[ACTS[name][1][0]])
    token = fields(client.get(change_page(record)))["csrfmiddlewaretoken"]
    sent, before = {"csrfmiddlewaretoken": token, "why": "x" * 4_000_000}, stored()
    assert client.post(page, sent).status_code == 400
    assert stored() == before


# 5. Done and taken back


def published(client, record):
    approve(client, record, alone_because="Zondag.")


def seen(client, record):
    """What readers find at the address of a record: its title and status."""
    answer = client.get(record.get_absolute_url())
    return answer.status_code, soup(answer).main.text


def sequences(client, call):
    text = client.get(f"{call.get_absolute_url()}kalender.ics").text
    return [int(line.split(":")[1]) for line in text.splitlines() if line.startswith("SEQUENCE")]


def test_a_deadline_that_moves_and_moves_back_is_never_an_older_event(
    admin_client, people, time_machine
):
    call = ACTS["move_deadline"][0]()
    found = [sequences(admin_client, call)]
    for day in ("02-07-2027", "01-07-2027"):
        time_machine.shift(3600)
        act(admin_client, "move_deadline", call, closes_at_0=day)
        published(admin_client, call)
        found.append(sequences(admin_client, call))
    call.refresh_from_db()
    assert call.closes_at == brussels(2027, 7, 1, 17)
    assert all(found) and found[0] < found[1] < found[2]


def test_what_is_withdrawn_and_put_back_reads_as_before_and_its_events_are_no_older(
    admin_client, people, time_machine
):
    call = ACTS["move_deadline"][0]()
    before, numbers = seen(admin_client, call), sequences(admin_client, call)
    act(admin_client, "withdraw", call, **GONE)
    published(admin_client, call)
    assert seen(admin_client, call)[0] == 410
    act(admin_client, "publish_again", call)
    published(admin_client, call)
    assert seen(admin_client, call) == before
    assert sequences(admin_client, call) >= numbers > []


def test_the_history_has_what_readers_found_before_while_and_after_a_withdrawal(
    admin_client, people, time_machine
):
    call = ACTS["move_deadline"][0]()
    capture(call)
    for name, values in [("withdraw", GONE), ("publish_again", {})]:
        time_machine.shift(3600)
        act(admin_client, name, call, **values)
        published(admin_client, call)
    kept = PublicVersion.objects.for_object(call, call.pk).filter(language="fr")
    first, withdrawn, second = kept.order_by("public_from")
    assert (first.is_withdrawn, withdrawn.is_withdrawn, second.is_withdrawn) == (False, True, False)
    assert first.public_until == withdrawn.public_from
    assert withdrawn.public_until == second.public_from
    assert check_trail() == []


def test_a_withdrawal_that_is_planned_and_cancelled_takes_nothing_away(
    admin_client, people, time_machine
):
    record = partner()
    before = seen(admin_client, record)
    act(admin_client, "withdraw", record, withdraw_at_0="05-06-2027", withdraw_at_1="09:00")
    published(admin_client, record)
    act(admin_client, "keep_public", record)
    published(admin_client, record)
    time_machine.move_to(LATER, tick=False)
    assert seen(admin_client, record) == before


def test_results_that_are_planned_moved_and_cancelled_are_not_shown(
    admin_client, people, time_machine
):
    call = make_call()
    before = seen(admin_client, call)
    act(admin_client, "publish_results", call, results_at_0="05-06-2027", results_at_1="09:00")
    published(admin_client, call)
    act(admin_client, "plan", call)
    act(admin_client, "plan", call, _cancel="1")
    time_machine.move_to(brussels(2027, 6, 7), tick=False)
    assert seen(admin_client, call) == before
    assert not call.changes.exists()
