"""Accounts: nobody becomes more than they are, and a password is not guessed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.support.admin_forms import address, change_page, errors, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client, django_user_model):
    """Who may manage accounts without being a superuser."""
    user = django_user_model.objects.create_user("manager", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client.force_login(user)
    return user


def test_who_manages_accounts_makes_nobody_a_superuser(client, manager):
    page = change_page(manager)
    form = fields(client.get(page))
    assert "is_superuser" not in form
    client.post(page, {**form, "is_superuser": "on"})
    manager.refresh_from_db()
    assert not manager.is_superuser


def test_who_manages_accounts_does_not_take_over_that_of_a_superuser(client, manager, admin_user):
    assert client.post(change_page(admin_user), {"username": "x"}).status_code == 403


def test_a_password_that_is_easily_guessed_is_refused(admin_client, django_user_model):
    page = address(django_user_model, "add")
    easy = {"username": "nieuw", "password1": "wachtwoord", "password2": "wachtwoord"}
    response = admin_client.post(page, {**fields(admin_client.get(page)), **easy})
    assert "12 tekens" in errors(response)


@pytest.fixture
def administrator(client, django_user_model):
    """Somebody with the role that manages accounts."""
    user = django_user_model.objects.create_user("beheerder", is_staff=True)
    user.groups.add(Group.objects.get(name="Beheerder"))
    client.force_login(user)
    return user


def test_an_administrator_does_not_make_a_new_account_a_superuser(
    client, administrator, django_user_model
):
    page = address(django_user_model, "add")
    secret = {"password1": "lang genoeg 2027", "password2": "lang genoeg 2027"}
    new = {"username": "nieuw", **secret, "is_superuser": "on", "is_staff": "on"}
    client.post(page, {**fields(client.get(page)), **new})
    assert not django_user_model.objects.get(username="nieuw").is_superuser


def test_an_administrator_does_not_set_the_password_of_a_superuser(
    client, administrator, admin_user
):
    page = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    secret = {"password1": "lang genoeg 2027", "password2": "lang genoeg 2027"}
    assert client.get(page).status_code == 403
    assert client.post(page, secret).status_code == 403
    assert admin_user.check_password("password")


def test_an_administrator_neither_deletes_nor_restores_a_superuser(
    client, administrator, admin_user, django_user_model
):
    page = reverse("admin:auth_user_delete", args=[admin_user.pk])
    assert client.post(page, {"post": "yes"}).status_code == 403
    many = {"action": "delete_selected", "_selected_action": admin_user.pk, "post": "yes"}
    client.post(address(django_user_model, "changelist"), many)
    assert django_user_model.objects.filter(pk=admin_user.pk).exists()


@pytest.mark.parametrize("easy", ["123456789012", "9081726354081", "beheerder-123"])
def test_a_password_that_is_common_or_of_digits_or_a_name_is_refused(
    client, administrator, django_user_model, easy
):
    page = reverse("admin:password_change")
    administrator.set_password("lang genoeg 2027")
    administrator.save()
    client.force_login(administrator)
    sent = {"old_password": "lang genoeg 2027", "new_password1": easy, "new_password2": easy}
    assert errors(client.post(page, sent))
