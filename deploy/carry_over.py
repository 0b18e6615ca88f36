"""Copy a database from before November 2026 into a new one, where some tables have other names.

    DATABASE_URL=<new, migrated, empty> .venv/bin/python deploy/carry_over.py <URL of the old one>

Nothing is written into the old database, the new one gets everything or nothing. Keys stay as
they are, also of content types: the hashes of versions and of the public history still hold.
"""

import json
import os
import sys
from datetime import UTC
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
        "revisions": ["draft", "previewlink", "revision"],
        "redirects": ["redirect"],
        "archive": ["publicversion"],
        "links": ["link", "linkplace"],
    }.items()
    for model in models
}
FORMER["revisions.editsession"] = "publishing_opened"
FORMER["revisions.revision"] = "publishing_version"
RENAMED = {"publishing_version": {"did": "action"}}  # columns
NEW = {  # columns that were not there
    "publishing_version": {"notice": {}, "files": {}},
    "publishing_document": {"sha256": ""},
    "publishing_formerfile": {"sha256": ""},
    "publishing_publicversion": {"is_withdrawn": False},
}
# Drafts were forms, which are filled in anew; links to a preview end, after 14 days at most.
DRAFTS, NOT_COPIED = "publishing_draft", {"publishing_draft", "publishing_previewlink"}
AT_A_TIME = 500  # rows
LANGUAGES = ("nl", "fr", "de", "en")


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
    """Copy all rows; a column that is new may be empty. Returns how many rows there were."""
    read, write = old.cursor(), new.cursor()
    read.execute(f"SELECT * FROM {quoted(old, [former])}")  # noqa: S608  names of our own models
    renamed, added = RENAMED.get(former, {}), NEW.get(former, {})
    names = [renamed.get(column[0], column[0]) for column in read.description] + list(added)
    columns = new.introspection.get_table_description(write, table)
    if unknown := set(names) - {one.name for one in columns}:
        raise SystemExit(f"{former}: there is no place for {sorted(unknown)}")
    if missing := {one.name for one in columns if not one.null_ok} - set(names):
        raise SystemExit(f"{former}: nothing is known of {sorted(missing)}")
    extra = [json.dumps(value) if isinstance(value, dict) else value for value in added.values()]
    places = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO {quoted(new, [table])} ({quoted(new, names)}) VALUES ({places})"  # noqa: S608  likewise
    count = 0
    while rows := read.fetchmany(AT_A_TIME):
        write.executemany(insert, [[*map(as_parameter, row), *extra] for row in rows])
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
    # What was not there begins anew: the log takes up what is carried over.
    not_copied = {former for _model, former, _table in tables()} - {
        *old.introspection.table_names()
    }
    with transaction.atomic(using=new.alias):
        for _model, _former, table in tables():
            new.cursor().execute(f"DELETE FROM {quoted(new, [table])}")  # noqa: S608  likewise
        for model, former, table in tables():
            copied = 0 if former in NOT_COPIED | not_copied else copy_table(old, new, former, table)
            counts[table] = copied
            if copied:
                for statement in new.ops.sequence_reset_sql(no_style(), [model]):
                    new.cursor().execute(statement)
        rename_content_types(new)
    return counts


# Drafts, which were forms


@transaction.atomic
def carry_over_drafts(old):
    """Make a revision of every form that was kept as a draft; returns what could not be one."""
    cursor, refused = old.cursor(), []
    cursor.execute(f"SELECT * FROM {quoted(old, [DRAFTS])}")  # noqa: S608  likewise
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        draft = dict(zip(names, values, strict=True))
        cursor.execute(
            "SELECT field, file, original_name FROM publishing_draftfile WHERE draft_id = %s",
            [draft["id"]],
        )
        refused += carry_over_draft(draft, cursor.fetchall())
    return refused


