"""Which other record has what must be unique: said at the field, instead of by the database."""

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import F, UniqueConstraint
from django.db.models.lookups import Exact
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def name_clashes(record, error, exclude):
    """The ValidationError of constraints, with each clash at its field and with the other record.

    `exclude` are the fields that were not validated: what asks about them was not checked.
    """
    messages = dict(error.update_error_dict({}))
    for constraint in record._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or constraint.condition:
            continue
        names = fields_of(constraint)
        if not set(names).isdisjoint(exclude or ()):
            continue
        if not (other := other_with_the_same(record, constraint)):
            continue
        said = str(constraint.get_violation_error_message())
        general = messages.get(NON_FIELD_ERRORS, [])
        messages[NON_FIELD_ERRORS] = [one for one in general if said not in one.messages]
        place = next((name for name in names if getattr(record, name)), names[0])
        sentence = ValidationError(f"{said} {in_brackets(other)}", code="unique")
        if all(sentence.messages != one.messages for one in messages.setdefault(place, [])):
            messages[place].append(sentence)
    return ValidationError({name: found for name, found in messages.items() if found})


def constraint_in_words(error):
    """What a constraint says to an editor, of which the database told that it was broken; or ''.

    PostgreSQL names the constraint; SQLite names the columns, where there are only columns.
    """
    told = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            columns = [
                f"{model._meta.db_table}.{model._meta.get_field(name).column}"
                for name in getattr(constraint, "fields", ())
            ]
            is_it = constraint.name in told or (columns and told.endswith(", ".join(columns)))
            has_words = (
                constraint.violation_error_message != constraint.default_violation_error_message
            )
            if is_it and has_words:
                kind = capfirst(str(model._meta.verbose_name))
                return f"{kind}: {constraint.get_violation_error_message()}"
    return ""


def in_brackets(other):
    kind = capfirst(str(other._meta.verbose_name))
    return _("(%(kind)s: %(record)s)") % {"kind": kind, "record": other}


def other_with_the_same(record, constraint):
    """The other record that has what a constraint lets only one have, or None."""
    others = type(record)._base_manager.all()
    if not record._state.adding:
        others = others.exclude(pk=record.pk)
    meta = record._meta
    if constraint.fields:
        values = {name: getattr(record, meta.get_field(name).attname) for name in constraint.fields}
        return None if None in values.values() else others.filter(**values).first()
    expressions = record._get_field_expression_map(meta).items()
    values = {F(name): value for name, value in expressions}
    same = [Exact(one, one.replace_expressions(values)) for one in constraint.expressions]
    return others.filter(*same).first()


def fields_of(constraint):
    """The fields that must be unique together; the first one that is filled is the one to mend."""
    if constraint.fields:
        return constraint.fields[::-1]
    parts = [part for one in constraint.expressions for part in one.flatten()]
    return [part.name for part in parts if isinstance(part, F)]
