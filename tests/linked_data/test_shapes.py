"""All our linked data keep to CPSV-AP 3.2 and DCAT-AP 3, as pySHACL finds with their own shapes."""

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, SKOS

from calls.models import Call, CallSeries, SupportMeasure
from portal.linked_data.identifiers import KINDS, OWNERS
from tests.linked_data.conftest import CPSV, CV, ELI
from tests.support.factories import make_call

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
each_profile = pytest.mark.parametrize("shapes", SHAPES, ids=lambda path: path.stem)
pytestmark = pytest.mark.django_db


def violations(graph, shapes):
    _conforms, _report, text = validate(graph, shacl_graph=Graph().parse(shapes))
    return [] if "Conforms: True" in text else text.splitlines()


def paths():
    """The address of the data of every thing, without examples."""
    for kind, model in KINDS.items():
        for thing in model.objects.all():
            record = getattr(thing, OWNERS[model]) if model in OWNERS else thing
            if record.is_published() and not record.is_example:
                yield f"/id/{kind}/{thing.pk}.ttl"


@pytest.fixture(scope="module")
def everything(content, django_db_blocker):
    """One graph of the whole content, of the catalogue and of our codes."""
    from django.test import Client

    graph, client = Graph(), Client()
    with django_db_blocker.unblock():
        for path in [*paths(), "/data/catalogue.ttl", "/data/vocabulary.ttl"]:
            graph.parse(data=client.get(path).content, format="turtle")
    return graph


@each_profile
def test_the_whole_content_keeps_to_the_profile(everything, shapes):
    assert violations(everything, shapes) == []


def test_every_call_and_measure_is_a_public_service_and_every_agreement_a_legal_resource(
    everything,
):
    models = (Call, CallSeries, SupportMeasure)
    count = sum(model.objects.published().real().count() for model in models)
    services = {*everything.subjects(RDF.type, CPSV.PublicService)}
    assert len(services) == count > 40
    resources = {*map(str, everything.subjects(RDF.type, ELI.LegalResource))}
    assert len([iri for iri in resources if "/id/agreement/" in iri and "#" not in iri]) > 30


def test_every_thing_of_ours_that_is_named_is_described(everything):
    named = {node for node in everything.objects() if "/id/" in str(node) and "http" in str(node)}
    things = {node for node in named if isinstance(node, URIRef)}
    assert [node for node in things if not everything.value(node, RDF.type)] == []


@each_profile
def test_the_catalogue_alone_keeps_to_the_profile(read, shapes):
    make_call()
    graph = read("/data/catalogue.ttl")
    assert len([*graph.subjects(RDF.type, DCAT.Dataset)]) == 8
    assert violations(graph, shapes) == []


@pytest.mark.parametrize(
    ("subject", "name"),
    [(CPSV.PublicService, CV.hasCompetentAuthority), (CV.PublicOrganisation, DCTERMS.spatial)],
)
def test_the_check_finds_what_is_missing(read, subject, name):
    call = make_call()
    graph = read(f"/id/call/{call.pk}.ttl")
    cpsv = next(path for path in SHAPES if "cpsv" in path.stem)
    assert violations(graph, cpsv) == []
    for iri in graph.subjects(RDF.type, subject):
        graph.remove((iri, name, None))
    assert violations(graph, cpsv)


def test_the_check_finds_a_code_without_a_label(read):
    graph = read("/data/catalogue.ttl")
    graph.add((URIRef("https://example.org/code"), RDF.type, SKOS.Concept))
    dcat = next(path for path in SHAPES if "dcat" in path.stem)
    assert violations(graph, dcat)
    graph.add((URIRef("https://example.org/code"), SKOS.prefLabel, Literal("Code", lang="nl")))
    assert violations(graph, dcat) == []
