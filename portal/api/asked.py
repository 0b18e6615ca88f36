"""What an address of the API asks for; whatever means nothing is refused, in plain words.

No value is ever left out of account: an answer to less than was asked would be a wider one.
"""

import datetime
import re

from django import forms
from django.utils.translation import gettext as _

from portal.api import places
from portal.api.problems import Problem
from portal.i18n.languages import CODES

LIMIT, MOST = 50, 100  # things in one answer, by default and at most


def refuse(detail):
    raise Problem(400, _("We cannot read this request"), detail)


def refuse_value(name, value):
    refuse(
        _("“%(value)s” means nothing for the parameter “%(name)s”.")
        % {"value": value[:60], "name": name}
    )


def check_names(query, names):
    """Refuse a parameter that is not known here, which would otherwise widen the answer."""
    for name in query:
        if name not in names:
            known = ", ".join(names)
            refuse(
                _("There is no parameter “%(name)s” here. There are: %(known)s.")
                % {"name": name[:60], "known": known}
                if names
                else _("This address has no parameters.")
            )


def one_value(query, name):
    """The value of a parameter that can be given once, or None."""
    values = query.getlist(name)
    if len(values) > 1:
        refuse(_("The parameter “%(name)s” can be given once.") % {"name": name})
    return values[0] if values else None


def language(query):
    """The language asked for; None for all of them."""
    value = one_value(query, "lang")
    if value is not None and value not in CODES:
        refuse_value("lang", value)
    return value


def limit(query):
    value = one_value(query, "limit")
    if value is None:
        return LIMIT
    if not re.fullmatch(r"[1-9][0-9]{0,2}", value) or int(value) > MOST:
        refuse_value("limit", value)
    return int(value)


def cursor(query):
    """The key after which to go on; 0 for the begin."""
    value = one_value(query, "cursor")
    if value is None:
        return 0
    if not places.KEY.fullmatch(value):
        refuse_value("cursor", value)
    return int(value, 36)


def place(query):
    """The Place in the order of changes after which to go on; None for the begin."""
    value = one_value(query, "cursor")
    if value is None:
        return None
    if not places.PLACE.fullmatch(value):
        refuse_value("cursor", value)
    return places.Place.of(value)


def since(query):
    """The instant since which changes are asked for, or None."""
    text = one_value(query, "since")
    if text is None:
        return None
    try:
        instant = datetime.datetime.fromisoformat(text.replace(" ", "+"))  # + as it is in forms
    except ValueError:
        instant = None
    if not instant or not instant.tzinfo:
        refuse_value("since", text)
    # Nothing happened long before the portal, and nothing did so far in a distant year.
    year = min(max(instant.year, places.FIRST_YEAR), places.LAST_YEAR)
    return instant if year == instant.year else datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)


def filters(form_class, query):
    """The Filter with these values, which are all meant; those that lay out a page are no part."""
    names = narrowing(form_class)
    for name in names:
        if not isinstance(form_class.base_fields[name], forms.MultipleChoiceField):
            one_value(query, name)
    form = form_class(query)
    for name in names:
        for value in query.getlist(name):
            if not form.value(name) or name in form.errors or (name, value) in form.unusable:
                refuse_value(name, value)
    return form


def narrowing(form_class):
    """The names of the parameters of a Filter that count here."""
    return [name for name in form_class.base_fields if name not in form_class.display_fields]
