from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RevisionsConfig(AppConfig):
    name = "portal.revisions"
    verbose_name = _("Publishing")

    def ready(self):
        from portal.revisions.models import revisions  # now there are models
        from portal.transparency.sources import register

        register((revisions.ENTRY,), revisions.entry_rows, revisions.entry_texts, is_private=True)
