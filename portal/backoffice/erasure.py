"""Erasing the data of somebody who has left: what they did stays, under a pseudonym."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from portal.accounts.sessions import end_all
from portal.revisions.erasure import erase_from_logbook


@transaction.atomic
def erase(user):
    """Returns (the pseudonym, how many entries of the logbook had the name)."""
    pseudonym = f"voormalig-{user.pk}"
    end_all(user)
    for model in (Authenticator, EmailAddress, SocialAccount):
        model.objects.filter(user=user).delete()
    user.username, user.email = pseudonym, ""
    user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    kind = ContentType.objects.get_for_model(user)
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(object_repr=pseudonym)
    return pseudonym, erase_from_logbook(user, pseudonym)
