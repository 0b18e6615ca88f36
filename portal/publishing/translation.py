from modeltranslation.translator import TranslationOptions, register

from portal.publishing.models import ChangeNote, Contact, Document, Source


class PublishableTranslation(TranslationOptions):
    """The translated fields of every public record; modeltranslation merges those of subclasses."""

    fields = ("caveat", "withdrawal_reason")
    empty_values = ""


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("note",)
    empty_values = ""


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("nl",)
    empty_values = ""


@register(ChangeNote)
class ChangeNoteTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("nl",)
    empty_values = ""


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("name", "organisation", "address")
    required_languages = ("nl",)
    empty_values = ""
