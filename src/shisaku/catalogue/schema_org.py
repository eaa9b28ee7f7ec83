"""Catalogue quads go in; schema.org descriptions of the datasets come out, for pages to embed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from shisaku.catalogue.terms import VCARD
from shisaku.graph.namespaces import DCAT, DCT, FOAF, RDF, SCHEMA

_IANA = "https://www.iana.org/assignments/media-types/"

Facts = dict[NamedNode, list[NamedNode | Literal]]


def dataset_descriptions(quads: Iterable[Quad]) -> dict[str, dict[str, Any]]:
    """Return JSON-LD (schema.org Dataset) by the dataset's IRI, one for each dcat:Dataset.

    Every entry of it is a statement of the catalogue; search engines read it from the page.
    """
    facts = _facts(quads)
    catalogs = {
        term.value: node for node, said in facts.items() for term in said.get(DCAT.dataset, [])
    }
    return {
        iri: _dataset(iri, facts, catalogs)
        for iri in sorted(facts)
        if DCAT.Dataset in facts[iri].get(RDF.type, [])
    }


def _facts(quads: Iterable[Quad]) -> dict[str, Facts]:
    facts: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, term, _ in quads:
        if isinstance(subject, NamedNode) and isinstance(term, (NamedNode, Literal)):
            facts[subject.value][predicate].append(term)
    return facts


def _dataset(iri: str, facts: dict[str, Facts], catalogs: dict[str, str]) -> dict[str, Any]:
    said = facts[iri]
    described: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": iri,
        "url": _first(said, DCAT.landingPage) or iri,
        "identifier": iri,
        "name": _texts(said, DCT.title),
        "description": _texts(said, DCT.description),
        "keywords": _texts(said, DCAT.keyword),
        "inLanguage": ["ja", "en"],
        "license": _first(said, DCT.license),
        "usageInfo": _first(said, DCT.rights),
        "creditText": _first(said, SCHEMA.creditText),
        "datePublished": _first(said, DCT.issued),
        "dateModified": _first(said, DCT.modified),
        "version": _first(said, DCAT.version),
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Country", "name": "日本", "identifier": "JPN"},
        "temporalCoverage": _span(facts[_first(said, DCT.temporal)]),
        "publisher": _agent(_first(said, DCT.publisher), facts),
        "creator": _agent(_first(said, DCT.creator) or _first(said, DCT.publisher), facts),
        "isBasedOn": _first(said, DCT.source),
        "includedInDataCatalog": _catalog(catalogs.get(iri), facts),
        "distribution": [_download(facts[item.value]) for item in said.get(DCAT.distribution, [])],
    }
    return {key: value for key, value in described.items() if value}


def _download(said: Facts) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": _texts(said, DCT.title),
        "contentUrl": _first(said, DCAT.downloadURL),
        "encodingFormat": _first(said, DCAT.mediaType).removeprefix(_IANA),
        "contentSize": f"{_first(said, DCAT.byteSize)} B",
        "license": _first(said, DCT.license),
    }


def _agent(iri: str, facts: dict[str, Facts]) -> dict[str, Any]:
    said = facts[iri]
    described = {
        "@type": "Organization",
        "@id": iri,
        "name": _texts(said, FOAF.name),
        "url": _first(said, FOAF.homepage),
    }
    contact = facts.get(iri.replace("#publisher", "#contact"), {})
    if VCARD.hasURL in contact:
        described["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "data",
            "url": _first(contact, VCARD.hasURL),
        }
    return {key: value for key, value in described.items() if value}


def _catalog(iri: str | None, facts: dict[str, Facts]) -> dict[str, Any]:
    if iri is None:
        return {}
    return {"@type": "DataCatalog", "@id": iri, "name": _texts(facts[iri], DCT.title)}


def _span(said: Facts) -> str:
    first, last = _first(said, DCAT.startDate), _first(said, DCAT.endDate)
    return f"{first}/{last}" if first and last else ""


def _first(said: Facts, predicate: NamedNode) -> str:
    return next((term.value for term in said.get(predicate, [])), "")


def _texts(said: Facts, predicate: NamedNode) -> Any:
    values = [
        {"@value": term.value, "@language": term.language}
        for term in said.get(predicate, [])
        if isinstance(term, Literal)
    ]
    return values[0] if len(values) == 1 else values
