"""How often a password or a code may be tried, counted in the database before it is looked at.

Too many failures stop one account from one network, or a network. A stranger who fails at an
account from many networks stops it only where it has not signed in before, so that its owner can.
"""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import SignInAttempt

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_NETWORK, PER_NETWORK, PER_ACCOUNT = 5, 30, 30  # failures in WINDOW
SMALLEST = {6: 64}  # whoever has one IPv6 address has the whole network that it stands in
KEEP_FAILURES, KEEP_SUCCESSES = timedelta(days=1), timedelta(days=90)
TOO_MANY = _("Too many attempts. Wait a quarter of an hour and try again.")


def client_address(request):
    """The IP address that a request comes from; behind a trusted proxy, the one it names last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUSTED_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def network_of(request, prefixes=SMALLEST):
    """The network that a request comes from, by the length of its prefix for each version of IP; of
    a version without one, the address."""
    address = client_address(request)
    try:
        prefix = prefixes.get(ipaddress.ip_address(address).version)
    except ValueError:
        return address
    return str(ipaddress.ip_network((address, prefix), strict=False)) if prefix else address


def hashed(kind, text):
    return salted_hmac(f"portal.accounts.{kind}", text, algorithm="sha256").hexdigest()


def begin(request, purpose, account):
    """Count an attempt at a secret of an account; ValidationError when there were too many.

    It is stored before it is counted, so that attempts at the same time count one another.
    """
    attempt = SignInAttempt.objects.create(
        purpose=purpose,
        account=hashed("account", account.casefold()),
        network=hashed("network", network_of(request)),
        at=timezone.now(),
    )
    if is_too_many(attempt):
        attempt.delete()  # a refused one does not make the wait longer
        raise ValidationError(TOO_MANY, code="too_many_attempts")
    return attempt


def is_too_many(attempt):
    failures = SignInAttempt.objects.filter(
        # To what a clock noted that was ahead, nobody has to wait.
        purpose=attempt.purpose,
        succeeded=False,
        at__gt=attempt.at - WINDOW,
        at__lte=attempt.at + WINDOW,
    )
    of_account = failures.filter(account=attempt.account)
    if of_account.filter(network=attempt.network).count() > PER_ACCOUNT_AND_NETWORK:
        return True
    if failures.filter(network=attempt.network).count() > PER_NETWORK:
        return True
    return of_account.count() > PER_ACCOUNT and not is_known(attempt)


def is_known(attempt):
    """Whether the account has signed in from this network before."""
    return SignInAttempt.objects.filter(
        account=attempt.account, network=attempt.network, succeeded=True
    ).exists()


def succeed(attempt):
    """Note that the secret was right; earlier failures from there count no more."""
    same = SignInAttempt.objects.filter(
        purpose=attempt.purpose, account=attempt.account, network=attempt.network
    )
    same.exclude(pk=attempt.pk).delete()
    attempt.succeeded = True
    attempt.save()  # anew, where another one that succeeded meanwhile has erased it
    forget_old(attempt.at)


def forget_old(now):
    failures = SignInAttempt.objects.filter(succeeded=False, at__lt=now - KEEP_FAILURES)
    successes = SignInAttempt.objects.filter(at__lt=now - KEEP_SUCCESSES)
    return failures.delete()[0] + successes.delete()[0]
