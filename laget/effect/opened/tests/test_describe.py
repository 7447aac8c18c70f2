"""The catalogue is as DCAT-AP-NO 3 has it: https://data.norge.no/specification/dcat-ap-no, what has to be there."""

import pytest
from django.test import Client
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from laget.effect.opened.catalogue import VCARD
from laget.effect.opened.datasets import DATASETS
from testing.people import World

pytestmark = pytest.mark.django_db
ONE, SOME = (1, 1), (1, None)
# (how few, how many) of each property, by class.
RULES: dict[URIRef, dict[URIRef, tuple[int, int | None]]] = {
    DCAT.Catalog: {
        DCTERMS.title: SOME,
        DCTERMS.description: SOME,
        DCTERMS.publisher: ONE,
        DCAT.contactPoint: SOME,
        DCTERMS.identifier: ONE,
        DCAT.dataset: SOME,
    },
    DCAT.Dataset: {
        DCTERMS.title: SOME,
        DCTERMS.description: SOME,
        DCTERMS.publisher: ONE,
        DCAT.contactPoint: SOME,
        DCAT.theme: SOME,
        DCAT.distribution: SOME,
    },
    DCAT.Distribution: {DCAT.accessURL: SOME, DCTERMS.license: ONE, DCTERMS["format"]: SOME},
    DCAT.DataService: {
        DCAT.endpointURL: ONE,
        DCTERMS.title: SOME,
        DCTERMS.publisher: ONE,
        DCAT.contactPoint: SOME,
    },
    FOAF.Agent: {FOAF.name: SOME},
}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # what reads JSON-LD in rdflib still uses it
def test_the_catalogue_has_what_it_has_to_have(world: World, client: Client) -> None:
    world.carry("send")
    turtle = client.get(f"/apne-data/{world.county.slug}/katalog.ttl")
    graph = Graph().parse(data=turtle.content, format="turtle")
    assert turtle["Content-Type"] == "text/turtle; charset=utf-8"
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)
    for kind, rules in RULES.items():
        assert list(graph.subjects(RDF.type, kind)), kind
        for one in graph.subjects(RDF.type, kind):
            for name, (least, most) in rules.items():
                number = len(list(graph.objects(one, name)))
                assert least <= number <= (most or number), (one, name)
    for name in (DCTERMS.title, DCTERMS.description):
        for one, said in graph.subject_objects(name):
            assert isinstance(said, Literal)
            assert said.language == "nb", one
    for one in graph.objects(None, DCAT.contactPoint):
        assert set(graph.objects(one, VCARD.hasEmail)) | set(graph.objects(one, VCARD.hasURL))
    jsonld = client.get(f"/apne-data/{world.county.slug}/katalog.jsonld")
    assert isomorphic(graph, Graph().parse(data=jsonld.content, format="json-ld"))


def test_what_it_says_is_to_be_had_is_there(world: World, client: Client) -> None:
    world.carry("send")
    found = client.get(f"/apne-data/{world.county.slug}/katalog.ttl").content
    graph = Graph().parse(data=found, format="turtle")
    files = {str(each) for each in graph.objects(None, DCAT.downloadURL) if isinstance(each, URIRef)}
    assert len(files) == 2 * len(DATASETS)
    for each in files | {str(schema) for schema in graph.objects(None, DCTERMS.conformsTo)}:
        path = each.removeprefix("http://localhost:8000")
        assert client.get(path).status_code == 200, each
    assert client.get("/apne-data/ingen/katalog.ttl").status_code == 404
