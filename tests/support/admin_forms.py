"""Reading and posting admin forms as a browser does."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.urls import reverse
from lxml.html import document_fromstring

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
TRANSLATED_MODELS = [
    model for model, page in admin.site._registry.items() if isinstance(page, TranslatedAdmin)
]
every_model = pytest.mark.parametrize(
    "model", TRANSLATED_MODELS, ids=lambda model: model._meta.model_name
)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def change_page(record):
    return address(type(record), "change", record.pk)


def soup(response):
    return BeautifulSoup(response.content, "lxml")


def tree(response):
    """A page as lxml reads it, faster than `soup`."""
    return document_fromstring(response.content.decode() or "<html>")


def fields(response):
    """The data that a browser would post for the form of a page."""
    form = next(one for one in tree(response).forms if {"enctype", "novalidate"} & {*one.keys()})
    for box in form.xpath(".//input[not(@value)]"):  # lxml leaves these out, a browser does not
        box.set("value", "on" if box.checkable else "")
    data = {}
    for name, value in form.form_values():
        if "__prefix__" not in name:
            data.setdefault(name, []).append(value.removeprefix("\n"))
    return data


def edit(client, record, **changes):
    """Publish a record by posting its form with some fields changed and a change note; reload it.

    There is no change note when the change is minor or `told_nl` is empty. When the draft cannot
    be published, the response is the page that shows its errors.
    """
    page = change_page(record)
    shown = fields(client.get(page))
    why = changes.pop("alone_because", "Ik ben alleen.")
    is_silent = shown.get("told_nl") == [""] and "minor" not in changes
    note = {"told_nl": "Iets is anders."} if is_silent else {}
    has_left_draft = getattr(record, "state", "draft") != "draft"
    button = {"_publish": "1"} if has_left_draft else {}
    response = client.post(page, {**shown, **button, **note, **changes})
    if response.status_code == 302 and response.url.endswith("/nazicht/"):
        response = approve(client, record, alone_because=why)
    if response.status_code == 302:
        record.refresh_from_db()
    return response


def keep_draft(client, record, **changes):
    """Open the form of a record, change some fields, keep the draft; the page that follows."""
    address = change_page(record)
    sent = {**fields(client.get(address)), **changes, "_draft": "1"}
    return client.post(address, sent, follow=True)


def approve(client, record, **posted):
    """Approve the draft of a record as it is now."""
    review = change_page(record).replace("change", "nazicht")
    shown = client.get(review)
    may_approve = any("approval" in one.get("class", "") for one in tree(shown).forms)
    looked_at = fields(shown) if may_approve else {}
    return client.post(review, {**looked_at, **posted})


def withdraw(client, record, **facts):
    """Ask on the page for it that readers no longer find a page."""
    address = change_page(record).replace("change", "intrekken")
    return client.post(address, {**fields(client.get(address)), **facts})


def errors(response):
    """What is wrong, at the fields and in the message above them."""
    wrong = soup(response).select(".errorlist, .messagelist .error")
    return " ".join(item.text for item in wrong)
