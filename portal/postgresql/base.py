from django.db.backends.postgresql import base

from portal.postgresql import driver


class DatabaseWrapper(base.DatabaseWrapper):
    Database = driver
