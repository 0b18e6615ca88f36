"""Redirects made by editors, which apply only where the site would otherwise answer 404.

The final destination is resolved when a redirect is saved, and again when a reader follows it since
pages may have moved meanwhile, so that readers are redirected only once.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.publishing.internal_client import get_as_reader
from portal.redirects.paths import OWN_PATH, is_admin_path, own_path, path_and_query_of, path_of
from portal.redirects.validators import resolve_destination


class Redirect(models.Model):
    """An old address of this site, and the one to which readers are sent instead."""

    old = models.CharField(
        _("old address"),
        max_length=300,
        unique=True,
        help_text=_(
            "As readers still find it in letters and on other sites, such as /nl/oud/ or "
            "/nl/oud.php?id=12. With a query it counts for that query; without, for each that has "
            "no redirect of its own."
        ),
        error_messages={"unique": _("There is a redirect from this address already.")},
    )
    new = models.CharField(
        _("leads to"),
        max_length=600,
        help_text=_("A page of this site, such as /nl/partners/, or a whole https:// address."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Only editors see this. For example: “Printed in the brochure of 2024.”"),
    )
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old"]

    def __str__(self):
        return self.old

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        # Redirects to this one lead to its destination instead, so that there are no chains.
        sources = type(self).objects.filter(new__in=[self.old, self.old.removesuffix("/")])
        sources.update(new=self.new)

    @classmethod
    def from_address(cls, address):
        """The redirect from a requested address, or None: of this query, or else of the path alone.

        PostgreSQL raises an error on NULs.
        """
        exact, path = path_and_query_of(address), path_of(address)
        if "\0" in exact:
            return None
        found = {redirect.old: redirect for redirect in cls.objects.filter(old__in=[exact, path])}
        return found.get(exact) or found.get(path)

    def clean(self):
        super().clean()
        self.check_old()
        try:
            self.new = resolve_destination(
                self.new,
                lambda address, record: self.old in (path_of(address), path_and_query_of(address)),
            )
        except ValidationError as error:
            raise ValidationError({"new": error}) from error

    def check_old(self):
        """The old address must be a public path of this site at which there is no page."""
        address = own_path(self.old)
        if not OWN_PATH.fullmatch(address) or is_admin_path(address):
            message = _("Give an address of this site, such as /nl/oud/ or /nl/oud.php?id=12.")
            raise ValidationError({"old": message})
        self.old = path_and_query_of(address)
        if get_as_reader(address, with_redirects=False).status_code != 404:
            message = _(
                "A page of this site answers at this address. Withdraw that page, or change its "
                "address, instead."
            )
            raise ValidationError({"old": message})
