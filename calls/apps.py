from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = _("Calls and support")

    def ready(self):
        from calls.event_revisions import keep_changed_events  # now there are models
        from portal.publishing.signals import page_changed

        page_changed.connect(keep_changed_events)
