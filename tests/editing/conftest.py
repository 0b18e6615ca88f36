"""The people of the department."""

import pytest
from django.contrib.auth.models import Permission

CONTENT = ("partner", "call", "callseries", "document", "source", "changenote", "framework")


@pytest.fixture
def person(django_user_model):
    """`person("name", "revisions.publish_page", …)`: an editor with some further rights."""

    def make(name, *rights, writes=True):
        user = django_user_model.objects.create_user(name, is_staff=True)
        actions = ("view", "change", "add") if writes else ("view",)
        names = [f"{action}_{model}" for action in actions for model in CONTENT]
        names += [right.split(".")[1] for right in rights]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        return user

    return make


@pytest.fixture
def editor(person):
    return person("editor")


@pytest.fixture
def publisher(person):
    return person("publisher", "revisions.publish_page")
