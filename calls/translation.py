from modeltranslation.translator import TranslationOptions, register

from calls.models import (
    Administration,
    Call,
    CallSeries,
    DeadlineChange,
    InfoSession,
    Project,
    SupportMeasure,
    translated,
)
from portal.publishing.translation import PublishableTranslation


@register(CallSeries)
class CallSeriesTranslation(PublishableTranslation):
    fields = translated.SERIES.names
    required_languages = {"nl": translated.SERIES.required}


@register(Call)
class CallTranslation(PublishableTranslation):
    fields = translated.CALL.names


@register(Administration)
class AdministrationTranslation(TranslationOptions):
    fields = translated.ADMINISTRATION.names
    required_languages = {"nl": translated.ADMINISTRATION.required}
    empty_values = ""


@register(InfoSession)
class InfoSessionTranslation(TranslationOptions):
    fields = translated.INFO_SESSION.names
    empty_values = ""


@register(DeadlineChange)
class DeadlineChangeTranslation(TranslationOptions):
    fields = translated.DEADLINE_CHANGE.names
    required_languages = {"nl": translated.DEADLINE_CHANGE.required}
    empty_values = ""


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = translated.PROJECT.names
    empty_values = ""


@register(SupportMeasure)
class SupportMeasureTranslation(PublishableTranslation):
    fields = translated.SUPPORT_MEASURE.names
    required_languages = {"nl": translated.SUPPORT_MEASURE.required}
