"""Every committed change of what readers may see makes another version of the content."""

import pytest
from django.apps import apps
from django.db import connection, connections, transaction

from partners.models import Partner
from portal.page_cache.models import ContentChange
from portal.page_cache.triggers import install_triggers, seen_tables
from portal.revisions.models import EditSession
from portal.search.models import EmptySearch
from tests.support.factories import make_partner


@pytest.mark.django_db
@pytest.mark.every_database
@pytest.mark.parametrize(
    "change",
    [
        lambda: Partner.objects.update(name_nl="Cymru"),
        lambda: Partner.objects.all().delete(),
        lambda: make_partner(),
        lambda: connection.cursor().execute("UPDATE partners_partner SET iso_code = 'XX'"),
    ],
    ids=["in bulk", "deletion", "a new one", "by hand"],
)
def test_any_kind_of_change_makes_another_version(change):
    make_partner()
    ContentChange.objects.all().delete()  # on PostgreSQL a transaction counts once
    before = ContentChange.objects.version()
    change()
    assert ContentChange.objects.version() != before


@pytest.mark.django_db
@pytest.mark.every_database
def test_what_readers_never_see_changes_nothing():
    before = ContentChange.objects.version()
    EmptySearch.objects.count_one("xyz")
    EditSession.objects.all().delete()
    assert ContentChange.objects.version() == before


@pytest.mark.django_db
def test_every_table_is_watched_or_known_to_be_unseen():
    watched = set(seen_tables())
    assert {"calls_call", "partners_partner", "search_synonym", "redirects_redirect"} <= watched
    assert apps.get_model("policy.FocusEntry").partners.through._meta.db_table in watched
    assert (
        not {
            "django_session",
            "auth_user",
            "revisions_draft",
            "accounts_signinattempt",
            "mfa_authenticator",
        }
        & watched
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.every_database
def test_what_is_rolled_back_makes_no_other_version():
    before = ContentChange.objects.version()
    with transaction.atomic():
        make_partner()
        transaction.set_rollback(True)
    assert ContentChange.objects.version() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_the_one_that_began_first_and_commits_last_is_noticed():
    """Whoever looked in between must not take what it saw for the newest."""
    make_partner()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE partners_partner SET iso_code = 'XX'")
            make_partner()
            between = ContentChange.objects.version()
            cursor.execute("COMMIT")
        assert ContentChange.objects.version() != between
    finally:
        other.close()


@pytest.mark.django_db
@pytest.mark.every_database
def test_missing_triggers_are_made_again(django_assert_num_queries):
    table = "partners_partner"
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    suffix = "" if connection.vendor == "postgresql" else "_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER content_changed_{table}{suffix}{on_table}")
    install_triggers()
    make_partner()
    ContentChange.objects.all().delete()
    before = ContentChange.objects.version()
    Partner.objects.update(iso_code="XX")
    assert ContentChange.objects.version() != before
