"""Documents as data: those on the pages of the other kinds."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q

from portal.api.identity import TYPES
from portal.api.kinds.kind import OF_DOCUMENTS, RowKind
from portal.api.shapes import link
from portal.publishing.models import Document, Publishable

OWNERS = [model for model in TYPES if issubclass(model, Publishable)]


def public_documents(at):
    on_public_page = Q()
    for model in OWNERS:
        on_public_page |= Q(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=model.objects.published(at).real().values("pk"),
        )
    return Document.objects.filter(on_public_page)


def load_documents(documents, _reading):
    owners = [model.objects.with_parent() for model in OWNERS if model.parent_field]
    return documents.prefetch_related(GenericPrefetch("record", owners))


DOCUMENTS = RowKind(
    "documents",
    Document,
    "The documents on the pages: forms, regulations, texts of agreements.",
    [*OF_DOCUMENTS, link("of", "The thing on whose page it is.", of="record")],
    load_documents,
    public=public_documents,
)
