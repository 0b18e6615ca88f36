"""Between tests the database is as migrations left it, whatever a test wrote."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from partners.models import Partner
from tests.support.emptying import Emptying
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_a_test_wrote_is_gone_and_the_rest_is_as_it_was():
    roles, emptying = list(Group.objects.order_by("pk")), Emptying()
    make_partner().changes.create(text_nl="Nieuw")
    emptying.empty()
    assert not Partner.objects.exists()
    assert list(Group.objects.order_by("pk")) == roles != []


def test_what_migrations_made_is_made_again_when_a_test_changed_it():
    names, emptying = set(Permission.objects.values_list("codename", flat=True)), Emptying()
    ContentType.objects.get_for_model(Partner).delete()
    make_partner()
    emptying.empty()
    assert not Partner.objects.exists()
    assert set(Permission.objects.values_list("codename", flat=True)) == names
