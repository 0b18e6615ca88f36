from portal.publishing.models.base import (
    ORGANISATION_LENGTH,
    AttachedToRecord,
    Language,
    Publishable,
    PublishableQuerySet,
    Translated,
    dependents_of,
    publishable_models,
)
from portal.publishing.models.changes import ChangeNote, ChangeNoteQuerySet
from portal.publishing.models.columns import link_columns, linked_columns
from portal.publishing.models.contacts import Contact
from portal.publishing.models.documents import Document, FormerFile, file_name
from portal.publishing.models.slugs import SLUGS, OldSlug, Slugged
from portal.publishing.models.sources import Source

__all__ = [
    "ORGANISATION_LENGTH",
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
    "dependents_of",
    "file_name",
    "link_columns",
    "linked_columns",
    "publishable_models",
]
