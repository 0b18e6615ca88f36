"""The next edition: a draft with every date a year later, without the results of the old one."""

import pytest
from django.core.files.base import ContentFile
from django.db.models import DateTimeField
from django.urls import reverse
from django.utils import timezone

from calls.models import Call
from calls.next_edition import (
    COPIED_ROWS,
    NOT_COPIED,
    SHIFTED,
    a_year_later,
    day_off_warnings,
    next_label,
)
from portal.i18n.languages import CODES, TRANSLATIONS
from portal.publishing.fields import PartialDateField
from portal.publishing.models import Contact
from tests.support.admin_forms import fields, soup
from tests.support.factories import brussels, in_four, make_call, make_partner, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def old():
    """An edition that is over, with texts, dates and rows of every kind."""
    call = make_call(
        label="2025-2026",
        ordinal=4,
        opens_at=brussels(2025, 10, 1, 9),
        closes_at=brussels(2026, 3, 27, 17),
        project_from="2026-09",
        project_until="2027",
        decision_expected="2026-06-15",
        results_at=brussels(2026, 6, 1),
        cancelled_at=brussels(2026, 5, 1),
        applications_received=9,
        publish_at=brussels(2025, 9, 1),
        cofunding_cap=60,
        **in_four(
            theme="Circus",
            what="<p>Projecten in 2026.</p><p>Iets anders.</p>",
            caveat="x",
            results_note="<p>x</p>",
            cancellation_reason="x",
        ),
    )
    call.note_changes(at=brussels(2025, 9, 1))
    call.save()
    call.contacts.add(Contact.objects.create(name_nl="Team", email="team@example.org"))
    call.amounts.create(side="total", kind="max", amount=20000)
    call.administrations.create(side="flemish", name_nl="Departement")
    call.sessions.create(
        starts_at=brussels(2025, 11, 4, 14), place_nl="Brussel", url="https://example.org/"
    )
    call.projects.create(title="A", flemish_partners="A", other_partners="B")
    call.deadline_changes.create(
        old=brussels(2026, 3, 1), new=brussels(2026, 3, 27, 17), reason_nl="Storing"
    )
    call.documents.create(
        title_nl="Formulier 2026", languages=["nl"], file=ContentFile(b"x", "form.pdf")
    )
    call.changes.create(text_nl="Iets")
    call.sources.create(title="B", url="https://example.org/", checked_on="2026-01-01")
    return call


def page_of(call):
    return reverse("admin:calls_call_next_edition", args=[call.pk])


def create_next(client, call, **changes):
    """Post the proposed form with changes; returns the new draft, or None when it is refused."""
    proposed = fields(client.get(page_of(call)))
    response = client.post(page_of(call), {**proposed, **changes})
    return Call.objects.latest("pk") if response.status_code == 302 else None


@pytest.mark.parametrize(
    ("label", "following"),
    [("2025-2026", "2026-2027"), ("2027", "2028"), ("1999", "2000"), ("eerste-editie", "")],
)
def test_the_label_of_the_next_edition_is_a_year_later(label, following):
    assert next_label(label) == following


@pytest.mark.parametrize(
    ("value", "later"),
    [
        (brussels(2026, 3, 28, 17), brussels(2027, 3, 28, 17)),  # winter time, then summer time
        (brussels(2027, 3, 27, 17), brussels(2028, 3, 27, 17)),  # summer time in 2028 only
        (brussels(2026, 10, 25, 17), brussels(2027, 10, 25, 17)),
        (brussels(2028, 2, 29, 12), brussels(2029, 2, 28, 12)),
        (brussels(2026, 3, 1), brussels(2027, 3, 1)),
        ("2028-02-29", "2029-02-28"),
        ("2026-09", "2027-09"),
        ("2026", "2027"),
        ("", ""),
        (None, None),
    ],
)
def test_a_date_a_year_later_keeps_its_day_and_its_hour_in_brussels(value, later):
    assert a_year_later(value) == later
    if later and not isinstance(later, str):
        assert timezone.localtime(a_year_later(value)).hour == timezone.localtime(value).hour


def test_the_draft_has_the_texts_and_rows_of_the_old_edition_a_year_later(editor, old):
    draft = create_next(editor, old)
    assert (draft.series, draft.label, draft.ordinal) == (old.series, "2026-2027", 5)
    assert draft.opens_at == brussels(2026, 10, 1, 9)
    assert draft.closes_at == brussels(2027, 3, 27, 17)
    periods = [draft.project_from, draft.project_until, draft.decision_expected]
    assert periods == ["2027-09", "2028", "2027-06-15"]
    for code in CODES:
        assert getattr(draft, f"theme_{code}") == getattr(old, f"theme_{code}")
    assert draft.cofunding_cap == 60
    assert draft.amounts.get().amount == old.amounts.get().amount
    assert draft.administrations.get().name_nl == "Departement"
    assert draft.contacts.get() == old.contacts.get()
    session = draft.sessions.get()
    assert (session.starts_at, session.place_nl) == (brussels(2026, 11, 4, 14), "Brussel")
    assert session.url == ""


def test_results_of_the_old_edition_are_not_copied_and_the_old_edition_is_unchanged(editor, old):
    draft = create_next(editor, old)
    assert (draft.state, draft.publish_at) == ("draft", None)
    assert (draft.results_at, draft.cancelled_at, draft.applications_received) == (None,) * 3
    assert not draft.caveat_nl + draft.results_note_fr + draft.cancellation_reason_de
    for rows in ("projects", "deadline_changes", "documents", "changes", "sources"):
        assert not getattr(draft, rows).exists()
        assert getattr(old, rows).count() == 1
    assert [getattr(old, rows).count() for rows in COPIED_ROWS] == [1, 1, 1]


