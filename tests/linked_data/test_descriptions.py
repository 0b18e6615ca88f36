"""What the linked data say of things: their facts, and no more than readers may know."""

import pytest
from django.conf import settings
from rdflib import RDF, XSD, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, SKOS

from portal.publishing.models import Document, Source
from tests.linked_data.conftest import CPSV, CV, ELI, HOST, VOCABULARY
from tests.support.factories import (
    brussels,
    in_four,
    make_agreement,
    make_call,
    make_entry,
    make_framework,
    make_jurisdiction,
    make_measure,
    make_page,
    make_partner,
    make_post,
    make_programme,
    make_series,
)

pytestmark = pytest.mark.django_db
SCHEMA = "http://schema.org/"
ADMS_STATUS = URIRef("http://www.w3.org/ns/adms#status")
COUNTRY = "http://publications.europa.eu/resource/authority/country/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"


def schema(name):
    return URIRef(SCHEMA + name)


# Calls


def test_a_call_is_a_public_service_with_its_money_and_its_dates(thing):
    call = make_call(form_languages=["nl", "fr", "other"], project_from="2027-09")
    call.amounts.create(side="total", kind="max", amount=20000)
    found = thing("call", call)
    assert CPSV.PublicService in found.all(RDF.type)
    period = found.part(DCTERMS.temporal)
    assert str(period.one(DCAT.startDate)) == "2027-01-06T09:00:00+01:00"
    assert period.one(DCAT.endDate).toPython() == call.closes_at
    assert found.all(DCTERMS.language) == [URIRef(f"{LANGUAGE}{code}") for code in ("FRA", "NLD")]
    output = found.part(CPSV.produces)
    assert output.part(DCTERMS.temporal).one(DCAT.startDate).datatype == XSD.gYearMonth
    amount = output.part(schema("amount"))
    assert str(amount.one(schema("maxValue"))) == "20000.00"
    assert str(amount.one(schema("currency"))) == "EUR"


def test_of_an_old_call_only_the_day_of_its_deadline_is_said(thing):
    closes = brussels(2024, 4, 3)
    call = make_call(opens_at=None, closes_at=closes, closes_day_only=True)
    period = thing("call", call).part(DCTERMS.temporal)
    assert period.one(DCAT.endDate) == Literal("2024-04-02", datatype=XSD.date)
    assert period.all(DCAT.startDate) == []


def test_a_text_is_in_exactly_the_languages_that_have_it(thing):
    call = make_call(summary_nl="Wat", summary_fr="Quoi")
    found = thing("call", call).all(DCTERMS.description)
    assert {(str(text), text.language) for text in found} == {("Wat", "nl"), ("Quoi", "fr")}


def test_prose_is_plain_text(thing):
    call = make_call(who_nl="<p>Wie <strong>woont</strong> &amp; werkt</p><ul><li>hier</li></ul>")
    requirement = thing("call", call).part(CV.holdsRequirement)
    assert str(requirement.one(DCTERMS.description)) == "Wie woont & werkt\nhier"


def test_a_cancellation_to_come_is_not_told(thing):
    call = make_call(
        opens_at=brussels(2020, 1, 1),
        closes_at=brussels(2990, 1, 1),
        cancelled_at=brussels(2980, 1, 1),
        cancellation_reason_nl="Geen geld.",
    )
    found = thing("call", call)
    assert found.code(ADMS_STATUS) == "call-status-open"
    assert found.all(SKOS.changeNote) == []


def test_selected_projects_are_told_once_the_results_are_public(thing):
    call = make_call(closes_at=brussels(2026, 2, 1), opens_at=None, results_at=brussels(2990, 1, 1))
    call.projects.create(title="Samen", flemish_partners="A", other_partners="B")
    assert thing("call", call).all(schema("fundedItem")) == []
    call.results_at = brussels(2026, 3, 1)
    call.save()
    found = thing("call", call)
    assert str(found.part(schema("fundedItem")).one(schema("name"))) == "Samen"
    assert "flemish" not in str([*found.graph.predicates()])


@pytest.mark.parametrize("kind", ["state", "organisation"])
def test_a_draft_beside_a_public_thing_is_never_named(thing, kind):
    draft = make_partner(state="draft", kind=kind)
    agreement = make_agreement(state="draft", predecessor=make_agreement())
    call = make_call(series__partner=draft, series__agreement=agreement)
    described = [thing("call", call), thing("agreement", agreement.predecessor)]
    described.append(thing("series", call.series))
    nodes = {str(node) for one in described for node in one.graph.all_nodes()}
    assert f"{HOST}/id/partner/{draft.pk}" not in nodes
    assert f"{HOST}/id/agreement/{agreement.pk}" not in nodes


