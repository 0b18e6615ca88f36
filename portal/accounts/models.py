"""Attempts to sign in: how many there were, and from where an account signs in."""

from django.db import models


class SignInAttempt(models.Model):
    """One try at a secret; it has failed until it has succeeded.

    Accounts and networks are keyed hashes: what is stored names nobody. Failures are kept for a
    day, successes for 90 days (portal/accounts/throttle.py).
    """

    purpose = models.CharField(max_length=10, editable=False)  # "password" or "code"
    account = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(editable=False)
    succeeded = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["account", "at"], name="attempts_on_an_account"),
            models.Index(fields=["network", "at"], name="attempts_from_a_network"),
        ]

    def __str__(self):
        return f"{self.purpose}, {self.at:%Y-%m-%d %H:%M:%S}"