def test_every_translation_of_the_draft_is_outdated(editor, old):
    draft = create_next(editor, old)
    assert draft.languages == list(CODES)
    assert all(draft.is_outdated(code) for code in TRANSLATIONS)


def test_every_date_and_row_of_a_call_is_shifted_copied_or_excluded():
    """A new date field or kind of row fails here until a list in next_edition has it."""
    dates = {
        field.name
        for field in Call._meta.concrete_fields
        if isinstance(field, DateTimeField | PartialDateField)
    }
    assert dates == {*SHIFTED, *(dates & NOT_COPIED)}
    rows = {one.get_accessor_name() for one in Call._meta.related_objects}
    assert rows == {*COPIED_ROWS, "projects", "deadline_changes"}


@pytest.mark.parametrize(
    "change", [{"label": "2025-2026"}, {"label": ""}, {"closes_at_0": "01-09-2026"}]
)
def test_invalid_values_are_refused_and_create_nothing(editor, old, change):
    assert create_next(editor, old, **change) is None
    assert Call.objects.count() == 1


def test_an_old_deadline_with_only_a_day_requires_an_hour_for_the_new_one(editor):
    old = make_call(
        label="2022", opens_at=None, closes_at=brussels(2022, 4, 30), closes_day_only=True
    )
    proposed = fields(editor.get(page_of(old)))
    assert (proposed["closes_at_0"], proposed["closes_at_1"]) == (["29-04-2023"], [""])
    assert create_next(editor, old) is None
    draft = create_next(editor, old, closes_at_1="17:00")
    assert (draft.closes_at, draft.closes_day_only) == (brussels(2023, 4, 29, 17), False)


def test_an_old_opening_with_only_a_day_proposes_no_hour(editor):
    old = make_call(label="2022", opens_at=brussels(2022, 3, 1), opens_day_only=True)
    proposed = fields(editor.get(page_of(old)))
    assert (proposed["opens_at_0"], proposed["opens_at_1"]) == (["01-03-2023"], [""])


def test_the_page_and_the_draft_list_each_sentence_that_names_an_old_year_by_language(editor, old):
    page = soup(editor.get(page_of(old)))
    listed = [item.text for item in page.select("#content li") if "Projecten in 2026." in item.text]
    assert len(listed) == len(CODES)
    assert all(sum(f"[{code}]" in one for one in listed) == 1 for code in CODES)
    assert "Iets anders" not in page.text
    response = editor.post(page_of(old), fields(editor.get(page_of(old))))
    warnings = soup(editor.get(response["Location"])).select(".messagelist .warning")
    assert sum("Projecten in 2026." in one.text for one in warnings) == len(CODES)


def test_documents_that_are_not_copied_are_named(editor, old):
    assert "Formulier 2026" in soup(editor.get(page_of(old))).select_one("#content").text


@pytest.mark.parametrize(
    ("iso_code", "closes_at", "why"),
    [
        ("", brussels(2027, 3, 27, 17), ["weekend"]),  # a Saturday
        ("", brussels(2027, 3, 29, 17), ["Paasmaandag"]),
        ("", brussels(2027, 3, 30), ["Paasmaandag"]),  # midnight ends the Monday
        ("FR", brussels(2027, 7, 14, 17), ["Partner"]),
        ("GB-SCT", brussels(2027, 11, 30, 17), ["Partner"]),  # St Andrew's Day, in Scotland only
        ("GB-WLS", brussels(2027, 11, 30, 17), []),
        ("FR-HDF", brussels(2027, 7, 14, 17), ["Partner"]),  # a region that the library lacks
        ("XX", brussels(2027, 7, 14, 17), []),
        ("BE", brussels(2027, 7, 21, 17), ["Nationale feestdag"]),
        ("", brussels(2027, 7, 20, 17), []),
    ],
)
def test_weekends_and_holidays_of_either_side_give_warnings(iso_code, closes_at, why):
    partner = make_partner(iso_code=iso_code, name_nl="Partner")
    call = make_call(opens_at=None, closes_at=closes_at, series=make_series(partner=partner))
    warnings = list(day_off_warnings(call, []))
    assert len(warnings) == len(why)
    assert all(word in sentence for word, sentence in zip(why, warnings, strict=True))


def test_a_region_without_a_code_has_the_holidays_of_its_country():
    country = make_partner(iso_code="FR", name_nl="Frankrijk")
    series = make_series(partner=make_partner(parent=country))
    call = make_call(opens_at=brussels(2027, 7, 14, 9), closes_at=None, series=series)
    assert len(list(day_off_warnings(call, []))) == 1
    assert len(list(day_off_warnings(call, [brussels(2027, 7, 14, 9)]))) == 2


def test_an_editor_is_warned_of_holidays_before_and_after_creating_the_draft(editor):
    old = make_call(label="2026", opens_at=None, closes_at=brussels(2026, 7, 21, 17))
    assert "Nationale feestdag" in editor.get(page_of(old)).content.decode()
    response = editor.post(page_of(old), fields(editor.get(page_of(old))))
    warning = soup(editor.get(response["Location"])).select_one(".messagelist .warning")
    assert "Nationale feestdag" in warning.text


def test_creating_an_edition_requires_permission_to_add_calls(client, django_user_model, old):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(page_of(old)).status_code == 403
    assert client.post(page_of(old)).status_code == 403


def test_the_form_of_a_call_links_to_both_pages(editor, old):
    form = soup(editor.get(reverse("admin:calls_call_change", args=[old.pk])))
    links = {link["href"] for link in form.select(".object-tools a")}
    assert {page_of(old), reverse("admin:calls_call_read_results", args=[old.pk])} <= links
