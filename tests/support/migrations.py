"""The SQL of a migration, and what of it would keep visitors or the old code waiting."""

import json
import subprocess
import sys
from pathlib import Path

from django.db import connection

# Of taste, or said once for all: docs/deploy.md gives migrations their time-outs.
NOT_ASKED = (
    "prefer-bigint-over-int,prefer-bigint-over-smallint,prefer-identity,prefer-robust-stmts,"
    "prefer-text-field,prefer-timestamp-tz,require-lock-timeout,require-statement-timeout,"
    "require-timeout-settings"
)


def sql_of(migration, state):
    """What a migration runs on PostgreSQL, after those that made the `ProjectState`."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def problems(migration, state):
    """The names of squawk's rules that a migration breaks and does not name in `accepted_locks`.

    See squawkhq.com/docs/rules for each. `accepted_locks` is {name: reason} of the migration.
    """
    squawk = Path(sys.executable).with_name("squawk")
    command = [squawk, "--reporter=json", "--pg-version=15", f"--exclude={NOT_ASKED}"]
    if migration.atomic:
        command.append("--assume-in-transaction")
    said = subprocess.run(  # noqa: S603 our own words
        command, input=sql_of(migration, state), capture_output=True, text=True
    ).stdout
    found = {one["rule_name"] for one in json.loads(said)}
    return found - {*getattr(migration, "accepted_locks", {})}
