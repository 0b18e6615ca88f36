from modeltranslation.translator import TranslationOptions, register

from policy.models import FocusEntry, Framework, Point
from portal.publishing.translation import PublishableTranslation


@register(Framework)
class FrameworkTranslation(PublishableTranslation):
    fields = ("title", "summary", "body", "calls_statement", "agreements_statement")
    required_languages = {"nl": ("title",)}


@register([Point, FocusEntry])
class TextTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("nl",)
    empty_values = ""
