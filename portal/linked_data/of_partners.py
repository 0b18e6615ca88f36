"""Partners and the representations of Flanders, in the words of schema.org.

Countries are linked to the table of the European Union by their code of ISO 3166-1. Nothing is
linked to Wikidata as long as no source of ours names an item.
"""

from partners.models import Partner
from portal.i18n.languages import CODES, own_text
from portal.linked_data.data import texts
from portal.linked_data.graph import address, partial_date

CLASSES = {
    Partner.Kind.STATE: "schema:Country dct:Location",
    Partner.Kind.REGION: "schema:AdministrativeArea dct:Location",
    Partner.Kind.COMMUNITY: "schema:AdministrativeArea dct:Location",
    Partner.Kind.CITIES: "schema:Place dct:Location",
    Partner.Kind.ORGANISATION: "schema:Organization org:Organization",
}


def other_names(record, field):
    """[{language: name}] of a field with names between commas."""
    return [
        {code: name.strip()} for code in CODES for name in own_text(record, field, code).split(",")
    ]


def describe_partner(data, partner):
    data.describe_record(
        partner,
        CLASSES[partner.kind],
        skos_prefLabel=texts(partner, "name"),
        schema_name=texts(partner, "name"),
        schema_alternateName=other_names(partner, "synonyms"),
        dct_description=texts(partner, "body"),
        dct_type=data.concept("partner-kind", partner.kind),
        schema_identifier=iso_code(data, partner),
        schema_sameAs=data.country(partner.iso_code),
        schema_containedInPlace=data.public(partner.parent),
        schema_longitude=partner.longitude,
        schema_latitude=partner.latitude,
    )


def iso_code(data, partner):
    code = partner.iso_code
    return code and data.add(
        f"{data.id(partner)}#iso-code",
        "schema:PropertyValue",
        schema_propertyID="ISO 3166-2" if "-" in code else "ISO 3166-1",
        schema_value=code,
    )


def describe_post(data, post):
    me, rows = data.id(post), post.jurisdictions.current().select_related("partner")
    data.describe_record(
        post,
        "schema:GovernmentOffice org:Organization",
        skos_prefLabel=texts(post, "name"),
        schema_name=texts(post, "name"),
        schema_alternateName=other_names(post, "alternative_names"),
        dct_description=texts(post, "body"),
        adms_status=data.concept("post-status", post.status),
        schema_location=data.add(
            f"{me}#seat",
            "schema:Place",
            schema_name=texts(post, "city"),
            schema_description=texts(post, "seat"),
            schema_containedInPlace=data.public(post.country),
        ),
        schema_foundingDate=partial_date(post.opened),
        schema_areaServed=[data.public(row.partner) for row in rows],
        schema_email=post.email,
        schema_telephone=post.phone,
        foaf_homepage=address(post.url),
    )
