"""What a browser would submit for a form that is only shown: names and values, as on the page."""

from django.forms import FileInput


def as_submitted(form, formsets=()):
    """[(name, value), …] of a form and the rows in it, in the order of the page."""
    parts = [form]
    for rows in formsets:
        parts += [rows.management_form, *rows.forms]
    return [pair for part in parts for bound in part for pair in of_field(bound)]


def of_field(bound):
    widget = getattr(bound.field.widget, "widget", bound.field.widget)  # without the admin's wrap
    if isinstance(widget, FileInput):
        return []
    value = bound.value()
    return list(of_widget(widget.get_context(bound.html_name, value, {})["widget"]))


def of_widget(shown):
    if "subwidgets" in shown:
        for part in shown["subwidgets"]:
            yield from of_widget(part)
    elif "optgroups" in shown:
        for _group, options, _index in shown["optgroups"]:
            for option in options:
                if option["selected"]:
                    yield shown["name"], str(option["value"])
    elif shown.get("type") != "checkbox":
        value = shown["value"]
        yield shown["name"], "" if value is None else str(value)
    elif shown["attrs"].get("checked"):
        yield shown["name"], shown["value"] or "on"
