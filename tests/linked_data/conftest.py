"""Linked data as a program reads it, with rdflib: not what writes it."""

import pytest
from rdflib import Graph, Namespace, URIRef

HOST = "http://testserver"
CV = Namespace("http://data.europa.eu/m8g/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
VOCABULARY = f"{HOST}/data/vocabulary#"


class Described:
    """A thing in a graph: `one(property)` is its only value, `all(property)` all of them."""

    def __init__(self, graph, iri):
        self.graph, self.iri = graph, URIRef(iri)

    def all(self, name):
        return sorted(self.graph.objects(self.iri, name))

    def one(self, name):
        (value,) = self.graph.objects(self.iri, name)
        return value

    def part(self, name):
        return Described(self.graph, self.one(name))

    def code(self, name):
        """The code of ours that is the value of a property."""
        return str(self.one(name)).removeprefix(VOCABULARY)


@pytest.fixture
def read(client):
    """`read("/id/call/12.ttl")` is the graph of a file."""

    def fetch(path):
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return Graph().parse(data=response.content, format="turtle")

    return fetch


@pytest.fixture
def thing(read):
    """`thing("call", call)` is the description of a record."""

    def fetch(kind, record):
        path = f"/id/{kind}/{record.pk}"
        return Described(read(f"{path}.ttl"), HOST + path)

    return fetch
