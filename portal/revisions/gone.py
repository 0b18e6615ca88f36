"""What a revision refers to and no longer exists: it is left out when the revision is put back."""

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.revisions.changes import field_of
from portal.revisions.snapshot import row_models


def without_gone(model, data, name_of, parent=None):
    """(the data without what is gone, [what that was, in words]).

    `name_of(model, key)` names what no longer exists. A row that cannot be without it is left out
    too; a record that cannot raises a ValidationError.
    """
    fields, left_out = dict(data["fields"]), []
    for name, value in data["fields"].items():
        field = field_of(model, name)
        if isinstance(field, FileField) and value and not default_storage.exists(value):
            raise ValidationError({name: _("%(names)s no longer exists.") % {"names": value}})
        if not (field and field.is_relation and value) or field.related_model is parent:
            continue
        keys = value if isinstance(value, list) else [value]
        there = set(
            field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        )
        gone = [key for key in keys if key not in there]
        if not gone:
            continue
        label = capfirst(str(field.verbose_name))
        names = ", ".join(name_of(field.related_model, key) for key in gone)
        if not (field.many_to_many or field.null):
            raise ValidationError({name: _("%(names)s no longer exists.") % {"names": names}})
        left_out.append(f"{label}: {names}")
        fields[name] = [key for key in keys if key in there] if field.many_to_many else None
    rows = {}
    for name, found in data["rows"].items():
        row_model = row_models(model).get(name)
        if row_model is None:  # such rows are no longer kept
            continue
        for key, row in found.items():
            try:
                kept, lost = without_gone(row_model, row, name_of, parent=model)
            except ValidationError as error:
                kept, lost = None, error.messages
            title = capfirst(str(row_model._meta.verbose_name))
            left_out += [f"{title}: {one}" for one in lost]
            if kept:
                rows.setdefault(name, {})[key] = kept
    return {**data, "fields": fields, "rows": rows}, left_out
