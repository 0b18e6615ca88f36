"""Agreements as legal resources with the metadata of ELI, and the work programmes under them.

ELI has words for whole days only: of a date that is known to its year or month, Dublin Core's stay.
"""

from agreements.models import WorkProgramme
from portal.linked_data.data import headings, texts
from portal.linked_data.graph import partial_date
from portal.publishing.models import Document

DAY = 10  # characters of a partial date that names one


def whole_day(value):
    return partial_date(value) if len(value) == DAY else None


def describe_agreement(data, agreement):
    me = data.id(agreement)
    programmes = WorkProgramme.objects.filter(agreement=agreement).published(data.at).real()
    data.describe_record(
        agreement,
        "eli:LegalResource",
        dct_title=texts(agreement, "title"),
        dct_abstract=texts(agreement, "culture"),
        eli_id_local=f"agreement/{agreement.pk}",
        eli_type_document=data.concept("agreement-kind", agreement.kind),
        adms_status=data.concept("agreement-standing", agreement.standing()),
        dct_contributor=parties(data, agreement),
        dct_date=partial_date(agreement.signed),
        schema_locationCreated=place_of_signing(data, me, agreement),
        dct_temporal=data.period(
            f"{me}#period", partial_date(agreement.in_force), partial_date(agreement.ends)
        ),
        dct_type=data.concept("agreement-renewal", agreement.renewal),
        dct_relation=assent(data, me, agreement),
        dct_language=data.languages(agreement.authentic_languages),
        eli_date_document=whole_day(agreement.signed),
        eli_first_date_entry_in_force=whole_day(agreement.in_force),
        eli_date_no_longer_in_force=whole_day(agreement.ends),
        eli_is_realized_by=expressions(data, agreement),
        dct_replaces=data.public(agreement.predecessor),
        dct_isReplacedBy=[data.public(newer) for newer in agreement.successors.all()],
        dct_isReferencedBy=[data.id(programme) for programme in programmes],
    )


def parties(data, agreement):
    """The partners, and Belgium where it concluded the agreement instead of Flanders."""
    belgium = [data.country("BE")] if agreement.by_belgium else []
    return [*belgium, *(data.public(partner) for partner in agreement.partners.all())]


def place_of_signing(data, me, agreement):
    name = texts(agreement, "signed_in")
    return data.add(f"{me}#signed-in", "schema:Place", schema_name=name) if name else None


def assent(data, me, agreement):
    """The decree by which parliament agreed, by its name."""
    name = texts(agreement, "assent")
    return data.add(f"{me}#assent", "eli:LegalResource", dct_title=name) if name else None


def expressions(data, agreement):
    """The texts of an agreement, each in its languages."""
    return [
        data.add(
            data.id(document),
            "eli:LegalExpression",
            eli_title=texts(document, "title"),
            eli_language=data.languages(document.languages),
        )
        for document in agreement.documents.all()
        if document.kind == Document.Kind.TEXT
    ]


def describe_programme(data, programme):
    data.describe_record(
        programme,
        "prov:Plan",
        dct_title=headings(programme),
        dct_abstract=texts(programme, "body"),
        schema_isBasedOn=data.id(programme.agreement),
        schema_position=programme.ordinal,
        dct_date=partial_date(programme.signed),
        dct_temporal=data.period(
            f"{data.id(programme)}#period",
            partial_date(str(programme.first_year)),
            partial_date(str(programme.last_year)),
        ),
    )
