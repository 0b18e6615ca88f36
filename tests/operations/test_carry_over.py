"""deploy/carry_over.py copies a database from before November 2026."""

import pytest
from django.db import connection

from deploy import carry_over
from portal.archive.capture import capture
from portal.archive.models import PublicVersion
from tests.support.factories import make_partner


@pytest.mark.django_db
@pytest.mark.every_database
def test_versions_from_before_are_of_public_pages():
    capture(make_partner())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE publishing_publicversion AS SELECT * FROM archive_publicversion"
        )
        cursor.execute("ALTER TABLE publishing_publicversion DROP COLUMN is_withdrawn")
        cursor.execute("DELETE FROM archive_publicversion")
    tables = ["publishing_publicversion", "archive_publicversion"]
    assert carry_over.copy_table(connection, connection, *tables) == 4
    assert PublicVersion.objects.of_public_pages().count() == 4
