"""Copy a database from before November 2026 into a new one, where some tables have other names.

    DATABASE_URL=<new, migrated, empty> .venv/bin/python deploy/carry_over.py <URL of the old one>

Nothing is written into the old database, the new one gets everything or nothing. Keys stay as
they are, also of content types: the hashes of versions and of the public history still hold.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

import django
import environ
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction

# {model: the table that it had}; all other tables keep their name.
FORMER = {
    f"{app}.{model}": f"publishing_{model}"
    for app, models in {
        "revisions": ["draft", "draftfile", "previewlink", "version"],
        "redirects": ["redirect"],
        "archive": ["publicversion"],
        "links": ["link", "linkplace"],
    }.items()
    for model in models
}
FORMER["revisions.editsession"] = "publishing_opened"
AT_A_TIME = 500  # rows


def tables():
    """[(model, its former table, its table)] of all that is carried over; sessions end."""
    return [
        (model, FORMER.get(model._meta.label_lower, model._meta.db_table), model._meta.db_table)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label != "sessions"
    ]


def quoted(connection, names):
    return ", ".join(map(connection.ops.quote_name, names))


def copy_table(old, new, former, table):
    """Copy all rows; the columns have to be the same. Returns how many rows there were."""
    read, write = old.cursor(), new.cursor()
    read.execute(f"SELECT * FROM {quoted(old, [former])}")  # noqa: S608  names of our own models
    names = [column[0] for column in read.description]
    present = {one.name for one in new.introspection.get_table_description(write, table)}
    if present != set(names):
        raise SystemExit(f"{former}: the columns differ: {sorted(present ^ set(names))}")
    places = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO {quoted(new, [table])} ({quoted(new, names)}) VALUES ({places})"  # noqa: S608  likewise
    count = 0
    while rows := read.fetchmany(AT_A_TIME):
        write.executemany(insert, [[as_parameter(value) for value in row] for row in rows])
        count += len(rows)
    return count


def as_parameter(value):
    """psycopg reads JSON as lists and dicts, and wants it back as JSON."""
    if isinstance(value, dict | list):
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value


def rename_content_types(new):
    """Content types and rights keep their keys and get the names of their models of now."""
    cursor = new.cursor()
    for label, former in FORMER.items():
        app, model = label.split(".")
        before = former.removeprefix("publishing_")
        cursor.execute(
            "UPDATE django_content_type SET app_label = %s, model = %s "
            "WHERE app_label = 'publishing' AND model = %s",
            [app, model, before],
        )
        for action in ("add", "change", "delete", "view"):
            cursor.execute(
                "UPDATE auth_permission SET codename = %s WHERE codename = %s",
                [f"{action}_{model}", f"{action}_{before}"],
            )


def carry_over(old, new):
    counts = {}
    with transaction.atomic(using=new.alias):
        for _model, _former, table in tables():
            new.cursor().execute(f"DELETE FROM {quoted(new, [table])}")  # noqa: S608  likewise
        for model, former, table in tables():
            counts[table] = copy_table(old, new, former, table)
            if counts[table]:
                for statement in new.ops.sequence_reset_sql(no_style(), [model]):
                    new.cursor().execute(statement)
        rename_content_types(new)
    return counts


if __name__ == "__main__":
    settings.DATABASES["old"] = environ.Env.db_url_config(sys.argv[1])
    django.setup()
    if apps.get_model("revisions", "Version").objects.exists():
        raise SystemExit("The new database has versions already: it is not empty.")
    copied = carry_over(connections["old"], connections["default"])
    call_command("migrate", verbosity=0)  # rights and roles that are new
    call_command("check_trail")
    print(f"Copied {sum(copied.values())} rows of {len(copied)} tables.")
