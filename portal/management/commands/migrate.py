from django.core.management.commands import migrate
from django.db import connections

PATIENCE = "2s"


class Command(migrate.Command):
    """As Django's, but gives up where it would have to wait long for a lock.

    While a migration waits for a table, all who come after it wait too, readers included.
    """

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [PATIENCE])
        super().handle(*args, **options)
