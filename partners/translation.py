from modeltranslation.translator import TranslationOptions, register

from partners.models import Jurisdiction, Partner, Post
from portal.publishing.translation import PublishableTranslation


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
