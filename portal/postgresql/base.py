from django.db.backends.postgresql import base

from portal.postgresql import driver
from portal.postgresql.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    Database = driver
    SchemaEditorClass = DatabaseSchemaEditor