def test_a_series_has_its_public_editions(thing):
    series = make_series()
    edition = make_call(series=series)
    make_call(series=series, publish_at=brussels(2999, 1, 1))
    (found,) = thing("series", series).all(DCTERMS.hasVersion)
    assert str(found) == f"{HOST}/id/call/{edition.pk}"
    assert str(thing("call", edition).one(DCTERMS.isVersionOf)) == f"{HOST}/id/series/{series.pk}"


# Support


def test_support_of_others_names_who_offers_it(thing):
    measure = make_measure(is_own=False, owner_nl="Literatuur Vlaanderen", maximum=2500)
    found = thing("support", measure)
    authority = found.part(CV.hasCompetentAuthority)
    assert authority.one(SKOS.prefLabel) == Literal("Literatuur Vlaanderen", lang="nl")
    amount = found.part(CPSV.produces).part(schema("amount"))
    assert str(amount.one(schema("maxValue"))) == "2500.00"


@pytest.mark.parametrize(("kind", "is_grant"), [("grant", True), ("advice", False)])
def test_only_money_is_a_grant_in_the_words_of_flanders(thing, kind, is_grant):
    found = thing("support", make_measure(kind=kind))
    offer = URIRef("http://data.vlaanderen.be/ns/subsidie#SubsidiemaatregelAanbod")
    assert (offer in found.all(RDF.type)) == is_grant


def test_a_measure_that_was_replaced_names_the_new_one(thing):
    old = make_measure()
    new = make_measure(replaces=old)
    assert str(thing("support", old).one(DCTERMS.isReplacedBy)) == f"{HOST}/id/support/{new.pk}"
    assert str(thing("support", new).one(DCTERMS.replaces)) == f"{HOST}/id/support/{old.pk}"


# Agreements, partners, policy


def test_an_agreement_has_the_metadata_of_eli(thing):
    agreement = make_agreement(
        kind="treaty", signed="1996-03-04", in_force="1997", authentic_languages=["nl", "en"]
    )
    partner = make_partner()
    agreement.partners.add(partner)
    programme = make_programme(agreement=agreement, first_year=2021, last_year=2023)
    found = thing("agreement", agreement)
    assert ELI.LegalResource in found.all(RDF.type)
    assert found.one(ELI.date_document) == Literal("1996-03-04", datatype=XSD.date)
    assert found.all(ELI.first_date_entry_in_force) == []
    begin = found.part(DCTERMS.temporal).one(DCAT.startDate)
    assert begin == Literal("1997", datatype=XSD.gYear)
    assert str(found.one(DCTERMS.contributor)) == f"{HOST}/id/partner/{partner.pk}"
    assert found.code(ADMS_STATUS) == "agreement-standing-unknown"
    assert str(found.one(DCTERMS.isReferencedBy)) == f"{HOST}/id/work-programme/{programme.pk}"
    period = thing("work-programme", programme).part(DCTERMS.temporal)
    assert str(period.one(DCAT.endDate)) == "2023"


def test_an_agreement_of_belgium_has_belgium_as_a_party(thing):
    found = thing("agreement", make_agreement(by_belgium=True))
    assert found.one(DCTERMS.contributor) == URIRef(f"{COUNTRY}BEL")


@pytest.mark.parametrize(
    ("code", "country"), [("JP", "JPN"), ("GB", "GBR"), ("GB-WLS", ""), ("", "")]
)
def test_a_country_is_linked_to_the_table_of_the_european_union(thing, code, country):
    partner = make_partner(iso_code=code, kind="state" if len(code) == 2 else "region")
    found = thing("partner", partner)
    assert found.all(schema("sameAs")) == [URIRef(f"{COUNTRY}{country}") for _ in country[:1]]
    assert [
        str(found.graph.value(one, schema("value"))) for one in found.all(schema("identifier"))
    ] == ([code] if code else [])


def test_a_post_serves_the_partners_of_today(thing):
    post = make_post(opened="1994")
    row = make_jurisdiction(post=post)
    make_jurisdiction(post=post, until="2001")
    found = thing("post", post)
    assert str(found.one(schema("areaServed"))) == f"{HOST}/id/partner/{row.partner_id}"
    assert found.one(schema("foundingDate")) == Literal("1994", datatype=XSD.gYear)


def test_the_focus_list_keeps_its_order_and_its_partners(thing, read):
    framework = make_framework()
    entry = make_entry(framework=framework, position=2, text_nl="Zuid-Afrika")
    partner = make_partner()
    entry.members.create(partner=partner)
    found = thing("focus-entry", entry)
    assert found.one(schema("position")).toPython() == 2
    assert str(found.one(schema("item"))) == f"{HOST}/id/partner/{partner.pk}"
    focus = thing("framework", framework).part(schema("hasPart"))
    assert focus.all(schema("itemListElement")) == [found.iri]


