from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PageCacheConfig(AppConfig):
    name = "portal.page_cache"

    def ready(self):
        from portal.page_cache.triggers import install_triggers

        post_migrate.connect(install_triggers, sender=self)
