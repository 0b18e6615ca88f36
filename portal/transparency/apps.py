from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "portal.transparency"

    def ready(self):
        from portal.transparency import log  # now there are models
        from portal.transparency.sources import register

        register((log.LOG,), log.rows_of_logs, log.texts_of_logs)
        register((log.DAY,), list, log.texts_of_days)
