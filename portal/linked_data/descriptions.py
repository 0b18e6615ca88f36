"""The description of any thing that has an identifier."""

from agreements.models import Agreement, WorkProgramme
from calls.models import Call, CallSeries, SupportMeasure
from partners.models import Partner, Post
from policy.models import FocusEntry, Framework
from portal.linked_data.data import Data, texts
from portal.linked_data.graph import Iri, address
from portal.linked_data.of_agreements import describe_agreement, describe_programme
from portal.linked_data.of_calls import describe_call, describe_measure, describe_series
from portal.linked_data.of_partners import describe_partner, describe_post
from portal.linked_data.of_policy import describe_entry, describe_framework, describe_page
from portal.models import ServicePage
from portal.publishing import clock
from portal.publishing.models import Document


def describe_document(data, document):
    """An uploaded file, or one elsewhere, with the record that it belongs to."""
    url = document.get_absolute_url()
    me = data.add(
        data.id(document),
        "foaf:Document",
        dct_identifier=str(data.id(document)),
        dct_title=texts(document, "title"),
        dct_type=data.concept("document-kind", document.kind),
        dct_language=data.languages(document.languages),
        foaf_topic=data.id(document.record),
        schema_encodingFormat=document.format,
        schema_contentUrl=address(url) if document.url else Iri(data.absolute(url)),
        dcat_byteSize=document.size,
        schema_numberOfPages=document.pages,
    )
    data.add_files(me)


DESCRIBE = {
    Agreement: describe_agreement,
    WorkProgramme: describe_programme,
    Call: describe_call,
    CallSeries: describe_series,
    SupportMeasure: describe_measure,
    Partner: describe_partner,
    Post: describe_post,
    Framework: describe_framework,
    FocusEntry: describe_entry,
    Document: describe_document,
    ServicePage: describe_page,
}


def described(thing, absolute):
    """All that is said of a thing now; `absolute` makes an address of a path."""
    data = Data(absolute, clock.now())
    data.add(data.id(thing))  # what it is about comes first
    DESCRIBE[type(thing)](data, thing)
    return data
