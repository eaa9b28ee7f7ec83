"""Catalogue quads go in; the rules of Signposting and the API catalogue (RFC 9727) come out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, Quad

from shisaku.config import Config
from shisaku.graph.namespaces import DCAT, FOAF
from shisaku.signposting import DATA_FORMATS, LINKSET

_SCHEMA = "https://schema.org/"
#: What the page of a kind of resource is about, in schema.org's words.
_TYPES = {
    "": "CreativeWork",
    "measure": "CreativeWork",
    "kpi": "StatisticalVariable",
    "area": "DefinedTerm",
    "org": "GovernmentOrganization",
    "system": "SoftwareApplication",
    "law": "Legislation",
    "dataset": "Dataset",
    "code": "DefinedTermSet",
}
#: Lists that are resources of their own, besides the plans.
_INDEXES = ("org", "system", "law", "period", "unit", "code")
_IANA = "https://www.iana.org/assignments/media-types/"


def signposting_rules(quads: Iterable[Quad], config: Config) -> dict[str, Any]:
    """Return what ``shisaku.signposting.document_links`` needs, as plain JSON data.

    pages: the pages of datasets and of the catalogue with all their links, items included.
    """
    base = config.base_iri
    held = list(quads)
    pages: dict[str, list[list[str]]] = {}
    items = _items(held)
    for dataset, found in sorted(items.items()):
        path = dataset.removeprefix(base)
        pages[path] = [[dataset, "cite-as", ""], [_SCHEMA + "Dataset", "type", ""]]
        pages[path] += [
            [f"{dataset}.{extension}", "describedby", media_type]
            for extension, media_type in DATA_FORMATS
        ]
        pages[path] += [*found, [base + "catalog", "collection", ""]]
    catalogue = [
        [f"{base}catalog.{extension}", "describedby", media_type]
        for extension, media_type in DATA_FORMATS[:3]
    ]
    for path in ("index", "data", "catalog"):
        pages[path] = [
            [base + "catalog", "cite-as", ""],
            [_SCHEMA + "DataCatalog", "type", ""],
            *catalogue,
            *([dataset, "item", ""] for dataset in sorted(items)),
            [f"{base}.well-known/api-catalog", "linkset", LINKSET],
        ]
    return {
        "base": base,
        "license": config.licence,
        "author": config.publisher_homepage,
        "types": {kind: _SCHEMA + name for kind, name in _TYPES.items()},
        "resources": sorted({*_INDEXES, *_plans(held, base)}),
        "pages": pages,
    }


def api_catalog(config: Config) -> bytes:
    """Return ``/.well-known/api-catalog`` as a linkset (RFC 9727, RFC 9264)."""
    base = config.base_iri
    entries = [
        {
            "anchor": base + "sparql",
            "service-desc": [{"href": base + "sparql", "type": "text/turtle"}],
            "service-doc": [{"href": base + "sparql.html", "type": "text/html"}],
            "describedby": [{"href": base + ".well-known/void", "type": "text/turtle"}],
        },
        {
            "anchor": base + "api/",
            "service-desc": [
                {"href": base + "api/openapi.json", "type": "application/vnd.oai.openapi+json"}
            ],
            "service-doc": [{"href": base + "data.html", "type": "text/html"}],
        },
        {
            "anchor": base,
            "item": [{"href": base + "sparql"}, {"href": base + "api/"}],
            "describedby": [{"href": base + "catalog.ttl", "type": "text/turtle"}],
            "license": [{"href": config.licence}],
        },
    ]
    return (json.dumps({"linkset": entries}, ensure_ascii=False, indent=2) + "\n").encode()


def _plans(quads: Iterable[Quad], base: str) -> set[str]:
    """Return the paths of the plans, which the series are about."""
    topics = (str(term)[1:-1] for _, predicate, term, _ in quads if predicate == FOAF.primaryTopic)
    paths = (topic.removeprefix(base) for topic in topics)
    return {path for path in paths if "/" not in path}


def _items(quads: Iterable[Quad]) -> dict[str, list[list[str]]]:
    """Return the files of each dataset as links: address, relation and media type."""
    members: list[tuple[str, NamedNode]] = []
    said: dict[tuple[object, NamedNode], str] = {}
    for subject, predicate, term, _ in quads:
        if predicate == DCAT.distribution and isinstance(term, NamedNode):
            members.append((str(subject)[1:-1], term))
        elif predicate in (DCAT.downloadURL, DCAT.mediaType):
            said[subject, predicate] = str(term)[1:-1]
    items: dict[str, list[list[str]]] = {}
    for dataset, node in members:
        media_type = said[node, DCAT.mediaType].removeprefix(_IANA)
        items.setdefault(dataset, []).append([said[node, DCAT.downloadURL], "item", media_type])
    return items
