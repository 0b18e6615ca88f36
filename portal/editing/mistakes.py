"""What is wrong in a form with its rows, for the top of the page: each with a link to its place."""

from django.forms import MultiWidget
from django.utils.text import capfirst


def error_summary(form, inlines):
    """[(id of the place, its name, what is wrong)] of a form and its rows."""
    found = of_form(form)
    for inline in inlines:
        kind, formset = capfirst(str(inline.opts.verbose_name)), inline.formset
        group, name = f"{formset.prefix}-group", capfirst(str(inline.opts.verbose_name_plural))
        found += [(group, name, message) for message in formset.non_form_errors()]
        for number, row in enumerate(formset.forms, start=1):
            found += of_form(row, place=row.prefix, name=f"{kind} {number}")
    return found


def of_form(form, place="", name=""):
    """What is wrong in one form; `place` and `name` are its own, when it is a row."""
    if not (form.is_bound or form._errors):
        return []
    return [
        (*place_of(form, field, place, name), message)
        for field, messages in form.errors.items()
        for message in messages
    ]


def place_of(form, field, place, name):
    if field not in form.fields:
        return place, name
    label = capfirst(str(form[field].label))
    is_several = isinstance(form.fields[field].widget, MultiWidget)
    first = f"{form[field].auto_id}_0" if is_several else form[field].auto_id
    return first, f"{name}: {label}" if name else label
