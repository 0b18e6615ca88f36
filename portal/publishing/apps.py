from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "portal.publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from portal.i18n import unaccent  # noqa: F401  (registers the SQLite functions)
