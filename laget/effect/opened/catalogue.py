"""A county's open data described as DCAT-AP-NO 3, for data.norge.no and others to harvest.

What has to be there is in https://data.norge.no/specification/dcat-ap-no, and tests/test_describe.py holds us to it.
"""

from datetime import date

from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

from laget.base.actors.models import County
from laget.effect.opened.datasets import DATASETS, LICENCE, DataSet
from laget.effect.opened.rows import address

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority/"
LICENCE_TERM = URIRef(f"{EU}licence/NLOD_2_0")
THEMES = (URIRef(f"{EU}data-theme/EDUC"), URIRef(f"{EU}data-theme/GOVE"))
LANGUAGE = URIRef(f"{EU}language/NOB")
NORWAY = URIRef(f"{EU}country/NOR")
PUBLIC = URIRef(f"{EU}access-right/PUBLIC")
CONTINUOUS = URIRef(f"{EU}frequency/CONT")
_MEDIA = "https://www.iana.org/assignments/media-types/"
MEDIA_TYPES = {"csv": URIRef(f"{_MEDIA}text/csv"), "json": URIRef(f"{_MEDIA}application/json")}
FILE_TYPES = {"csv": URIRef(f"{EU}file-type/CSV"), "json": URIRef(f"{EU}file-type/JSON")}
FORMATS = {"ttl": ("turtle", "text/turtle; charset=utf-8"), "jsonld": ("json-ld", "application/ld+json")}


def described(county: County, *, modified: date) -> Graph:
    graph = Graph()
    for prefix, space in {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "vcard": VCARD}.items():
        graph.bind(prefix, space)
    home = URIRef(address("opened:data"))
    catalogue = URIRef(address("opened:catalogue", county.slug, "ttl") + "#katalog")
    publisher, contact = _publisher(graph, county), _contact(graph, county)
    graph.add((LICENCE_TERM, RDF.type, DCTERMS.LicenseDocument))
    about = {
        RDF.type: DCAT.Catalog,
        DCTERMS.identifier: Literal(str(catalogue)),
        DCTERMS.title: _said(f"Åpne data om lokal kompetanseutvikling i {county.name}"),
        DCTERMS.description: _said("Hvem som har fått tilskudd, hvor mye, til hva og hvorfor."),
        DCTERMS.publisher: publisher,
        DCAT.contactPoint: contact,
        DCTERMS.license: LICENCE_TERM,
        DCTERMS.language: LANGUAGE,
        DCTERMS.spatial: NORWAY,
        DCTERMS.modified: Literal(modified, datatype=XSD.date),
        DCAT.themeTaxonomy: URIRef(f"{EU}data-theme"),
        FOAF.homepage: home,
    }
    for predicate, value in about.items():
        graph.add((catalogue, predicate, value))
    service = _service(graph, county, publisher, contact)
    graph.add((catalogue, DCAT.service, service))
    for slug, dataset in DATASETS.items():
        one = _dataset(graph, slug, dataset, county, publisher, contact, modified)
        graph.add((catalogue, DCAT.dataset, one))
        graph.add((service, DCAT.servesDataset, one))
    return graph


def _said(text: str) -> Literal:
    return Literal(text, lang="nb")


def _publisher(graph: Graph, county: County) -> URIRef:
    name = f"Statsforvalteren i {county.name}"
    one = URIRef(address("insight:county", county.slug) + "#utgiver")
    for predicate, value in {RDF.type: FOAF.Agent, FOAF.name: _said(name)}.items():
        graph.add((one, predicate, value))
    graph.add((one, DCTERMS.identifier, Literal(str(one))))
    return one


def _contact(graph: Graph, county: County) -> BNode:
    """By mail where the county has an address for it, else by the page."""
    one = BNode("kontakt")
    for kind in (VCARD.Kind, VCARD.Organization):  # who harvests may not know that one is the other
        graph.add((one, RDF.type, kind))
    graph.add((one, VCARD.fn, _said(f"Statsforvalteren i {county.name}")))
    if county.email:
        graph.add((one, VCARD.hasEmail, URIRef(f"mailto:{county.email}")))
    else:
        graph.add((one, VCARD.hasURL, URIRef(address("insight:county", county.slug))))
    return one


def _service(graph: Graph, county: County, publisher: URIRef, contact: BNode) -> URIRef:
    """The API that gives the same lines, a page at a time."""
    one = URIRef(address("api:start") + f"#{county.slug}")
    about = {
        RDF.type: DCAT.DataService,
        DCTERMS.identifier: Literal(str(one)),
        DCTERMS.title: _said("Laget: åpne data om tilskudd"),
        DCTERMS.description: _said("De samme dataene som i filene, en side om gangen."),
        DCTERMS.publisher: publisher,
        DCAT.contactPoint: contact,
        DCTERMS.license: LICENCE_TERM,
        DCTERMS.accessRights: PUBLIC,
        DCAT.endpointURL: URIRef(address("api:start")),
        DCAT.endpointDescription: URIRef(address("api:openapi-json")),
    }
    for predicate, value in about.items():
        graph.add((one, predicate, value))
    return one


def _dataset(
    graph: Graph, slug: str, dataset: DataSet, county: County, publisher: URIRef, contact: BNode, modified: date
) -> URIRef:
    one = URIRef(address("opened:data") + f"#{slug}-{county.slug}")
    about = {
        RDF.type: DCAT.Dataset,
        DCTERMS.identifier: Literal(str(one)),
        DCTERMS.title: _said(f"{dataset.title}, {county.name}"),
        DCTERMS.description: _said(str(dataset.about)),
        DCTERMS.publisher: publisher,
        DCAT.contactPoint: contact,
        DCTERMS.accessRights: PUBLIC,
        DCTERMS.accrualPeriodicity: CONTINUOUS,
        DCTERMS.language: LANGUAGE,
        DCTERMS.spatial: NORWAY,
        DCTERMS.modified: Literal(modified, datatype=XSD.date),
        DCAT.landingPage: URIRef(address("opened:data")),
    }
    for predicate, value in about.items():
        graph.add((one, predicate, value))
    for theme in THEMES:
        graph.add((one, DCAT.theme, theme))
    for format, media_type in MEDIA_TYPES.items():
        graph.add((one, DCAT.distribution, _distribution(graph, slug, dataset, county, format, media_type)))
    return one


def _distribution(graph: Graph, slug: str, dataset: DataSet, county: County, format: str, media_type: URIRef) -> URIRef:
    file = URIRef(address("opened:file", slug, format) + f"?fylke={county.slug}")
    about = {
        RDF.type: DCAT.Distribution,
        DCTERMS.title: _said(f"{dataset.title} som {format.upper()}"),
        DCTERMS.description: _said(f"Lisens: {LICENCE}."),
        DCAT.accessURL: file,
        DCAT.downloadURL: file,
        DCTERMS.license: LICENCE_TERM,
        DCAT.mediaType: media_type,
        DCTERMS["format"]: FILE_TYPES[format],
    }
    if format == "json":
        about[DCTERMS.conformsTo] = URIRef(address("opened:schema", slug))
    for predicate, value in about.items():
        graph.add((file, predicate, value))
    return file
