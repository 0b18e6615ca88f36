"""Roles: what each may open and change, over every page of the admin."""

from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from portal.links.checker import find_links
from portal.publishing.models import OldSlug
from portal.redirects.models import Redirect
from portal.revisions.models import Revision
from portal.search.models import BestBet, EmptySearch, Synonym
from tests.support.admin_forms import MAKERS, address, every_model, fields, soup
from tests.support.alerts import make_announcement
from tests.support.factories import make_partner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PARTS = {"focusentry"}  # of a page: one by one, in its draft
LIVE_EDIT_MODELS = {"contact"}  # public as soon as they are saved
ACCOUNT_MODELS = ["auth.user", "auth.group"]


@pytest.fixture
def as_role(client, django_user_model):
    def sign_in(role):
        user = django_user_model.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@contextmanager
def rolled_back():
    """Undo the changes inside, so that each role finds the same records."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


LANGUAGES = {"_nl", "_fr", "_de", "_en"}
FORMS = {  # role: (status of the add page, languages it may edit)
    "Redacteur": (200, LANGUAGES),
    "Publicist": (200, LANGUAGES),
    "Beheerder": (200, LANGUAGES),
    "Vertaler Frans": (403, {"_fr"}),
    "Vertaler Duits": (403, {"_de"}),
    "Vertaler Engels": (403, {"_en"}),
}


@every_model
def test_each_role_can_edit_its_languages_on_every_form(as_role, model):
    record, failures = MAKERS[model._meta.model_name](), []
    for role, (opens_add, writes) in FORMS.items():
        client = as_role(role)
        is_public_at_once = model._meta.model_name in LIVE_EDIT_MODELS
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
            failures.append((role, found))
    assert failures == []


@pytest.mark.parametrize("model", ACCOUNT_MODELS)
@pytest.mark.parametrize(
    ("role", "status"), [("Redacteur", 403), ("Publicist", 403), ("Beheerder", 200)]
)
def test_only_administrators_manage_accounts(as_role, model, role, status):
    name = f"admin:{model.replace('.', '_')}_changelist"
    assert as_role(role).get(reverse(name)).status_code == status


def test_an_administrator_cannot_make_superusers(as_role):
    client = as_role("Beheerder")
    form = soup(client.get(reverse("admin:auth_user_add")))
    assert not form.select_one("[name=is_superuser]")


def test_publishers_have_no_button_to_publish_without_review(as_role):
    client = as_role("Publicist")
    record = MAKERS["partner"]()
    assert not soup(client.get(address(type(record), "change", record.pk))).select(
        "[name=_publish]"
    )


def test_creating_the_roles_again_changes_nothing(db):
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    call_command("migrate", verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert len(before) == 6


# Every URL of every ModelAdmin, also those that we added

# Of the translators one: that each has the fields of its language is tested above.
ROLES = ["Redacteur", "Vertaler Frans", "Publicist", "Beheerder"]
PAGES = [page for page in admin.site._registry.values() if page.model._meta.app_label != "auth"]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.opts.model_name)
WRITES = {"add", "import", "delete", "restore", "next_edition", "read_results"}


def make_record(page):
    """A record for a ModelAdmin, with a version where its model has versions."""
    if page.opts.model_name in MAKERS:
        record = MAKERS[page.opts.model_name]()
        Revision.objects.begin(record)
        return record
    make_partner().documents.create(title_nl="R", languages=["nl"], url="https://example.org/a")
    find_links()
    Redirect.objects.create(old="/oud/", new="/nl/")
    OldSlug.objects.create(record=make_partner(), slug="oud")
    Revision.objects.begin(make_partner())
    Synonym.objects.create(language="nl", words="residentie, gastverblijf")
    BestBet.objects.create(words="residentie", key="partners.partner:1")
    EmptySearch.objects.count_one("xyzzy")
    make_announcement(make_partner())
    return page.model.objects.first()


def admin_urls(page):
    """Yields (name, URL) for every named URL of a ModelAdmin."""
    record, version = make_record(page), Revision.objects.first()
    values = {
        "pk": record.pk,
        "object_id": record.pk,
        "kind": "csv",
        "file_format": "csv",
        "version": version.pk,
    }
    for pattern in page.get_urls():
        if pattern.name:
            kwargs = {name: values[name] for name in pattern.pattern.converters}
            name = pattern.name.removeprefix(f"{page.opts.app_label}_{page.opts.model_name}_")
            yield name, reverse(f"admin:{pattern.name}", kwargs=kwargs)


@every_page
def test_anonymous_users_see_no_admin_page(client, page):
    for _name, url in admin_urls(page):
        for response in (client.get(url), client.post(url, {"post": "yes"})):
            assert response.status_code in {302, 403} or b"password" in response.content


@every_page
def test_staff_without_a_role_see_no_admin_page(client, django_user_model, page):
    client.force_login(django_user_model.objects.create_user("iemand", is_staff=True))
    statuses = {name: client.get(url).status_code for name, url in admin_urls(page)}
    # 302: back to the index; 405: nothing is shown where something is only sent
    assert set(statuses.values()) <= {302, 403, 404, 405}, statuses


@every_page
def test_no_admin_page_fails_for_any_role(as_role, page):
    failures = []
    for role in ROLES:
        with rolled_back():
            client = as_role(role)
            client.raise_request_exception = False  # so that the other pages are tested too
            for name, url in admin_urls(page):
                statuses = client.get(url).status_code, client.post(url, {}).status_code
                if not set(statuses) <= {200, 204, 302, 403, 404, 405}:
                    failures.append((role, name, statuses))
    assert failures == []


@every_page
def test_a_translator_cannot_add_delete_import_or_restore(as_role, page):
    client = as_role("Vertaler Frans")
    for name, url in admin_urls(page):
        if name in WRITES:
            assert client.post(url, {"post": "yes"}).status_code in {403, 404}, name


@every_model
def test_the_delete_action_needs_the_delete_permission(as_role, model):
    failures = []
    for role, may in {"Vertaler Frans": False, "Redacteur": True, "Beheerder": True}.items():
        with rolled_back():
            client, record = as_role(role), MAKERS[model._meta.model_name]()
            if hasattr(record, "state"):
                model.objects.update(
                    state="draft"
                )  # public records are withdrawn instead of deleted
            chosen = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
            client.post(address(model, "changelist"), chosen)
            may = may and (model._meta.model_name not in LIVE_EDIT_MODELS or role == "Beheerder")
            may = may and model._meta.model_name not in PARTS
            if model.objects.filter(pk=record.pk).exists() is may:
                failures.append(role)
    assert failures == []


@pytest.mark.parametrize("name", ["translations", "import_translations", "handbook", "time_travel"])
def test_other_admin_pages_are_for_staff(client, as_role, name):
    assert client.get(reverse(name)).status_code == 302
    assert as_role("Vertaler Frans").get(reverse(name)).status_code == 200
