from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.backoffice.roles import create_roles


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("The site itself")

    def ready(self):
        from portal.archive.capture import capture_changed_page
        from portal.links.checker import sync_link_places
        from portal.publishing.signals import page_changed, record_written  # now there are models

        post_migrate.connect(create_roles, sender=self)
        page_changed.connect(capture_changed_page)
        record_written.connect(sync_link_places)
