"""Turtle and JSON-LD say the same, whatever the texts hold."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from portal.linked_data.graph import Graph as OurGraph
from portal.linked_data.graph import Iri, address, partial_date
from tests.support.factories import brussels

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
THING = "https://portal.example/id/call/1"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def parsed(graph):
    turtle = Graph().parse(data=graph.as_turtle(), format="turtle")
    json_ld = Graph().parse(data=graph.as_json_ld(), format="json-ld")
    assert set(turtle) == set(json_ld)
    return turtle


@given(TEXTS)
def test_both_forms_keep_every_text(text):
    graph = OurGraph()
    graph.add(THING, "foaf:Document", dct_title={"nl": text}, dct_identifier=text)
    found = parsed(graph)
    assert found.value(URIRef(THING), DCTERMS.title) == Literal(text, lang="nl")
    assert found.value(URIRef(THING), DCTERMS.identifier) == Literal(text)


@pytest.mark.parametrize(
    ("value", "datatype", "text"),
    [
        (brussels(2027, 3, 1, 17), XSD.dateTime, "2027-03-01T17:00:00+01:00"),
        (datetime.date(2027, 3, 1), XSD.date, "2027-03-01"),
        (partial_date("1994"), XSD.gYear, "1994"),
        (partial_date("2006-05"), XSD.gYearMonth, "2006-05"),
        (partial_date("1996-03-04"), XSD.date, "1996-03-04"),
        (Decimal("10000.00"), XSD.decimal, "10000.00"),
        (7, XSD.integer, "7"),
        (True, XSD.boolean, "true"),
    ],
)
def test_values_have_their_types(value, datatype, text):
    graph = OurGraph()
    graph.add(THING, dct_date=value)
    found = parsed(graph).value(URIRef(THING), DCTERMS.date)
    assert (found.datatype, str(found)) == (datatype, text)


def test_what_is_not_known_is_left_out():
    graph = OurGraph()
    graph.add(THING, dct_title={"fr": ""}, dct_date=partial_date(""), dct_source=address(""))
    assert len(parsed(graph)) == 0


def test_parts_have_names_and_can_be_described_bit_by_bit():
    graph = OurGraph()
    part = graph.add(f"{THING}#period", "dct:PeriodOfTime")
    graph.add(THING, dct_temporal=part)
    graph.add(THING, dct_temporal=[part, Iri(f"{THING}#other")])
    found = parsed(graph)
    assert len(list(found.objects(URIRef(THING), DCTERMS.temporal))) == 2
    assert (URIRef(part), RDF.type, DCTERMS.PeriodOfTime) in found
    assert not any(isinstance(node, BNode) for node in found.all_nodes())


def test_an_address_with_characters_that_none_may_have_is_still_one():
    graph = OurGraph()
    graph.add(THING, dct_source=address('https://example.org/ça?q="a|b"'))
    assert str(parsed(graph).value(URIRef(THING), DCTERMS.source)) == (
        "https://example.org/%C3%A7a?q=%22a%7Cb%22"
    )
