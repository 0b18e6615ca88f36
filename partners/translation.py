from modeltranslation.translator import TranslationOptions, register

from portal.publishing.translation import PublishableTranslation

from .models import Jurisdiction, Partner, Post


@register(Partner)
class PartnerTranslation(PublishableTranslation):
    fields = ("name", "synonyms", "body")
    required_languages = {"nl": ("name",)}


@register(Post)
class PostTranslation(PublishableTranslation):
    fields = ("name", "city", "alternative_names", "seat", "body")
    required_languages = {"nl": ("name", "city")}


@register(Jurisdiction)
class JurisdictionTranslation(TranslationOptions):
    fields = ("note",)
    empty_values = ""
