from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.backoffice.roles import create_roles


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("The site itself")

    def ready(self):
        from portal.archive.capture import keep_page
        from portal.publishing.signals import page_changed  # needs the models to be loaded

        post_migrate.connect(create_roles, sender=self)
        page_changed.connect(keep_page)
