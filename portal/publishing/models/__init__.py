from portal.publishing.models.base import (
    AttachedToRecord,
    Language,
    Publishable,
    PublishableQuerySet,
    Translated,
    publishable_models,
)
from portal.publishing.models.changes import ChangeNote, ChangeNoteQuerySet
from portal.publishing.models.contacts import Contact
from portal.publishing.models.documents import Document, FormerFile, file_name
from portal.publishing.models.slugs import SLUGS, OldSlug, Slugged
from portal.publishing.models.sources import Source

__all__ = [
    "SLUGS",
    "AttachedToRecord",
    "ChangeNote",
    "ChangeNoteQuerySet",
    "Contact",
    "Document",
    "FormerFile",
    "Language",
    "OldSlug",
    "Publishable",
    "PublishableQuerySet",
    "Slugged",
    "Source",
    "Translated",
    "file_name",
    "publishable_models",
]
