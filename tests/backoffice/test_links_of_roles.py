"""No role is shown a link of the admin that refuses it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.template.response import TemplateResponse
from django.urls import reverse

from tests.support.admin_forms import MAKERS, TRANSLATED_MODELS, address, change_page, soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ["Redacteur", "Vertaler Frans", "Publicist", "Beheerder"]
ENDS_THE_SESSION = {reverse("admin:logout")}


def links(client, page):
    found = soup(client.get(page)).select("a[href^='/beheer/'], a[href^='?']")
    addresses = {link["href"].split("#")[0] for link in found}
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

    return begin


@pytest.mark.parametrize("role", ROLES)
def test_no_link_that_a_role_sees_refuses_it(client, django_user_model, role, without_rendering):
    records = [MAKERS[model._meta.model_name]() for model in TRANSLATED_MODELS]
    user = django_user_model.objects.create_user(role, password="password", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    index = reverse("admin:index")
    pages = {
        index,
        *map(change_page, records),
        *(address(m, "changelist") for m in TRANSLATED_MODELS),
    }
    pages |= {one for one in links(client, index) if one.startswith("/beheer/")}
    seen = {one: page for page in sorted(pages) for one in links(client, page)}
    refused = {}
    without_rendering()
    for one, page in one_of_each_kind(seen).items():
        response = client.get(one)
        b"".join(response)  # reads a file to its end, which closes it
        if response.status_code >= 400:
            refused[one] = (response.status_code, page)
    assert not refused
