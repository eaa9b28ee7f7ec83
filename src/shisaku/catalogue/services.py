"""Our endpoint and API, and the APIs that the plan names, are said as DataServices (DCAT 3)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from shisaku.catalogue.model import Service, Words
from shisaku.catalogue.record import Record
from shisaku.catalogue.terms import OPENAPI, SPARQL_PROTOCOL, THEMES, VCARD
from shisaku.graph.namespaces import DCAT, DCT, SCHEMA

_JSON = "http://publications.europa.eu/resource/authority/file-type/JSON"
_RESULTS = "http://publications.europa.eu/resource/authority/file-type/SPARQLQRES"

#: Path, entry in texts.toml, description of the interface, standard with its name, format.
_OWN = (
    ("sparql", "endpoint", "sparql", SPARQL_PROTOCOL, "SPARQL 1.1 Protocol", _RESULTS),
    ("api/", "api", "api/openapi.json", OPENAPI, "OpenAPI 3.1", _JSON),
)


_RFC = "https://www.rfc-editor.org/info/"
#: What the answers of an API conform to, by the last part of their file type's IRI.
_ANSWERS = {
    "JSON": (_RFC + "rfc8259", "JSON (RFC 8259)"),
    "GEOJSON": (_RFC + "rfc7946", "GeoJSON (RFC 7946)"),
    "XML": ("http://www.w3.org/TR/xml/", "XML 1.0"),
    "CSV": (_RFC + "rfc4180", "CSV (RFC 4180)"),
    "SPARQLQRES": (SPARQL_PROTOCOL, "SPARQL 1.1 Protocol"),
}


def describe_own_services(record: Record, datasets: Iterable[NamedNode]) -> list[NamedNode]:
    """Say the SPARQL endpoint and the JSON API; return their nodes."""
    served = list(datasets)
    nodes = []
    for path, kind, description, standard, name, form in _OWN:
        node = record.iri(path)
        nodes.append(node)
        record.out.types(node, DCAT.DataService)
        record.described(node, kind)
        record.keywords(node, kind)
        record.open_to_all(node)
        record.reusable(node)
        record.standard(node, standard, name)
        record.out.add(node, DCAT.endpointURL, node)
        record.out.add(node, DCAT.endpointDescription, record.iri(description))
        record.out.add(node, DCAT.servesDataset, *served)
        record.out.add(node, DCT.publisher, record.publisher)
        record.out.add(node, DCAT.contactPoint, record.contact)
        record.out.add(node, DCT.format, NamedNode(form))
        record.out.types(NamedNode(form), DCT.MediaTypeOrExtent)
        record.page(node, DCAT.landingPage, node.value)
    return nodes


def describe_named_services(record: Record, services: Iterable[Service]) -> list[NamedNode]:
    """Say the APIs of others with what the reference data know; return their nodes."""
    nodes = []
    for service in services:
        if service.operators:
            nodes.append(_named_service(record, service))
    return nodes


def _named_service(record: Record, service: Service) -> NamedNode:
    out = record.out
    node = NamedNode(service.iri)
    english = service.name.en or service.name.ja
    out.types(node, DCAT.DataService)
    out.titled(node, service.name.ja, english)
    names = {
        "name_ja": service.name.ja,
        "name_en": english,
        "status_ja": service.status.ja,
        "status_en": service.status.en,
    }
    record.description(node, record.words("external", "description", **names))
    record.keywords(node, "external", Words(service.name.ja, english))
    out.add(node, DCAT.theme, *THEMES)
    out.add(node, DCAT.endpointURL, NamedNode(service.endpoint))
    for address in service.descriptions:
        out.add(node, DCAT.endpointDescription, NamedNode(address))
    if service.landing_page:
        record.page(node, DCAT.landingPage, service.landing_page)
    for form in service.formats:
        out.add(node, DCT.format, NamedNode(form))
        out.types(NamedNode(form), DCT.MediaTypeOrExtent)
        if standard := _ANSWERS.get(form.rpartition("/")[2]):
            record.standard(node, *standard)
    first, *others = service.operators
    out.add(node, DCT.publisher, record.agent(first))
    for other in others:
        out.add(node, DCT.contributor, record.agent(other))
    _contact(record, node, service)
    if service.licence:
        out.add(node, DCT.license, NamedNode(service.licence))
        out.types(NamedNode(service.licence), DCT.LicenseDocument)
    if service.terms:
        out.add(node, SCHEMA.termsOfService, NamedNode(service.terms))
    return node


def _contact(record: Record, node: NamedNode, service: Service) -> None:
    page = service.landing_page or service.operators[0].homepage
    if not page:
        return
    contact = NamedNode(f"{node.value}#contact")
    record.out.add(node, DCAT.contactPoint, contact)
    record.out.types(contact, VCARD.Kind, VCARD.Organization)
    record.out.plain(contact, VCARD.fn, service.operators[0].name.ja)
    record.out.add(contact, VCARD.hasURL, NamedNode(page))
