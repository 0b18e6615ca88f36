from modeltranslation.translator import register

from agreements.models import Agreement, WorkProgramme
from portal.publishing.translation import PublishableTranslation


@register(Agreement)
class AgreementTranslation(PublishableTranslation):
    fields = ("title", "signed_in", "assent", "culture")
    required_languages = {"nl": ("title",)}


@register(WorkProgramme)
class WorkProgrammeTranslation(PublishableTranslation):
    fields = ("body",)
