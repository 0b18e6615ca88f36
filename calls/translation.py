from modeltranslation.translator import TranslationOptions, register

from calls.models import (
    Administration,
    Call,
    CallSeries,
    DeadlineChange,
    InfoSession,
    Project,
    SupportMeasure,
)
from portal.publishing.translation import PublishableTranslation


@register(CallSeries)
class CallSeriesTranslation(PublishableTranslation):
    fields = ("title", "rhythm_note", "body")
    required_languages = {"nl": ("title",)}


@register(Call)
class CallTranslation(PublishableTranslation):
    fields = (
        "theme",
        "summary",
        "cancellation_reason",
        "moment_of_submission",
        "who",
        "what",
        "how_much",
        "how",
        "criteria",
        "results_note",
    )


@register(Administration)
class AdministrationTranslation(TranslationOptions):
    fields = ("name", "address")
    required_languages = {"nl": ("name",)}
    empty_values = ""


@register(InfoSession)
class InfoSessionTranslation(TranslationOptions):
    fields = ("place",)
    empty_values = ""


@register(DeadlineChange)
class DeadlineChangeTranslation(TranslationOptions):
    fields = ("reason",)
    required_languages = ("nl",)
    empty_values = ""


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("description",)
    empty_values = ""


@register(SupportMeasure)
class SupportMeasureTranslation(PublishableTranslation):
    fields = (
        "title",
        "owner",
        "legal_basis",
        "summary",
        "who",
        "costs",
        "amounts",
        "how",
        "timing_note",
        "channel",
    )
    required_languages = {"nl": ("title", "owner")}
