from modeltranslation.translator import TranslationOptions, register

from portal.models import Limitation, ServicePage
from portal.publishing.translation import PublishableTranslation


@register(ServicePage)
class ServicePageTranslation(PublishableTranslation):
    fields = ("title", "summary", "body")
    required_languages = {"nl": ("title",)}


@register(Limitation)
class LimitationTranslation(TranslationOptions):
    fields = ("part", "reason", "alternative")
    required_languages = {"nl": ("part",)}
    empty_values = ""
