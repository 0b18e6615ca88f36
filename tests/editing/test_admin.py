"""The editors' desk: every page opens, what is posted is kept or refused in words."""

import datetime
import json
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.staticfiles import finders
from django.db.models import CheckConstraint, UniqueConstraint
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from calls.models import Call
from partners.models import Partner
from policy.models import FocusMember
from portal.backoffice.site import EDITOR_MESSAGES
from portal.editing.states import Translation, translation_state
from portal.editing.withdrawal import WITHDRAWAL
from portal.i18n.languages import CODES, TRANSLATIONS
from tests.support.admin_forms import (
    MAKERS,
    address,
    change_page,
    edit,
    errors,
    every_model,
    fields,
    soup,
)
from tests.support.factories import (
    brussels,
    in_four,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk(admin_client):
    return admin_client


@every_model
def test_every_page_opens_and_needs_nothing_that_the_policy_forbids(desk, model):
    """The policy has no inline style, and only scripts with the number of this answer."""
    record, wrong = MAKERS[model._meta.model_name](), []
    for page in ["changelist", "add", "change", "history", "delete"]:
        if page == "delete" and hasattr(record, "state"):
            model.objects.update(state="draft")  # what was public cannot be deleted
        args = [] if page in {"changelist", "add"} else [record.pk]
        response = desk.get(address(model, page, *args))
        html, policy = soup(response), response.headers["Content-Security-Policy"]
        found = {
            "status": response.status_code == 200,
            "language": response.headers["Content-Language"] == "nl",
            "session": "sessionid" not in response.cookies,
            "style": not html.select("style, [style], [onclick]"),
            "script": all(
                f"'nonce-{script.get('nonce')}'" in policy
                for script in html.select("script:not([src])")
            ),
        }
        wrong += [(page, what) for what, holds in found.items() if not holds]
    assert wrong == []


@every_model
def test_who_may_only_look_sees_every_form(client, django_user_model, model):
    record = MAKERS[model._meta.model_name]()
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    response = client.get(change_page(record))
    assert response.status_code == 200
    assert not soup(response).select("[name=minor], [name=_save]")


@every_model
def test_a_form_has_every_column_that_a_constraint_asks_about(admin_user, model):
    """Django skips a constraint over a column that is not in the form; the database then fails."""
    request = RequestFactory().get("/")
    request.user = admin_user
    form = admin.site._registry[model].get_form(request)
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    asked = set()
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            asked |= {lookup.split("__")[0] for lookup in names_in(constraint.condition)}
        elif isinstance(constraint, UniqueConstraint):
            asked |= set(constraint.fields)
    columns -= {"state", *WITHDRAWAL}  # change on a page of their own, which asks the constraints
    assert asked & columns <= set(form.base_fields)


def test_a_contact_that_nobody_can_reach_is_refused(desk):
    contact = MAKERS["contact"]()
    response = edit(desk, contact, email="")
    assert response.status_code == 200
    assert gettext("Give at least one way to reach this contact.") in errors(response)
    assert edit(desk, contact, email="", address_nl="Arenbergstraat 9").status_code == 302


def names_in(condition):
    for child in condition.children:
        yield from names_in(child) if hasattr(child, "children") else [child[0]]


@every_model
def test_every_column_of_a_list_can_be_sorted_and_filtered(desk, model):
    MAKERS[model._meta.model_name]()
    page = desk.get(address(model, "changelist"))
    links = {
        a["href"] for a in soup(page).select("#changelist-filter a[href], #result_list th a[href]")
    }
    for link in sorted(link for link in links if link.startswith("?")):
        assert desk.get(address(model, "changelist") + link).status_code == 200, link


def test_visitors_are_asked_to_sign_in_in_dutch(client):
    response = client.get("/beheer/partners/partner/", follow=True)
    assert response.redirect_chain[0][0].startswith("/beheer/login/")
    assert "Gebruikersnaam" in response.content.decode()
    assert soup(response).html["lang"] == "nl"


def test_the_editors_import_map_and_nothing_else_runs_inline(desk):
    response = desk.get(address(Partner, "add"))
    inline = [
        tag
        for tag in soup(response).select("script:not([src])")
        if tag.get("type") != "application/json"
    ]
    (import_map,) = inline
    assert import_map["type"] == "importmap"
    assert f"'nonce-{import_map['nonce']}'" in response.headers["Content-Security-Policy"]
    addresses = [
        tag.get("src") or tag.get("href") for tag in soup(response).select("script[src], link")
    ]
    assert all(one.startswith("/") and not one.startswith("//") for one in addresses)


def test_texts_of_four_languages_are_saved(desk):
    page = address(Partner, "add")
    names = {f"name_{code}": f"Naam {code}" for code in CODES}
    new = {
        **fields(desk.get(page)),
        **names,
        "kind": "state",
        "slug_nl": "naam",
    }
    assert desk.post(page, new).status_code == 302
    partner = Partner.objects.get(slug_nl="naam")
    assert [getattr(partner, f"name_{code}") for code in CODES] == list(names.values())
    assert all(getattr(partner, f"changed_{code}") for code in CODES)
    assert partner.languages == list(CODES)


@pytest.mark.parametrize("field", ["synonyms", "body", "caveat"])
def test_french_without_dutch_is_refused_at_the_dutch_text(desk, field):
    sentence = "A translation cannot exist without its Dutch text. Write the Dutch first."
    response = edit(desk, make_partner(), **{f"{field}_fr": "<p>français</p>"})
    assert response.status_code == 200
    assert errors(response) == gettext(sentence)
    assert soup(response).select_one("#language-nl")["data-mistakes"]
    assert not soup(response).select_one("#language-fr")["data-mistakes"]


def test_dutch_cannot_be_emptied_under_its_translation(desk):
    partner = make_partner(**in_four(synonyms="naam"))
    assert edit(desk, partner, synonyms_nl="").status_code == 200
    partner.refresh_from_db()
    assert partner.synonyms_nl == "naam nl"


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("term", ["egypte", "ÉGYPTE", "osterreich", "Naher"])
def test_search_finds_untranslated_records_whatever_the_language_and_accents(
    rf, admin_user, language, term
):
    make_partner(name_nl="Égypte")
    make_partner(name_nl="Oostenrijk", name_de="Österreich")
    make_partner(name_nl="Midden-Oosten", synonyms_nl="Levant", synonyms_de="Naher Osten")
    page = admin.site._registry[Partner]
    request = rf.get("/")
    request.user = admin_user
    with override(language):
        found, _ = page.get_search_results(request, page.get_queryset(request), term)
        assert found.count() == 1


def test_django_speaks_plain_dutch_of_what_was_done(desk):
    contact = MAKERS["contact"]()
    page = change_page(contact)
    answer = desk.post(page, {**fields(desk.get(page)), "phone": "02 553 00 00"}, follow=True)
    assert soup(answer).select_one(".messagelist").text.strip() == "“Team” is gewijzigd (contact)."


def test_scripts_in_prose_are_removed(desk):
    partner = make_partner()
    nasty = '<p onclick="x()">Goed</p><script>alert(1)</script><a href="javascript:x()">a</a>'
    assert edit(desk, partner, body_nl=nasty, body_fr=nasty).status_code == 302
    for text in (partner.body_nl, partner.body_fr):
        assert "Goed" in text
        assert not any(word in text for word in ("script", "onclick", "alert"))


def translated_partner():
    partner = make_partner(**in_four(name="Japan", body="<p>tekst</p>"))
    partner.note_changes(at=timezone.now() - datetime.timedelta(days=1))
    partner.save()
    return partner


def test_a_new_dutch_text_makes_the_translations_out_of_date(desk):
    partner = translated_partner()
    assert edit(desk, partner, body_nl="<p>nieuw</p>").status_code == 302
    assert [partner.is_outdated(code) for code in TRANSLATIONS] == [True, True, True]
    page = desk.get(change_page(partner))
    assert str(Translation.OUTDATED.label) in soup(page).select_one("#language-fr")["data-name"]


def test_a_small_improvement_leaves_the_translations_up_to_date(desk):
    partner = translated_partner()
    before = partner.changed_nl
    assert edit(desk, partner, body_nl="<p>Tekst</p>", minor="on").status_code == 302
    assert partner.body_nl == "<p>Tekst</p>"
    assert partner.changed_nl == before
    assert not any(partner.is_outdated(code) for code in TRANSLATIONS)


@pytest.mark.slow
def test_a_translation_is_up_to_date_again_when_changed_or_ticked(desk):
    partner = translated_partner()
    edit(desk, partner, body_nl="<p>nieuw</p>")
    edit(desk, partner, body_fr="<p>nouveau</p>", updated_de="on")
    assert [partner.is_outdated(code) for code in TRANSLATIONS] == [False, False, True]


def test_dutch_and_french_changed_together_agree(desk):
    partner = translated_partner()
    edit(desk, partner, body_nl="<p>nieuw</p>", body_fr="<p>nouveau</p>")
    assert not partner.is_outdated("fr")
    assert partner.is_outdated("de")


def test_another_address_makes_nothing_out_of_date(desk):
    partner = translated_partner()
    edit(desk, partner, slug_nl="ander-adres")
    assert partner.slug_nl == "ander-adres"
    assert not any(partner.is_outdated(code) for code in TRANSLATIONS)


def test_prose_that_the_editor_only_laid_out_anew_is_no_news(desk):
    partner = make_partner(**in_four(name="Japan", body="<p>een</p>\n<ul>\n<li>twee</li>\n</ul>"))
    partner.note_changes(at=timezone.now() - datetime.timedelta(days=1))
    partner.save()
    laid_out = "<p>een</p><ul><li><p>twee</p></li></ul>"
    others = {f"body_{code}": laid_out for code in TRANSLATIONS}
    edit(desk, partner, body_nl=laid_out.replace("een", "nieuw"), **others)
    assert [partner.is_outdated(code) for code in TRANSLATIONS] == [True, True, True]


def test_what_is_public_cannot_be_deleted_but_a_draft_can(desk):
    public, draft = make_partner(), make_partner(state="draft")
    address = "/beheer/partners/partner/{}/delete/"
    assert desk.post(address.format(public.pk), {"post": "yes"}).status_code == 403
    assert desk.post(address.format(draft.pk), {"post": "yes"}).status_code == 302


def test_a_changed_fact_is_news_in_every_language_at_once(desk):
    partner = translated_partner()
    before = partner.changed_nl
    edit(desk, partner, kind="organisation")
    assert partner.changed_nl > before
    assert not any(partner.is_outdated(code) for code in TRANSLATIONS)


@pytest.mark.slow
def test_a_document_in_dutch_is_news_but_a_source_is_not(desk):
    partner, prefixes = (
        translated_partner(),
        [
            "publishing-source-content_type-object_id-0-",
            "publishing-document-content_type-object_id-0-",
        ],
    )
    source = {"title": "Bron", "url": "https://example.org/", "checked_on": "01-03-2026"}
    response = edit(desk, partner, **{prefixes[0] + name: value for name, value in source.items()})
    assert response.status_code == 302, errors(response)
    assert partner.sources.count() == 1
    assert not partner.is_outdated("fr")
    document = {"title_nl": "Reglement", "url": "https://example.org/a.pdf", "languages": "nl"}
    response = edit(
        desk, partner, **{prefixes[1] + name: value for name, value in document.items()}
    )
    assert response.status_code == 302, errors(response)
    assert partner.is_outdated("fr")


def listed(response):
    """The keys of the records of a list."""
    return [int(box["value"]) for box in soup(response).select("[name=_selected_action]")]


def test_lists_and_filters_tell_the_same_state_of_a_translation(desk):
    states = {
        translated_partner(): Translation.CURRENT,
        make_partner(**in_four(name="Wales"), changed_nl=timezone.now()): Translation.OUTDATED,
        make_partner(name_nl="Zweden"): Translation.MISSING,
    }
    for partner, state in states.items():
        assert translation_state(partner, "fr") == state
        found = desk.get(address(Partner, "changelist"), {"translation_fr": state.value})
        assert listed(found) == [partner.pk]


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_status_column_and_filter_say_what_the_call_says(desk, year):
    now = timezone.now()
    day = datetime.timedelta(days=1)
    make_call(opens_at=brussels(year, 1, 6), closes_at=brussels(year, 3, 1))
    make_call(opens_at=now - day, closes_at=now + day)
    make_call(opens_at=now + day, closes_at=now + 9 * day)
    make_call(timing="rolling", opens_at=now - day, closes_at=None)
    page = admin.site._registry[Call]
    for call in page.get_queryset(None):
        assert page.status(call) == call.status().label
        found = desk.get(address(Call, "changelist"), {"status": call.status().value})
        assert call.pk in listed(found)


@pytest.mark.slow
def test_a_deadline_of_which_only_the_day_is_known_shows_that_day(desk):
    call = make_call(opens_at=None, closes_at=brussels(2022, 4, 30), closes_day_only=True)
    page = fields(desk.get(change_page(call)))
    assert (page["closes_at_0"], page["closes_at_1"]) == (["29-04-2022"], ["23:59:59"])
    assert "29 april 2022" in desk.get(address(Call, "changelist")).content.decode().replace(
        "\xa0", " "
    )
    assert edit(desk, call, closes_at_1="").status_code == 302
    assert call.closes_at == brussels(2022, 4, 30)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_at_0": "01-01-2027"}, "A call cannot close before it opens."),
        ({"closes_day_only": "on"}, "Give the time of the deadline: applicants need to know it."),
        ({"closes_at_1": ""}, "tijd"),
        ({"opens_at_0": "01-01-1800"}, "Give a year between 1900 and 2200."),
        (
            {"applications_received": "1", "applications_selected": "2"},
            "More applications were selected than received.",
        ),
        (
            {"cancelled_at_0": "01-02-2027", "cancelled_at_1": "9:00"},
            "Say in Dutch why the call was cancelled.",
        ),
        ({"amounts-0-side": "total", "amounts-0-kind": "max", "amounts-0-amount": "0"}, "1"),
        (
            {"decision_expected": "binnenkort"},
            "Write a year, a month or a day, such as 1994, 2006-05 or 1996-03-04.",
        ),
        ({"label": "12/2"}, "slug"),
        ({"label": ""}, "verplicht"),
        (
            {"opens_at_0": "gisteren", "form_languages": "xx", "cofunding_cap": "101"},
            "hoogstens 100",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, admin_user, time_machine, changes, sentence):
    time_machine.move_to(brussels(2027, 1, 2), tick=False)
    desk.force_login(admin_user)  # the session of today is over by then
    response = edit(desk, make_call(), **changes)
    assert response.status_code == 200
    assert gettext(sentence) in errors(response)


def test_rows_may_swap_what_must_be_unique(desk):
    entry, first, second = make_entry(), make_partner(), make_partner()
    for partner in (first, second):
        FocusMember.objects.create(entry=entry, partner=partner)
    response = edit(desk, entry, **{"members-0-partner": second.pk, "members-1-partner": first.pk})
    assert response.status_code == 302
    edit(desk, entry.framework)
    assert list(entry.members.values_list("partner", flat=True)) == [second.pk, first.pk]


def test_a_jurisdiction_named_twice_is_refused(desk):
    row = make_jurisdiction()
    again = {"jurisdictions-1-partner": row.partner_id, "jurisdictions-1-since": ""}
    response = edit(desk, row.post, **again)
    assert response.status_code == 200
    assert errors(response)


def test_only_public_records_link_to_their_page(desk):
    draft, public = make_partner(state="draft"), make_partner()
    links = ".language-panel .description a:not([href*=vertalingen])"
    shown = soup(desk.get(change_page(public))).select(links)
    with override("fr"):
        assert shown[1]["href"] == public.get_absolute_url()
    page = soup(desk.get(change_page(draft)))
    assert not page.select(f".viewsitelink, {links}")


@pytest.mark.slow
def test_a_new_text_in_the_focus_list_dates_its_framework(desk):
    framework = make_framework(**in_four(title="Kader"))
    framework.note_changes(at=timezone.now() - datetime.timedelta(days=1))
    framework.save()
    entry = make_entry(framework=framework)
    edit(desk, entry, text_nl="Kleine verbetering")
    edit(desk, framework, minor="on")
    assert not framework.is_outdated("fr")
    edit(desk, entry, text_nl="Noorwegen en Zweden")
    edit(desk, framework)
    assert framework.is_outdated("fr")


# For every browser, keyboard and screen reader; tests/browser looks at the same pages in Chromium


def test_the_page_to_sign_in_has_a_heading(client):
    html = soup(client.get(reverse("admin:login")))
    assert [heading.text.strip() for heading in html.select("h1")] == ["Aanmelden"]


def test_a_wide_table_scrolls_in_a_region_that_the_keyboard_reaches(desk):
    pages = [address(Call, "changelist"), change_page(make_call())]
    for html in (soup(desk.get(page)) for page in pages):
        region = html.select_one("[role=region][tabindex='0']")
        assert region.select("table")
        label = region.get("aria-label") or html.find(id=region["aria-labelledby"]).text
        assert label.strip()


def test_a_day_is_typed_or_chosen_in_the_calendar_of_the_browser(desk):
    html = soup(desk.get(change_page(make_call())))
    day = html.find(id="id_closes_at_0")
    assert day["aria-label"] == "Deadline, Datum"
    assert day["data-calendar"] == gettext("Choose a day")
    assert html.select("script[src*='desk/days.js']")
    assert not html.select("script[src*=DateTimeShortcuts], script[src*=calendar]")


def test_the_answers_of_a_search_box_open_in_the_main_part_of_the_page(desk):
    html = soup(desk.get(change_page(make_call())))
    boxes = html.select("select.admin-autocomplete")
    assert {box["data-dropdown-parent"] for box in boxes} == {"#content-start"}
    assert html.select_one("main#content-start")


def test_the_word_before_the_search_box_is_dutch(desk):
    html = soup(desk.get(address(Call, "changelist"), {"q": "niets"}))
    assert html.select_one("label[for=searchbar]").text == gettext("Search")
    assert html.find(id="searchbar")["value"] == "niets"
    assert not html.find(alt="Search")


def test_the_editor_speaks_the_language_of_the_desk(desk):
    catalogue = desk.get(reverse("admin:jsi18n")).content.decode()
    for word in EDITOR_MESSAGES:
        assert f'"{word}": "{gettext(word)}"' in catalogue


@pytest.mark.parametrize(
    "word", [word for word in EDITOR_MESSAGES if not word.startswith("Heading")]
)
def test_the_editor_still_has_the_words_that_we_translate(word):
    scripts = ["django_prose_editor/editor.js", "desk/prose.js", "desk/own-pages.js"]
    said = "".join(Path(finders.find(script)).read_text() for script in scripts)
    assert f'"{word}"' in said or f'"{word[0].lower()}{word[1:]}"' in said


def test_our_menu_replaces_the_menu_of_the_editor(desk):
    area = soup(desk.get(change_page(make_partner()))).find(id="id_body_nl")
    assert json.loads(area["data-django-prose-editor-configurable"])["js_modules"] == [
        "/static/desk/prose.js",
        "/static/desk/paste.js",
    ]


def test_rights_are_given_in_dutch_words(desk):
    group = Group.objects.create(name="Redactie")
    html = soup(desk.get(address(Group, "change", group.pk)))
    labels = [label.text.strip() for label in html.select("#id_permissions label")]
    assert f"Akkoord: {gettext('Change')}" in labels
    right = Permission.objects.get(codename="change_agreement")
    edit(desk, group, permissions=[right.pk])
    assert list(group.permissions.all()) == [right]


def test_a_user_keeps_its_dates_when_saved(desk, admin_user):
    page = desk.get(address(User, "change", admin_user.pk))
    assert not soup(page).select("[name^=last_login], [name^=date_joined]")
    joined = admin_user.date_joined
    assert edit(desk, admin_user, first_name="An").status_code == 302
    assert (admin_user.first_name, admin_user.date_joined) == ("An", joined)
