"""The framework as a plan (PROV), with its focus list, and the pages about the site."""

from portal.linked_data.data import headings, texts
from portal.linked_data.graph import partial_date


def describe_framework(data, framework):
    me = data.id(framework)
    data.describe_record(
        framework,
        "prov:Plan",
        dct_title=texts(framework, "title"),
        dct_description=texts(framework, "summary"),
        dct_abstract=texts(framework, "body"),
        dct_temporal=data.period(f"{me}#period", framework.starts_on, framework.ends_on),
        dct_isReplacedBy=data.public(framework.successor_framework),
        dct_subject=[point_of(data, me, point) for point in framework.points.all()],
        schema_hasPart=data.add(
            f"{me}#focus",
            "schema:ItemList",
            schema_itemListElement=[
                add_entry(data, entry)
                for entry in framework.entries.prefetch_related("members__partner")
            ],
        ),
    )


def point_of(data, me, point):
    return data.add(
        f"{me}#point-{point.pk}",
        "skos:Concept",
        skos_prefLabel=texts(point, "text"),
        dct_type=data.concept("framework-point", point.kind),
    )


def add_entry(data, entry):
    return data.add(
        data.id(entry),
        "schema:ListItem",
        dct_identifier=str(data.id(entry)),
        schema_position=entry.position,
        schema_name=texts(entry, "text"),
        dct_type=data.concept("focus-kind", entry.kind),
        schema_item=[data.public(member.partner) for member in entry.members.all()],
    )


def describe_entry(data, entry):
    me = add_entry(data, entry)
    data.add(f"{data.id(entry.framework)}#focus", "schema:ItemList", schema_itemListElement=me)
    data.add_files(me)


def describe_page(data, page):
    data.describe_record(
        page,
        "schema:WebPage",
        dct_title=headings(page),
        dct_abstract=texts(page, "summary"),
        dct_created=partial_date(page.prepared_on),
        schema_lastReviewed=partial_date(page.reviewed_on),
    )
