"""Roles of the desk: what each may open, over every page of the desk."""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from portal.editing.base import TranslatedAdmin
from portal.links.checker import find_links
from portal.publishing.models import OldSlug
from portal.redirects.models import Redirect
from portal.revisions.models import Version
from tests.support.admin_forms import MAKERS, address, fields, soup
from tests.support.factories import make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OURS = [model for model, page in admin.site._registry.items() if isinstance(page, TranslatedAdmin)]
AT_ONCE = {"contact", "focusentry"}  # public as soon as they are saved
OTHERS = ["auth.user", "auth.group"]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)


@pytest.fixture
def as_role(client, django_user_model):
    def sign_in(role):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@contextmanager
def undone():
    """What happens inside leaves the database as it was: each role finds the same records."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


LANGUAGES = {"_nl", "_fr", "_de", "_en"}
FORMS = {  # role: (status of the page to add, languages it writes)
    "Redacteur": (200, LANGUAGES),
    "Publicist": (200, LANGUAGES),
    "Beheerder": (200, LANGUAGES),
    "Vertaler Frans": (403, {"_fr"}),
    "Vertaler Duits": (403, {"_de"}),
    "Vertaler Engels": (403, {"_en"}),
}


@every_model
def test_each_role_writes_what_it_may_on_every_form(as_role, model):
    record, wrong = MAKERS[model._meta.model_name](), []
    for role, (opens_add, writes) in FORMS.items():
        client = as_role(role)
        is_public_at_once = model._meta.model_name in AT_ONCE
        if is_public_at_once and role not in {"Publicist", "Beheerder"}:
            writes = set()
        shown = fields(client.get(address(model, "change", record.pk)))
        texts = {name[-3:] for name in shown if "-" not in name and name[-3:-2] == "_"}
        found = (
            client.get(address(model, "changelist")).status_code,
            client.get(address(model, "history", record.pk)).status_code,
            client.get(address(model, "add")).status_code,
            texts & LANGUAGES,
        )
        if found != (200, 200, opens_add, writes):
            wrong.append((role, found))
    assert wrong == []


@pytest.mark.parametrize("model", OTHERS)
@pytest.mark.parametrize(
    ("role", "status"), [("Redacteur", 403), ("Publicist", 403), ("Beheerder", 200)]
)
def test_only_administrators_look_after_accounts(as_role, model, role, status):
    name = f"admin:{model.replace('.', '_')}_changelist"
    assert as_role(role).get(reverse(name)).status_code == status


def test_an_administrator_who_is_no_superuser_cannot_become_one(as_role):
    client = as_role("Beheerder")
    form = soup(client.get(reverse("admin:auth_user_add")))
    assert not form.select_one("[name=is_superuser]")


def test_the_button_to_publish_without_review_is_for_administrators(as_role):
    client = as_role("Publicist")
    record = MAKERS["partner"]()
    assert not soup(client.get(address(type(record), "change", record.pk))).select(
        "[name=_publish]"
    )


def test_making_the_roles_again_changes_nothing(db):
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    call_command("migrate", verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert len(before) == 6


# Every address of every page of the desk, those that we added to Django's too

ROLES = ["Redacteur", "Vertaler Frans", "Vertaler Duits", "Vertaler Engels", "Publicist"]
ROLES.append("Beheerder")
PAGES = [page for page in admin.site._registry.values() if page.model._meta.app_label != "auth"]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.opts.model_name)
WRITES = {"add", "import", "delete", "restore", "next_edition", "read_results"}


def thing_for(page):
    """A record with a version, as far as the desk has made one of its kind."""
    if page.opts.model_name in MAKERS:
        record = MAKERS[page.opts.model_name]()
        Version.objects.begin(record)
        return record
    make_partner().documents.create(title_nl="R", languages=["nl"], url="https://example.org/a")
    find_links()
    Redirect.objects.create(old="/oud/", new="/nl/")
    OldSlug.objects.create(record=make_partner(), slug="oud")
    Version.objects.begin(make_partner())
    return page.model.objects.first()


def addresses(page):
    """[(name of the page, address)] of all that one class of the desk answers to."""
    record, version = thing_for(page), Version.objects.first()
    values = {"pk": record.pk, "object_id": record.pk, "kind": "csv", "version": version.pk}
    for pattern in page.get_urls():
        if pattern.name:
            kwargs = {name: values[name] for name in pattern.pattern.converters}
            name = pattern.name.removeprefix(f"{page.opts.app_label}_{page.opts.model_name}_")
            yield name, reverse(f"admin:{pattern.name}", kwargs=kwargs)


@every_page
def test_who_is_not_signed_in_sees_nothing_of_the_desk(client, page):
    for _name, url in addresses(page):
        for answer in (client.get(url), client.post(url, {"post": "yes"})):
            assert answer.status_code in {302, 403} or b"password" in answer.content


@every_page
def test_staff_without_a_role_sees_nothing_of_the_desk(client, django_user_model, page):
    client.force_login(django_user_model.objects.create_user("iemand", is_staff=True))
    answers = {name: client.get(url).status_code for name, url in addresses(page)}
    assert set(answers.values()) <= {302, 403, 404}, answers  # 302: back to the front page


@every_page
def test_no_role_meets_an_error_of_ours(as_role, page):
    wrong = []
    for role in ROLES:
        with undone():
            client = as_role(role)
            client.raise_request_exception = False  # the rest of the pages is looked at as well
            for name, url in addresses(page):
                statuses = client.get(url).status_code, client.post(url, {}).status_code
                if not set(statuses) <= {200, 302, 403, 404, 405}:
                    wrong.append((role, name, statuses))
    assert wrong == []


@every_page
def test_a_translator_writes_nothing_but_a_language(as_role, page):
    client = as_role("Vertaler Frans")
    for name, url in addresses(page):
        if name in WRITES:
            assert client.post(url, {"post": "yes"}).status_code in {403, 404}, name


@every_model
def test_the_action_that_deletes_is_for_who_may_delete(as_role, model):
    wrong = []
    for role, may in {"Vertaler Frans": False, "Redacteur": True, "Beheerder": True}.items():
        with undone():
            client, record = as_role(role), MAKERS[model._meta.model_name]()
            if hasattr(record, "state"):
                model.objects.update(state="draft")  # what was public is withdrawn instead
            chosen = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
            client.post(address(model, "changelist"), chosen)
            may = may and (model._meta.model_name not in AT_ONCE or role == "Beheerder")
            if model.objects.filter(pk=record.pk).exists() is may:
                wrong.append(role)
    assert wrong == []


@pytest.mark.parametrize("name", ["translations", "read_translations", "handbook", "time_travel"])
def test_the_other_pages_of_the_desk_are_for_staff(client, as_role, name):
    assert client.get(reverse(name)).status_code == 302
    assert as_role("Vertaler Frans").get(reverse(name)).status_code == 200
