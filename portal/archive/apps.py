from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "portal.archive"
    verbose_name = _("Publishing")

    def ready(self):
        from portal.archive import models  # now there are models
        from portal.transparency.sources import register

        register((models.VERSION,), models.version_rows, models.version_texts)
        register((models.END, models.WITHDRAWAL), models.end_rows, models.end_texts)
