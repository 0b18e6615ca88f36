"""Nobody gives a right that they do not have themselves: not to an account, not to a role."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from tests.support.admin_forms import address, change_page, fields, soup

pytestmark = pytest.mark.django_db


def right(name):
    return Permission.objects.get(codename=name)


def role(name):
    return Group.objects.get(name=name)


@pytest.fixture
def colleague(django_user_model):
    return django_user_model.objects.create_user("collega", is_staff=True)


@pytest.fixture
def administrator(client, django_user_model):
    user = django_user_model.objects.create_user("beheerder", is_staff=True)
    user.groups.add(role("Beheerder"))
    client.force_login(user)
    return user


@pytest.fixture
def above():
    """A group with a right that administrators do not have."""
    group = Group.objects.create(name="Opruimers")
    group.permissions.add(right("delete_user"))
    return group


def save(client, record, **changes):
    page = change_page(record)
    return client.post(page, {**fields(client.get(page)), **changes})


def test_an_administrator_gives_every_role(client, administrator, colleague):
    offered = soup(client.get(change_page(colleague))).select("[name=groups]")
    assert {int(one["value"]) for one in offered} == {*Group.objects.values_list("pk", flat=True)}
    assert save(client, colleague, groups=[role("Vertaler Frans").pk]).status_code == 302
    assert colleague.groups.get() == role("Vertaler Frans")


@pytest.mark.parametrize("whose", ["administrator", "colleague"])
def test_a_single_right_that_is_posted_is_given_to_nobody(client, administrator, colleague, whose):
    account = {"administrator": administrator, "colleague": colleague}[whose]
    assert "user_permissions" not in fields(client.get(change_page(account)))
    save(client, account, user_permissions=[right("delete_user").pk], first_name="An")
    account = User.objects.get(pk=account.pk)
    assert account.first_name == "An"
    assert not account.user_permissions.exists()


@pytest.mark.parametrize("whose", ["administrator", "colleague"])
def test_a_role_with_more_rights_than_the_giver_is_not_given(
    client, administrator, colleague, above, whose
):
    account = {"administrator": administrator, "colleague": colleague}[whose]
    assert str(above.pk) not in fields(client.get(change_page(account))).get("groups", [])
    assert save(client, account, groups=[above.pk]).status_code == 200
    assert above not in account.groups.all()


def test_a_fixed_role_that_got_a_further_right_is_not_given(client, administrator, colleague):
    role("Publicist").permissions.add(right("delete_user"))
    assert save(client, colleague, groups=[role("Publicist").pk]).status_code == 200
    assert not colleague.groups.exists()


def test_who_only_manages_accounts_does_not_make_an_administrator(client, colleague):
    colleague.user_permissions.add(right("view_user"), right("change_user"))
    client.force_login(colleague)
    assert save(client, colleague, groups=[role("Beheerder").pk]).status_code == 200
    assert not colleague.groups.exists()


def test_what_an_account_holds_already_is_kept(client, administrator, colleague, above):
    colleague.groups.add(above, role("Redacteur"))
    colleague.user_permissions.add(right("delete_group"))
    assert save(client, colleague, groups=[role("Publicist").pk]).status_code == 302
    assert {*colleague.groups.all()} == {above, role("Publicist")}
    assert colleague.user_permissions.get() == right("delete_group")


def test_a_new_account_gets_no_rights_that_are_posted(client, administrator, above):
    page = address(User, "add")
    secret = {"password1": "lang genoeg 2027", "password2": "lang genoeg 2027"}
    rights = {"groups": [above.pk], "user_permissions": [right("delete_user").pk]}
    new = {"username": "nieuw", **secret, **rights}
    assert client.post(page, {**fields(client.get(page)), **new}).status_code == 302
    assert not User.objects.get(username="nieuw").get_all_permissions()


def test_roles_are_read_by_an_administrator_and_not_written(client, administrator):
    administrator.user_permissions.add(right("change_group"), right("add_group"))
    before = {*role("Beheerder").permissions.all()}
    page, new = change_page(role("Beheerder")), address(Group, "add")
    assert not soup(client.get(page)).select("[name=permissions], [name=_save]")
    sent = {"name": "Beheerder", "permissions": [right("delete_user").pk]}
    assert client.post(page, sent).status_code == 403
    assert client.post(new, {**sent, "name": "Nieuw"}).status_code == 403
    assert {*role("Beheerder").permissions.all()} == before


def test_the_password_of_who_may_do_more_is_not_set(client, administrator, colleague):
    colleague.user_permissions.add(right("delete_user"))
    page = reverse("admin:auth_user_password_change", args=[colleague.pk])
    secret = {"password1": "lang genoeg 2027", "password2": "lang genoeg 2027"}
    assert client.get(page).status_code == client.post(page, secret).status_code == 403
    assert not soup(client.get(change_page(colleague))).select("a[href*=password]")
    assert not User.objects.get(pk=colleague.pk).check_password("lang genoeg 2027")


def test_a_superuser_gives_any_right(admin_client, colleague, above):
    rights = {"groups": [above.pk], "user_permissions": [right("delete_group").pk]}
    assert save(admin_client, colleague, **rights).status_code == 302
    assert {"auth.delete_user", "auth.delete_group"} == colleague.get_all_permissions()
    page = change_page(above)
    sent = {**fields(admin_client.get(page)), "permissions": [right("add_user").pk]}
    assert admin_client.post(page, sent).status_code == 302
    assert above.permissions.get() == right("add_user")


@pytest.mark.parametrize("name", ["is_active", "is_staff"])
def test_an_account_with_more_rights_than_the_administrator_is_not_woken(
    client, administrator, colleague, above, name
):
    colleague.groups.add(above)
    User.objects.filter(pk=colleague.pk).update(**{name: False})
    assert name not in fields(client.get(change_page(colleague)))
    save(client, colleague, **{name: "on"})
    assert not getattr(User.objects.get(pk=colleague.pk), name)
