"""Roles of the desk: what each may open, over every page of the desk."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from portal.publishing.admin import TranslatedAdmin
from tests.test_admin import MAKERS, address, fields, soup

pytestmark = pytest.mark.django_db
OURS = [model for model, page in admin.site._registry.items() if isinstance(page, TranslatedAdmin)]
AT_ONCE = {"contact", "focusentry"}  # public as soon as they are saved
OTHERS = ["auth.user", "auth.group"]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)


@pytest.fixture
def as_role(client, django_user_model):
    def sign_in(role):
        user = django_user_model.objects.create_user("iemand", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize(
    ("role", "opens_add", "writes"),
    [
        ("Redacteur", 200, {"_nl", "_fr", "_de", "_en"}),
        ("Publicist", 200, {"_nl", "_fr", "_de", "_en"}),
        ("Beheerder", 200, {"_nl", "_fr", "_de", "_en"}),
        ("Vertaler Frans", 403, {"_fr"}),
        ("Vertaler Duits", 403, {"_de"}),
        ("Vertaler Engels", 403, {"_en"}),
    ],
)
@every_model
def test_each_role_writes_what_it_may_on_every_form(as_role, model, role, opens_add, writes):
    client = as_role(role)
    thing = MAKERS[model._meta.model_name]()
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "history", thing.pk)).status_code == 200
    assert client.get(address(model, "add")).status_code == opens_add
    shown = fields(client.get(address(model, "change", thing.pk)))
    texts = {name[-3:] for name in shown if "-" not in name and name[-3:-2] == "_"}
    if model._meta.model_name in AT_ONCE and role not in {"Publicist", "Beheerder"}:
        writes = set()
    assert texts & {"_nl", "_fr", "_de", "_en"} == writes


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
    thing = MAKERS["partner"]()
    assert not soup(client.get(address(type(thing), "change", thing.pk))).select("[name=_publish]")


def test_making_the_roles_again_changes_nothing(db):
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    call_command("migrate", verbosity=0)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert len(before) == 6