# What all have


def test_a_thing_names_its_sources_and_the_day_on_which_they_were_read(thing):
    page = make_page()
    Source.objects.create(
        record=page, title="FARO", url="https://faro.be/é", checked_on="2026-11-22", language="nl"
    )
    found = thing("page", page)
    source = found.part(DCTERMS.source)
    assert source.one(DCTERMS.title) == Literal("FARO", lang="nl")
    check = found.part(PROV.qualifiedDerivation)
    assert check.one(PROV.entity) == source.iri
    assert check.one(DCTERMS.date) == Literal("2026-11-22", datatype=XSD.date)
    assert check.code(DCTERMS.type) == "source-confidence-confirmed"


def test_a_document_says_whose_it_is_and_where_its_file_is(thing):
    agreement = make_agreement()
    document = Document.objects.create(
        record=agreement,
        kind="text",
        url="https://example.org/akkoord.pdf",
        languages=["fr"],
        **in_four(title="Tekst"),
    )
    found = thing("document", document)
    assert str(found.one(schema("contentUrl"))) == "https://example.org/akkoord.pdf"
    assert found.one(FOAF.topic) == thing("agreement", agreement).iri
    expression = thing("agreement", agreement).part(ELI.is_realized_by)
    assert expression.iri == found.iri
    assert expression.one(ELI.language) == URIRef(f"{LANGUAGE}FRA")


def test_each_file_says_under_which_licence_it_is(thing, settings):
    settings.DATA_LICENCE_URL = "https://example.org/licentie"
    partner = make_partner()
    graph = thing("partner", partner).graph
    (about,) = {*graph.subjects(FOAF.primaryTopic)} - {
        URIRef(f"{HOST}/id/partner/{partner.pk}.jsonld")
    }
    assert str(graph.value(about, DCTERMS.license)) == "https://example.org/licentie"


def test_every_code_has_a_label_in_four_languages(read):
    graph = read("/data/vocabulary.ttl")
    concepts = [*graph.subjects(RDF.type, SKOS.Concept)]
    assert URIRef(f"{VOCABULARY}call-status-soon") in concepts
    for concept in concepts:
        found = {label.language for label in graph.objects(concept, SKOS.prefLabel)}
        assert found == {"nl", "fr", "de", "en"}, concept


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_the_data_of_an_example_are_no_facts(client, suffix):
    partner = make_partner(is_example=True)
    assert client.get(f"/id/partner/{partner.pk}.{suffix}").status_code == 404
    assert client.get(f"/id/partner/{partner.pk}").status_code == 303


def test_other_sites_may_read_the_data_and_an_unknown_ending_is_not_found(client):
    path = f"/id/partner/{make_partner().pk}"
    headers = client.get(f"{path}.jsonld").headers
    assert headers["Content-Type"] == "application/ld+json"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert settings.DATA_LICENCE_URL in headers["Link"]
    assert client.get(f"{path}.rdf").status_code == 404


def test_the_data_of_what_was_withdrawn_are_gone(client):
    partner = make_partner(state="withdrawn", withdrawal_reason_nl="Weg.")
    assert client.get(f"/id/partner/{partner.pk}.ttl").status_code == 410


# Queries


@pytest.mark.parametrize(
    ("kind", "most"),
    [("call", 12), ("support", 14), ("agreement", 12), ("partner", 6), ("framework", 10)],
)
def test_a_description_takes_as_many_queries_whatever_belongs_to_it(
    warm, client, kind, most, django_assert_max_num_queries
):
    framework, series, agreement = make_framework(), make_series(), make_agreement()
    things = {
        "call": make_call(series=series),
        "support": make_measure(),
        "agreement": agreement,
        "partner": make_partner(),
        "framework": framework,
    }
    for number in range(8):
        make_call(series=series)
        make_programme(agreement=agreement, first_year=2000 + number)
        agreement.partners.add(make_partner())
        make_measure(replaces=things["support"])
        make_entry(framework=framework).members.create(partner=make_partner())
        things["call"].projects.create(title=f"P{number}", flemish_partners="A", other_partners="B")
    with django_assert_max_num_queries(most):
        client.get(f"/id/{kind}/{things[kind].pk}.ttl")


@pytest.mark.parametrize(("path", "most"), [("/data/catalogue.ttl", 24), ("/llms.txt", 10)])
def test_lists_take_as_many_queries_whatever_there_is(
    warm, client, path, most, django_assert_max_num_queries
):
    for _number in range(8):
        call = make_call(opens_at=None, closes_at=brussels(2020, 1, 1), results_undated=True)
        call.projects.create(title="P", flemish_partners="A", other_partners="B")
        make_agreement(signed="1996")
    with django_assert_max_num_queries(most):
        client.get(path)
