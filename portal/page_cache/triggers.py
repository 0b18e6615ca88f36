"""Triggers of the database: each transaction that changes a table readers may see is noted.

So every process learns of any change, also of one by a bulk update, a command or by hand. They are
made after each migration, for every table but those of UNSEEN.
"""

from django.apps import apps
from django.db import connections
from django.utils.text import Truncator

from portal.page_cache.models import ContentChange

# Applications and models of which no public page shows anything.
UNSEEN = {
    "account",  # how staff sign in, by django-allauth, like the next three
    "mfa",
    "socialaccount",
    "usersessions",
    "accounts",  # attempts to sign in
    "archive",  # what pages were: it follows them, and its own pages are not kept
    "alerts",  # who follows what, and what they were told
    "admin",  # the log of Django's own admin
    "api",  # what was told of changes: it follows them
    "auth",  # accounts of staff; signing in writes here
    "contenttypes",
    "links",  # results of link checks, for the worklist
    "outbox",
    "page_cache",
    "revisions",  # drafts: what is public of them is written to the records
    "search.emptysearch",  # counts for staff
    "sessions",
    "transparency",  # its addresses are never kept, or never change
}
PREFIX = "content_changed_"
FUNCTION = """
    CREATE OR REPLACE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO page_cache_contentchange (at, backend) VALUES (now(), pg_backend_pid())
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
"""
POSTGRESQL = """
    CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()
"""
# SQLite has one writer at a time. A row a second is enough, as long as its key rises. No OR REPLACE
# here: how the statement that fires a trigger treats conflicts counts for the trigger too.
SQLITE = """
    CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
        UPDATE page_cache_contentchange SET id = (SELECT max(id) + 1 FROM page_cache_contentchange)
        WHERE at = CURRENT_TIMESTAMP;
        INSERT INTO page_cache_contentchange (id, at, backend)
        SELECT (SELECT coalesce(max(id), 0) + 1 FROM page_cache_contentchange), CURRENT_TIMESTAMP, 0
        WHERE NOT EXISTS (SELECT 1 FROM page_cache_contentchange WHERE at = CURRENT_TIMESTAMP);
    END
"""
EVENTS = {"postgresql": [""], "sqlite": ["INSERT", "UPDATE", "DELETE"]}
FOUND = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def seen_tables():
    """The tables of every model that readers may see something of."""
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not {model._meta.app_label, model._meta.label_lower} & UNSEEN
    ]


def install_triggers(using="default", **_signal):
    """Make the triggers that are missing; safe to repeat."""
    connection = connections[using]
    existing = connection.introspection.table_names()
    if ContentChange._meta.db_table not in existing:
        return  # migrated back, or not yet here
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
        wanted = {
            trigger_name(table, event): (table, event)
            for table in set(seen_tables()) & set(existing)
            for event in EVENTS[connection.vendor]
        }
        missing = {name: wanted[name] for name in wanted.keys() - found}
        if missing and connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        template = {"postgresql": POSTGRESQL, "sqlite": SQLITE}[connection.vendor]
        for name, (table, event) in missing.items():
            quoted = connection.ops.quote_name(table)
            cursor.execute(template.format(name=name, table=quoted, event=event))


def trigger_name(table, event):
    return Truncator(f"{PREFIX}{table}_{event}".lower().rstrip("_")).chars(63, truncate="")
