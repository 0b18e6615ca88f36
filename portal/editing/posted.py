"""The form that somebody posted: merged with what others changed, its errors in words."""

import json
import re

from portal.revisions.submitted import checksums

PART = re.compile(r"_[01]$")  # of a field with a day and an hour


def read_seen(text):
    try:
        seen = json.loads(text or "")
        return seen if isinstance(seen["edits"], int) and isinstance(seen["marks"], dict) else None
    except (ValueError, TypeError, KeyError):
        return None


def merge_posted(posted, live, seen):
    """What one person submitted over what another made public meanwhile, and where both differ.

    `seen` has the marks of what both began with. Rows of one kind are taken as a whole.
    """
    theirs = {}
    for name, value in live:
        theirs.setdefault(name, []).append(value)
    result, conflicts = posted.copy(), []
    mine_now = checksums((name, value) for name, values in posted.lists() for value in values)
    theirs_now = checksums(live)
    groups = {}
    for name in {*theirs, *posted} - {"csrfmiddlewaretoken"}:
        prefix = name.rsplit("-", 2)[0] if name.count("-") > 1 or name.endswith("_FORMS") else name
        groups.setdefault(prefix, []).append(name)
    for names in groups.values():
        if all(mine_now.get(name) == seen.get(name) for name in names):
            for name in names:  # untouched by me
                result.setlist(name, theirs.get(name, []))
        elif not all(theirs_now.get(name) == seen.get(name) for name in names):
            conflicts += [
                (name, ", ".join(theirs.get(name, [])), ", ".join(posted.getlist(name)))
                for name in sorted(names)
                if mine_now.get(name) != theirs_now.get(name) and not name.startswith("_")
            ]
    return result, conflicts


def submitted_value(form, name):
    return form.cleaned_data.get(name, form[name].value())


def label_of(form, name):
    label = form.fields[name].label or name
    prefix = form._meta.model._meta.verbose_name if form.prefix else ""
    return f"{prefix}: {label}" if prefix else str(label)


def label_of_name(form, name):
    field = form.fields.get(PART.sub("", name))
    return str(field.label) if field else name


def format_errors(form, formsets):
    """Everything that is wrong with a submitted form, in words."""
    found = [
        f"{label_of(form, name) + ': ' if name in form.fields else ''}{message}"
        for name, errors in form.errors.items()
        for message in errors
    ]
    for formset in formsets:
        found += [str(error) for error in formset.non_form_errors()]
        found += [
            f"{label_of(row, name) + ': ' if name in row.fields else ''}{message}"
            for row in formset.forms
            for name, errors in row.errors.items()
            for message in errors
        ]
    return found
