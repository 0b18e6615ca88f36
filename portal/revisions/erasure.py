"""Erasing who somebody was from the logbook, while its chain of hashes stays whole.

An entry keeps its hash, which the next one names. That it is something else now, and what, a new
entry at the end says, with a hash of its own.
"""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from portal.publishing.canonical import hash_of
from portal.revisions.models import Revision

NAMES = {"first_name", "last_name", "email"}


@transaction.atomic
def erase_from_logbook(user, pseudonym):
    """Put the pseudonym where entries have the name of a user; returns how many there were.

    The user has it already. What editors wrote, in notes and in the texts of records, stays.
    """
    Revision.objects.lock()
    hashes = {}
    for revision in with_data_of(user):
        revision.person = pseudonym if revision.by_id == user.pk else revision.person
        if revision.model is get_user_model() and revision.object_id == user.pk:
            revision.name = pseudonym
            revision.data = without_names(revision.data, pseudonym)
        write(revision, person=revision.person, name=revision.name, data=revision.data)
        hashes[str(revision.pk)] = hash_of(revision.as_hashed())
    Revision.objects.erased(user, hashes)
    return len(hashes)


def with_data_of(user):
    kind = ContentType.objects.get_for_model(user)
    about, by = models.Q(content_type=kind, object_id=user.pk), models.Q(by=user)
    return Revision.objects.filter(about | by).order_by("pk")


def without_names(data, pseudonym):
    if "fields" not in data:
        return data
    fields = data["fields"] | dict.fromkeys(NAMES & data["fields"].keys(), "")
    return data | {"fields": fields | {"username": pseudonym}}


def write(revision, **values):
    """The one change that the logbook allows (`Revision.objects.update` does none)."""
    models.QuerySet(Revision).filter(pk=revision.pk).update(**values)
