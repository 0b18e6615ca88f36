"""What differs between two revisions, for readers: in which languages, and in which facts."""

from django.core.exceptions import FieldDoesNotExist

from portal.i18n.languages import CODES
from portal.publishing.fields import ProseField, reads_the_same, same_markup
from portal.publishing.models import SLUGS, ChangeNote, Document, FormerFile, Source
from portal.revisions.snapshot import COUNTED, EMPTY, NOTHING, equal, row_models

# What says nothing new to readers: changing it makes no translation out of date.
NOT_SUBSTANCE = {"state", "publish_at", "slug", *SLUGS, *COUNTED}
NOT_SUBSTANCE |= {"withdraw_at", "withdrawn_as", "successor"}
NOT_SUBSTANCE |= {f"withdrawal_reason_{code}" for code in CODES}
BOOKKEEPING_ROWS = (Source, ChangeNote, FormerFile)


def changed_languages(model, old, new):
    """The languages in which a record says something new; None stands for a changed fact.

    A fact, and a row that comes or goes, shows in every language. Bookkeeping is not counted.
    """
    found = {
        language_of(model, name)
        for name in new["fields"].keys() | old["fields"].keys()
        if name not in NOT_SUBSTANCE and not is_same(model, name, old["fields"], new["fields"])
    }
    for name, row_model in row_models(model).items():
        if row_model in BOOKKEEPING_ROWS:
            continue
        before, after = old["rows"].get(name, {}), new["rows"].get(name, {})
        found |= {None} if before.keys() != after.keys() else set()
        for key in after.keys() - before.keys():
            texts = [name for name, value in after[key]["fields"].items() if value not in EMPTY]
            found |= {language_of(row_model, name) for name in texts}
        for key in before.keys() & after.keys():
            found |= changed_languages(row_model, before[key], after[key])
    return found


def is_same(model, name, old, new):
    before, after = old.get(name), new.get(name)
    if equal(before, after):
        return True
    field = field_of(model, name)
    return field is None or (isinstance(field, ProseField) and reads_the_same(before, after))


def retells(model, old, new):
    """Whether a sentence that readers were told would be another one, or gone.

    A translation that was missing may come: nobody was told anything else in that language.
    """
    for name, row_model in row_models(model).items():
        if not getattr(row_model, "keep_on_restore", False):
            continue
        told, after = old["rows"].get(name, {}), new["rows"].get(name, {})
        for key, row in told.items():
            said = {name: value for name, value in row["fields"].items() if value not in EMPTY}
            if not said.items() <= after.get(key, NOTHING)["fields"].items():
                return True
    return False


def language_of(model, name):
    return getattr(field_of(model, name), "language", None)


def field_of(model, name):
    """A field by its name; None for one that the model no longer has."""
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def settled(model, base, mine):
    """`mine`, with the texts of `base` where an editor only laid out the same words anew."""
    fields = {
        name: base["fields"][name] if _only_laid_out(model, name, base["fields"], value) else value
        for name, value in mine["fields"].items()
    }
    rows = {
        name: {
            key: settled(row_models(model)[name], base["rows"].get(name, {}).get(key, NOTHING), row)
            for key, row in some.items()
        }
        for name, some in mine["rows"].items()
    }
    return {"fields": fields, "rows": rows}


def _only_laid_out(model, name, base, value):
    is_prose = isinstance(field_of(model, name), ProseField)
    return is_prose and name in base and same_markup(base[name], value)


def replaced_files(old, new):
    """{key of a document: its old fields} of those that get another file or address."""
    before, after = (data["rows"].get("documents", {}) for data in (old, new))
    return {
        key: before[key]["fields"]
        for key in before.keys() & after.keys()
        if before[key]["fields"]["file"]
        and before[key]["fields"]["file"] != after[key]["fields"]["file"]
    }


def keep_former_files(old, new):
    """Keep the files of documents that readers knew and that another file takes the place of."""
    for key, fields in replaced_files(old, new).items():
        document = Document.objects.get(pk=key)
        known = ("file", "size", "pages", "sha256")
        document.former.create(**{name: fields[name] for name in known})
