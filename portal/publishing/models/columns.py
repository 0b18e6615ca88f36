"""Which columns a page reads of a record: all that it shows in its language, and no more."""

from django.db import models

from portal.i18n.languages import texts, translated_fields


def own_columns(model):
    """The columns of a model without those that modeltranslation keeps beside each translation."""
    unread = {*translated_fields(model)}
    return [field.name for field in model._meta.concrete_fields if field.name not in unread]


def link_columns(model, name):
    """What a link to a record needs: its address, this text, and whether it is public."""
    fields = model._meta.concrete_fields
    addresses = [field.name for field in fields if isinstance(field, models.SlugField)]
    return [*addresses, *texts(name), "state", "publish_at", "withdraw_at"]


def linked_columns(model, path, name):
    """The columns behind a path of foreign keys: for a link, or without a name all of them."""
    for step in path.split("__"):
        model = model._meta.get_field(step).related_model
    wanted = link_columns(model, name) if name else own_columns(model)
    return [f"{path}__{column}" for column in wanted]