def carry_over_draft(found, files):
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType

    from portal.revisions import current, workflow
    from portal.revisions.models import Draft, Revision

    kind = ContentType.objects.get_for_id(found["content_type_id"])
    record = kind.model_class()._base_manager.filter(pk=found["object_id"]).first()
    author = get_user_model().objects.get(pk=found["author_id"])
    form = as_python(found["form"])
    if record is None:
        return []
    if not form:
        draft = workflow.keep_draft(record, Revision.objects.begin(record), author)
        said = []
    else:
        base = current.newest(record)
        data, notice, said = read_form(record, base, form, files)
        # What did not change anything yet is a draft all the same: somebody began it.
        workflow.save(record, author, base, data, notice or {"minor": True})
        draft = current.draft_of(record)
    for name in ("saved_at", "asked_at", "step", "remark"):
        setattr(draft, name, as_moment(found[name]) if name.endswith("_at") else found[name])
    if found["step"] == Draft.Step.APPROVED:
        draft.live_at, draft.approved = as_moment(found["live_at"]), draft.revision
        draft.approved_by_id = found["approved_by_id"]
    draft.save()
    return [{"page": str(record), **one} for one in said]


def read_form(record, base, form, files):
    """(data, notice, what is wrong) of a form as it was posted, read by the form of today."""
    from django.contrib import admin
    from django.core.files.storage import default_storage
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.http import QueryDict
    from django.test import RequestFactory
    from django.utils.datastructures import MultiValueDict

    from portal.revisions import current

    posted, uploads = QueryDict(mutable=True), MultiValueDict()
    for name, value in form:
        posted.appendlist(name, value)
    for field, file, name in files:
        with default_storage.open(file) as opened:
            uploads.appendlist(field, SimpleUploadedFile(name, opened.read()))
    request = RequestFactory().post("/")
    request.user = apps.get_model("auth", "User")(is_superuser=True, is_active=True)
    request.POST, request._files, request.revision = posted, uploads, base
    model_admin = admin.site.get_model_admin(type(record))
    with current.shown_as(record, base, keeps_files=True) as shown:
        bound, formsets, is_valid = model_admin.bound(request, shown)
        if is_valid:
            data = model_admin.written(request, bound, formsets)
            return withdrawal(data, posted), bound.notice(), []
        wrong = [{"errors": bound.errors, "rows": [rows.errors for rows in formsets]}]
    return base.data, {}, [{"form": form, **one} for one in wrong]


def withdrawal(data, posted):
    """The data with what a form of before said of a withdrawal."""
    fields = dict(data["fields"])
    for name in ("withdrawn_as", "successor", *(f"withdrawal_reason_{x}" for x in LANGUAGES)):
        fields[name] = posted.get(name, fields[name])
    if posted.get("withdraw"):
        fields["state"] = "withdrawn"
    return {**data, "fields": fields}


def as_python(value):
    return json.loads(value) if isinstance(value, str) else value


def as_moment(value):
    from django.utils.dateparse import parse_datetime
    from django.utils.timezone import is_naive, make_aware

    moment = parse_datetime(value) if isinstance(value, str) else value
    return make_aware(moment, UTC) if moment and is_naive(moment) else moment


if __name__ == "__main__":
    settings.DATABASES["old"] = environ.Env.db_url_config(sys.argv[1])
    django.setup()
    from calls.event_revisions import keep_revisions  # now there are models

    if apps.get_model("revisions", "Revision").objects.exists():
        raise SystemExit("The new database has revisions already: it is not empty.")
    copied = carry_over(connections["old"], connections["default"])
    call_command("migrate", verbosity=0)  # rights and roles that are new
    call_command("check_trail")
    keep_revisions()
    if refused := carry_over_drafts(connections["old"]):
        left = Path("drafts-with-mistakes.json")
        left.write_text(json.dumps(refused, indent=2, ensure_ascii=False))
        print(f"{len(refused)} drafts had mistakes and have to be written again: see {left}.")
    call_command("check_trail")
    print(f"Copied {sum(copied.values())} rows of {len(copied)} tables.")
