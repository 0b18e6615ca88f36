from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SearchConfig(AppConfig):
    name = "portal.search"
    verbose_name = pgettext_lazy("a part of the desk", "Search")
