"""The catalogue names every file of ours, and each of them is there."""

import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import DCAT, DCTERMS

from portal.linked_data import catalogue
from portal.linked_data.catalogue import DATASETS, FILES, Service
from tests.linked_data.conftest import HOST, Described
from tests.support.factories import brussels, make_agreement, make_call, make_framework

pytestmark = pytest.mark.django_db
ME = f"{HOST}/data/catalogue"
MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"


@pytest.fixture
def dataset(read):
    return lambda name: Described(read("/data/catalogue.ttl"), f"{ME}#{name}")


def test_every_file_is_there_and_is_of_the_type_that_is_said(client, read):
    call = make_call(opens_at=None, closes_at=brussels(2020, 1, 1), results_undated=True)
    call.projects.create(title="Samen", flemish_partners="A", other_partners="B")
    graph = read("/data/catalogue.ttl")
    files = [*graph.subjects(RDF.type, DCAT.Distribution)]
    assert len(files) == 4 * sum(map(len, FILES.values())) + 1  # the results of that call
    for file in (file for file in files if "/nl/" in file):
        response = client.get(str(graph.value(file, DCAT.downloadURL)).removeprefix(HOST))
        said = str(graph.value(file, DCAT.mediaType)).removeprefix(MEDIA_TYPES)
        kind = response.headers["Content-Type"].partition(";")[0].replace("feed+json", "json")
        assert (response.status_code, kind) == (200, said)


def test_the_files_of_calls_have_calls_of_every_status(client, dataset):
    make_call(opens_at=brussels(2020, 1, 1), closes_at=brussels(2020, 3, 1))
    urls = {str(url) for url in dataset("calls").all(DCAT.distribution)}
    (url,) = [url for url in urls if "oproepen.json" in url]
    data = client.get(url.removeprefix(HOST)).json()
    assert [call["status"] for call in data["calls"]] == ["closed"]


def test_a_data_set_changed_when_a_record_was_edited_or_turned(dataset):
    opens, edited = brussels(2024, 1, 6, 9), brussels(2023, 12, 1, 8)
    make_call(opens_at=opens, closes_at=brussels(2990, 1, 1), changed_nl=edited)
    make_call(state="draft", changed_nl=brussels(2025, 1, 1))
    make_call(is_example=True, changed_nl=brussels(2025, 1, 1))
    assert dataset("calls").one(DCTERMS.modified).toPython() == opens
    assert dataset("support").all(DCTERMS.modified) == []


def test_a_data_set_says_which_period_it_is_about(dataset):
    make_framework()
    make_agreement(signed="1996-03-04")
    make_agreement(signed="2006")
    make_agreement(signed="")
    period = dataset("framework").part(DCTERMS.temporal)
    assert str(period.one(DCAT.startDate)) == "2021-01-01"
    period = dataset("agreements").part(DCTERMS.temporal)
    assert [str(period.one(name)) for name in (DCAT.startDate, DCAT.endDate)] == [
        "1996-03-04",
        "2006",
    ]


def test_the_catalogue_lists_every_data_set_and_names_what_they_have_in_common(read):
    found = Described(read("/data/catalogue.ttl"), ME)
    assert found.all(DCAT.dataset) == sorted(URIRef(f"{ME}#{name}") for name in DATASETS)
    for iri in found.all(DCAT.dataset):
        one = Described(found.graph, iri)
        assert one.one(DCTERMS.publisher) == URIRef(f"{ME}#publisher")
        assert {text.language for text in one.all(DCTERMS.title)} == {"nl", "fr", "de", "en"}
        assert len(one.all(DCAT.landingPage)) == 4


def test_an_interface_that_is_added_serves_every_data_set(monkeypatch, read):
    api = Service("API", "/api/v1/", "/api/v1/openapi.json")
    monkeypatch.setitem(catalogue.SERVICES, "api", api)
    graph = read("/data/catalogue.ttl")
    service = Described(graph, Described(graph, ME).one(DCAT.service))
    assert str(service.one(DCAT.endpointDescription)) == f"{HOST}/api/v1/openapi.json"
    assert len(service.all(DCAT.servesDataset)) == len(DATASETS)


@pytest.mark.parametrize("path", ["/data/catalogue", "/data/vocabulary"])
@pytest.mark.parametrize(
    ("accept", "ending"),
    [("*/*", ".ttl"), ("application/ld+json", ".jsonld"), ("text/html, */*;q=0.1", ".ttl")],
)
def test_both_forms_are_found_from_one_address(client, path, accept, ending):
    response = client.get(path, headers={"accept": accept})
    assert (response.status_code, response.headers["Location"]) == (303, path + ending)
    assert client.get(path, headers={"accept": "text/html"}).status_code == 406
