from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners and representations")

    def ready(self):
        from partners.layers import POSTS, register

        register(POSTS)
