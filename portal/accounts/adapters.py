"""What differs from django-allauth: no sign-up, staff alone, secrets encrypted."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.throttle import client_address


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def pre_login(self, request, user, **kwargs):
        """However somebody signs in: the desk is for staff."""
        if user.is_active and user.is_staff:
            return super().pre_login(request, user, **kwargs)
        messages.error(request, _("This account may not sign in here."))
        return redirect("account_login")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A provider of identities opens accounts that exist; it makes none."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """The first time, the account is found by an e-mail address that the provider verified."""
        if sociallogin.is_existing:
            return
        user = account_of([one.email for one in sociallogin.email_addresses if one.verified])
        if not user:
            messages.error(request, _("There is no account here for who you are there."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)


def account_of(emails):
    """The one account of staff with one of these addresses; None when there are two."""
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    found = {user.pk: user for email in emails for user in staff.filter(email__iexact=email)}
    return next(iter(found.values())) if len(found) == 1 else None


class MFAAdapter(DefaultMFAAdapter):
    """Keeps what codes are made from encrypted: who copies the database cannot make any."""

    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher().decrypt(encrypted_text.encode()).decode()


def cipher():
    """With SECRET_KEY, and for what is there already with the keys before it."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mfa:{key}".encode()).digest()))
            for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )
