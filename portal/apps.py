from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from portal.backoffice.roles import create_roles


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("The site itself")

    def ready(self):
        from portal import deploy_checks  # noqa: F401 (registers them)
        from portal.alerts import news
        from portal.archive.capture import capture_changed_page
        from portal.keeping import kinds
        from portal.links.checker import sync_link_places
        from portal.page_cache.freshness import watch
        from portal.publishing import shelf
        from portal.publishing.signals import page_changed, record_written  # now there are models
        from portal.site_search.index import follow_change

        kinds.register()
        post_migrate.connect(create_roles, sender=self)
        page_changed.connect(capture_changed_page)
        page_changed.connect(follow_change)
        page_changed.connect(news.follow_change)  # after the page was kept
        record_written.connect(sync_link_places)
        shelf.ask_for_freshness(lambda: watch.known)
