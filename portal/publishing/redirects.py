"""Where addresses lead: what the site answers to one, and the redirects that editors make.

A redirect of an editor works where nothing else answers. Where it ends is found out when it is
saved, and once more when a reader follows it, since pages move on: nobody is sent twice.
"""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.http.request import validate_host
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CODES, active
from portal.publishing import clock
from portal.publishing.internal_client import HERE, HOPS, MOVED, ask, is_asked, without_prefix

OF_OURS = re.compile(r"/(?![/\\])[^\s\\]*")
is_web_address = URLValidator(schemes=["http", "https"])


class Redirect(models.Model):
    """An address at which nothing is any more, and the one to which readers are sent instead."""

    old = models.CharField(
        _("old address"),
        max_length=300,
        unique=True,
        help_text=_("As readers still find it in letters and on other sites, such as /nl/oud/."),
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
        led_here = type(self).objects.filter(new__in=[self.old, self.old.removesuffix("/")])
        led_here.update(new=self.new)  # no redirect leads to a redirect

    @classmethod
    def from_path(cls, path):
        """The redirect from the path of a request; PostgreSQL refuses to look for a NUL."""
        return None if "\0" in path else cls.objects.filter(old=with_slash(path)).first()

    def clean(self):
        super().clean()
        self.check_old()
        try:
            self.new = destination(self.new, lambda address, thing: path_of(address) == self.old)
        except ValidationError as error:
            raise ValidationError({"new": error}) from error

    def check_old(self):
        address = own_path(self.old)
        if not OF_OURS.fullmatch(address) or is_at_the_desk(address) or "?" in address:
            message = _("Give the path of an address of this site, such as /nl/oud/.")
            raise ValidationError({"old": message})
        self.old = path_of(address)
        if ask(self.old, with_redirects=False).status_code != 404:
            message = _(
                "A page of this site answers at this address. Withdraw that page, or change its "
                "address, instead."
            )
            raise ValidationError({"old": message})


def path_of(address):
    return with_slash(unquote(urlsplit(address).path))


def with_slash(path):
    """A path as redirects know it: with a slash behind it, unless it looks like a file."""
    path = path.rstrip("/")
    return path if "." in path.rpartition("/")[2] else f"{path}/"


def own_path(address):
    """The path of a whole address of this site; of any other, the address as it is."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    ours = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    if parts.scheme in {"http", "https"} and validate_host(parts.hostname or "", ours):
        return parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return address


def is_ours(address):
    return address.startswith("/")


def is_at_the_desk(address):
    return address.startswith(reverse("admin:index"))


# When something is saved


def destination(address, is_back, at=None):
    """The address in which a redirect to `address` ends, for storing.

    `is_back` tells of an address and its record whether the redirect began there. A ValidationError
    says what is wrong: no address, no page there at that instant, or a way that leads back, if not
    now then when a page on it is withdrawn.
    """
    address, end = checked(address), None
    for _hop in range(HOPS):
        if not is_ours(address):
            return end or address
        with clock.shown_at(at or clock.now()):
            answer = ask(address)
        thing = getattr(answer.asked, "asked_for", None)
        if is_back(address, thing):
            raise ValidationError(_("This address leads back to where readers come from."))
        if answer.status_code == MOVED:
            address = own_path(answer.headers["Location"])
            continue
        if answer.status_code not in HERE and not end:
            raise ValidationError(_("There is no page at this address. Look it up and copy it."))
        end = end or address
        address = thing and thing.moves_to()
        if not address:
            return end
    raise ValidationError(_("This address leads round in a circle."))


def checked(address):
    address = own_path(address)
    if is_ours(address):
        if not OF_OURS.fullmatch(address) or is_at_the_desk(address):
            raise ValidationError(_("Give the address of a public page, such as /nl/partners/."))
        return address
    try:
        is_web_address(address)
    except ValidationError as error:
        message = _("Give an address that begins with / for this site, or with https://.")
        raise ValidationError(message) from error
    return address


# When a reader follows it


def onward(request, address, in_own_language=True):
    """Where an address leads in the end, in the language of the page unless said otherwise.

    To who only asks what a page answers, the address itself: `ask` goes one step at a time.
    """
    if is_asked(request):
        return address
    for _hop in range(HOPS):
        if not is_ours(address):
            return address
        answer = ask(address)
        if answer.status_code != MOVED:
            break
        address = own_path(answer.headers["Location"])
    if in_own_language and answer.status_code in HERE:
        address = translated(address, answer.asked)
    return get_script_prefix() + address.removeprefix("/")


def translated(address, asked):
    """The address of the same page in the active language."""
    parts = urlsplit(address)
    if parts.path.split("/")[1] not in {*CODES} - {active()}:
        return address
    with without_prefix():
        if hasattr(asked, "address_of_thing"):
            path = asked.address_of_thing()
        else:
            match = asked.resolver_match
            path = reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)
    return parts._replace(path=path).geturl()
