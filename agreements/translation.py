from modeltranslation.translator import register

from portal.publishing.translation import PublishableTranslation

from .models import Agreement, WorkProgramme


@register(Agreement)
class AgreementTranslation(PublishableTranslation):
    fields = ("title", "signed_in", "assent", "culture")
    required_languages = {"nl": ("title",)}


@register(WorkProgramme)
class WorkProgrammeTranslation(PublishableTranslation):
    fields = ("body",)
