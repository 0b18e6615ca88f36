"""Accounts: nobody becomes more than they are, and a password is not guessed."""

import pytest
from django.contrib.auth.models import Permission

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
