from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "calls"
    verbose_name = _("Calls and support")

    def ready(self):
        from calls import moved_dates  # now there are models
        from calls.event_revisions import keep_changed_events
        from calls.layers import OPEN_CALLS
        from calls.models.call_rows import MOVED
        from partners import layers
        from portal.publishing.signals import page_changed
        from portal.transparency import sources

        page_changed.connect(keep_changed_events)
        sources.register((MOVED,), moved_dates.rows, moved_dates.texts, moved_dates.removed)
        layers.register(OPEN_CALLS)
