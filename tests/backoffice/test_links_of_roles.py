"""No role is shown a link of the admin that refuses it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.template.response import TemplateResponse
from django.urls import reverse

from tests.support.admin_forms import MAKERS, TRANSLATED_MODELS, address, change_page, tree

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ["Redacteur", "Vertaler Frans", "Publicist", "Beheerder"]
ENDS_THE_SESSION = {reverse("admin:logout")}


def links(client, page):
    """The addresses in the admin to which a page has links; None where it is refused."""
    response = client.get(page)
    if response.status_code >= 400:
        return None
    found = tree(response).xpath("//a/@href")
    addresses = {one.split("#")[0] for one in found if one.startswith(("/beheer/", "?"))}
    return {page + one if one.startswith("?") else one for one in addresses} - ENDS_THE_SESSION


def one_of_each_kind(seen):
    """Of the links to one page with the same parameters, such as each order of a list, the last."""
    kinds = {(urlsplit(one).path, *sorted(parse_qs(urlsplit(one).query))): one for one in seen}
    return {one: seen[one] for one in kinds.values()}


@pytest.fixture
def without_rendering(monkeypatch):
    """A function after which pages stay empty: who may see them is decided before.

    That all of them can be rendered for each role is tested in test_roles.
    """

    def begin():
        monkeypatch.setattr(TemplateResponse, "rendered_content", "")
        monkeypatch.setattr(admin.site, "each_context", lambda request: {})

    return begin


@pytest.mark.parametrize("role", ROLES)
def test_no_link_that_a_role_sees_refuses_it(client, django_user_model, role, without_rendering):
    records = [MAKERS[model._meta.model_name]() for model in TRANSLATED_MODELS]
    user = django_user_model.objects.create_user(role, password="password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    lists = {address(model, "changelist") for model in TRANSLATED_MODELS}
    pages = {reverse("admin:index"), *map(change_page, records), *lists}
    pages |= {one for one in links(client, reverse("admin:index")) if one.startswith("/beheer/")}
    read = {page: links(client, page) for page in sorted(pages)}
    seen = {one: page for page, found in read.items() for one in found or ()}
    opened = {page for page, found in read.items() if found is not None}
    refused = {}
    without_rendering()
    for one, page in one_of_each_kind(seen).items():
        if one in opened:
            continue
        response = client.get(one)
        b"".join(response)  # reads a file to its end, which closes it
        if response.status_code >= 400:
            refused[one] = (response.status_code, page)
    assert not refused
