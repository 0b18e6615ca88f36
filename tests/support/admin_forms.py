"""Reading and posting admin forms as a browser does."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.urls import reverse

from portal.editing.base import TranslatedAdmin
from portal.publishing.models import Contact
from tests.support.factories import (
    ServicePageFactory,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_measure,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

MAKERS = {
    "agreement": make_agreement,
    "call": make_call,
    "callseries": make_series,
    "contact": lambda: Contact.objects.create(name_nl="Team", email="team@example.org"),
    "focusentry": make_entry,
    "framework": make_framework,
    "partner": make_partner,
    "post": make_post,
    "servicepage": ServicePageFactory.create,
    "supportmeasure": make_measure,
    "workprogramme": make_programme,
}
OURS = [model for model, page in admin.site._registry.items() if isinstance(page, TranslatedAdmin)]
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def change_page(record):
    return address(type(record), "change", record.pk)


def soup(response):
    return BeautifulSoup(response.content, "lxml")


def fields(response):
    """The data that a browser would post for the form of a page."""
    form, data = soup(response).select_one("form[enctype], form[novalidate]"), {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            values = [option.get("value", "") for option in field.select("option[selected]")]
        elif field.get("type") in {"checkbox", "radio"}:
            values = [field.get("value", "on")] if field.has_attr("checked") else []
        elif field.get("type") in {"submit", "file"} or "__prefix__" in field["name"]:
            continue
        else:
            values = [field.get("value") or field.text.removeprefix("\n")]
        if values:
            data.setdefault(field["name"], []).extend(values)
    return data


def edit(client, record, **changes):
    """Publish a record by posting its form with some fields changed and a change note; reload it.

    There is no change note when the change is minor or `told_nl` is empty.
    """
    page = change_page(record)
    note = {} if "minor" in changes else {"told_nl": "Iets is anders."}
    has_left_draft = getattr(record, "state", "draft") != "draft"
    button = {"_publish": "1", "alone_because": "Ik ben alleen."} if has_left_draft else {}
    response = client.post(page, {**fields(client.get(page)), **button, **note, **changes})
    if response.status_code == 302:
        record.refresh_from_db()
    return response


def errors(response):
    return " ".join(item.text for item in soup(response).select(".errorlist"))
