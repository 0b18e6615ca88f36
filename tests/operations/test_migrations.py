"""An upgrade keeps nobody waiting: no migration holds a long lock, or takes away what is in use."""

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader

from portal.postgresql.operations import AddIndexConcurrently
from tests.support.migrations import problems

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL has these locks"),
]
INDEX = models.Index(fields=["name_nl"], name="of_names")
POSITIVE = models.CheckConstraint(condition=models.Q(pk__gt=0), name="positive")
COLUMN = models.IntegerField
WAITING = {
    "an index": (migrations.AddIndex("partner", INDEX), "require-concurrent-index-creation"),
    "a column that the old code does not fill": (
        migrations.AddField("partner", "x", COLUMN(default=1)),
        "ban-drop-default",
    ),
    "another type": (
        migrations.AlterField("partner", "iso_code", models.TextField(blank=True)),
        "changing-column-type",
    ),
    "a rule for all rows": (
        migrations.AddConstraint("partner", POSITIVE),
        "constraint-missing-not-valid",
    ),
    "a column that goes": (migrations.RemoveField("partner", "iso_code"), "ban-drop-column"),
    "another name": (migrations.RenameField("partner", "iso_code", "iso"), "renaming-column"),
    "a table that goes": (migrations.DeleteModel("Partner"), "ban-drop-table"),
}
HARMLESS = {
    "a table": migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]),
    "a column that may be empty": migrations.AddField("partner", "x", COLUMN(null=True)),
    "a column that the database fills": migrations.AddField("partner", "x", COLUMN(db_default=1)),
}


@pytest.fixture
def state():
    return MigrationLoader(connection).project_state()


def migration(*operations, app="partners", **attributes):
    kind = type("Migration", (migrations.Migration,), {"operations": operations, **attributes})
    return kind("0002_next", app)


@pytest.mark.parametrize(("operation", "rule"), WAITING.values(), ids=WAITING)
def test_what_keeps_visitors_or_the_old_code_waiting_is_found(state, operation, rule):
    assert rule in problems(migration(operation), state)


@pytest.mark.parametrize("operation", HARMLESS.values(), ids=HARMLESS)
def test_what_nobody_notices_is_not(state, operation):
    assert problems(migration(operation), state) == set()


@pytest.mark.django_db(transaction=True)
def test_an_index_may_be_made_beside_the_work(state):
    assert problems(migration(AddIndexConcurrently("partner", INDEX), atomic=False), state) == set()


def test_a_migration_may_give_its_reason(state):
    reason = {"require-concurrent-index-creation": "The table is empty."}
    assert (
        problems(migration(migrations.AddIndex("partner", INDEX), accepted_locks=reason), state)
        == set()
    )


def test_no_migration_of_ours_keeps_anybody_waiting():
    loader, found = MigrationLoader(connection), {}
    ours = {config.label for config in apps.get_app_configs() if ".venv" not in config.path}
    for (app, name), one in loader.graph.nodes.items():
        if app in ours and not one.initial:
            before = loader.project_state((app, name), at_end=False)
            found[app, name] = problems(one, before)
    assert {key: rules for key, rules in found.items() if rules} == {}
