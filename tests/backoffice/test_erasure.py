"""The data of who left are erased, and the chain of the logbook still shows any other change."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection, models

from portal.revisions.models import Altered, Revision, check_trail
from tests.support.admin_forms import change_page, fields
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def left(client, admin_client, django_user_model):
    """An account with a name, of which the logbook knows changes, and which made some."""
    user = django_user_model.objects.create_superuser(
        "an.peeters", email="an.peeters@portal.example", password="password", first_name="An"
    )
    page = change_page(user)
    admin_client.post(page, {**fields(admin_client.get(page)), "last_name": "Peeters"})
    Revision.objects.keep(make_partner(), Revision.Action.CHANGED, user)
    Authenticator.objects.create(user=user, type="totp", data={})
    return user


def everything_stored():
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (ours)
            found += cursor.fetchall()
    return str(found).lower()


def test_nothing_that_is_stored_names_the_person(left):
    assert "peeters" in everything_stored()
    before = check_trail()[0]
    call_command("erase_staff", "an.peeters", verbosity=0)
    assert "peeters" not in everything_stored()
    assert check_trail()[0] == before + 1
    assert Revision.objects.filter(person=f"voormalig-{left.pk}").exists()


def test_the_account_opens_nothing_any_more(client, left):
    client.force_login(left)
    call_command("erase_staff", "an.peeters", verbosity=0)
    left.refresh_from_db()
    assert client.get("/beheer/").status_code == 302
    assert not (left.is_active or left.has_usable_password() or left.is_superuser)
    assert not Authenticator.objects.filter(user=left).exists()


@pytest.mark.parametrize("changed", [{"person": "iemand"}, {"note": "anders"}, {"data": {}}])
def test_any_other_change_still_shows(left, changed):
    call_command("erase_staff", "an.peeters", verbosity=0)
    entry = Revision.objects.of_the_record().filter(by=left).first()
    models.QuerySet(Revision).filter(pk=entry.pk).update(**changed)
    with pytest.raises(Altered):
        check_trail()


def test_an_altered_erasure_shows(left):
    call_command("erase_staff", "an.peeters", verbosity=0)
    erasure = Revision.objects.get(action=Revision.Action.ERASED)
    models.QuerySet(Revision).filter(pk=erasure.pk).update(data={"erased": {}})
    with pytest.raises(Altered):
        check_trail()


def test_two_erasures_leave_one_chain(left, admin_user):
    call_command("erase_staff", "an.peeters", verbosity=0)
    call_command("erase_staff", "admin", verbosity=0)
    assert check_trail()[0] == Revision.objects.count()


def test_a_name_that_nobody_has_is_refused(db):
    with pytest.raises(CommandError, match="no account"):
        call_command("erase_staff", "niemand")
