from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OperationsConfig(AppConfig):
    name = "portal.operations"

    def ready(self):
        from portal.operations.queries import watch_queries

        connection_created.connect(watch_queries)
