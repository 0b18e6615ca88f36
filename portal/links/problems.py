from django.db import models
from django.utils.translation import gettext_lazy as _


class Problem(models.TextChoices):
    """Why a visit to an address ended without a usable HTTP response."""

    MALFORMED = "malformed", _("this is not the address of a page")
    CREDENTIALS = "credentials", _("the address has a user name or password in it")
    PORT = "port", _("the address has an unusual port")
    PRIVATE = "private", _("the address leads into a private network")
    NO_HOST = "no-host", _("there is no site with this name")
    NO_CONNECTION = "no-connection", _("the site refuses the connection")
    TIMEOUT = "timeout", _("the site takes too long to answer")
    TLS = "tls", _("the secure connection to the site is not in order")
    NONSENSE = "nonsense", _("the site’s answer makes no sense")
    ROUND = "round", _("the address redirects too many times")
