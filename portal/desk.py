"""The editors' desk: Django's own admin under our title, in Dutch."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    site_header = _("International cultural policy: editors")
    site_title = _("Editors")
    index_title = _("What would you like to work on?")
    site_url = "/nl/"


class DeskConfig(AdminConfig):
    default_site = "portal.desk.Desk"
