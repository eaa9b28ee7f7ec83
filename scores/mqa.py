"""A running server goes in; the points of data.europa.eu's metadata quality score come out.

Read strictly: a metric on distributions counts only when every distribution of the dataset
passes, which no way of averaging can better.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF
from rdflib.term import Node

from scores.dcat_ap import CODE_LISTS, validate

FULL_SCORE = 405
_LISTS = "codelists/mqa_format_lists.csv"
_IANA = "www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Missed:
    """A metric without points: where, and how many points that costs."""

    metric: str
    dataset: str
    node: str
    points: int


@dataclass(frozen=True, slots=True)
class DatasetScore:
    """Points of one dataset, and what it missed."""

    dataset: str
    points: int
    missed: tuple[Missed, ...]


@dataclass(frozen=True)
class Catalogue:
    """A catalogue with the lists that it is judged by, and a client to check its addresses."""

    graph: Graph
    standards: Path
    client: httpx.Client

    @cached_property
    def formats(self) -> dict[str, dict[str, str]]:
        """The EU's lists of open and machine readable formats, by file type."""
        with (self.standards / _LISTS).open(encoding="utf-8", newline="") as stream:
            return {row["file_type_uri"]: row for row in csv.DictReader(stream)}

    @cached_property
    def codes(self) -> Graph:
        """The EU's code lists."""
        return Graph().parse(self.standards / CODE_LISTS)

    @cached_property
    def violated(self) -> frozenset[str]:
        """Focus nodes of SHACL violations."""
        found = validate(self.graph, self.standards)
        return frozenset(item.focus for item in found if item.severity == "Violation")

    @cached_property
    def answering(self) -> dict[Node, bool]:
        """Whether an address answers a HEAD request with 2xx or 3xx."""
        return {}

    def answers(self, address: Node) -> bool:
        """Ask an address once."""
        if address not in self.answering:
            try:
                self.answering[address] = self.client.head(str(address)).status_code < 400
            except httpx.HTTPError:
                self.answering[address] = False
        return self.answering[address]

    def values(self, node: Node, predicate: URIRef) -> list[Node]:
        """Return the objects of a predicate."""
        return list(self.graph.objects(node, predicate))

    def distributions(self, dataset: Node) -> list[Node]:
        """Return the distributions of a dataset."""
        return self.values(dataset, DCAT.distribution)

    def in_list(self, node: Node, name: str) -> bool:
        """Tell whether a code stands in an EU list."""
        scheme = URIRef(f"http://publications.europa.eu/resource/authority/{name}")
        in_scheme = URIRef("http://www.w3.org/2004/02/skos/core#inScheme")
        return (node, in_scheme, scheme) in self.codes


Test = Callable[[Catalogue, Node], bool]


def _has(predicate: URIRef) -> Test:
    return lambda catalogue, node: bool(catalogue.values(node, predicate))


def _answers(predicate: URIRef) -> Test:
    def test(catalogue: Catalogue, node: Node) -> bool:
        addresses = catalogue.values(node, predicate)
        return bool(addresses) and all(map(catalogue.answers, addresses))

    return test


def _on_list(column: str) -> Test:
    def test(catalogue: Catalogue, node: Node) -> bool:
        formats = catalogue.values(node, DCTERMS.format)
        return bool(formats) and all(
            catalogue.formats.get(str(item), {}).get(column) == "1" for item in formats
        )

    return test


def _coded(predicate: URIRef, name: str) -> Test:
    def test(catalogue: Catalogue, node: Node) -> bool:
        codes = catalogue.values(node, predicate)
        return bool(codes) and all(catalogue.in_list(code, name) for code in codes)

    return test


def _known_format(catalogue: Catalogue, node: Node) -> bool:
    media_types = catalogue.values(node, DCAT.mediaType)
    return (
        _coded(DCTERMS.format, "file-type")(catalogue, node)
        and bool(media_types)
        and all(_IANA in str(item) for item in media_types)
    )


def _valid(catalogue: Catalogue, node: Node) -> bool:
    return str(node) not in catalogue.violated


#: The test behind each metric of mqa_metrics.csv.
TESTS: dict[str, Test] = {
    "pv:keywordAvailability": _has(DCAT.keyword),
    "pv:categoryAvailability": _has(DCAT.theme),
    "pv:spatialAvailability": _has(DCTERMS.spatial),
    "pv:temporalAvailability": _has(DCTERMS.temporal),
    "pv:accessUrlStatusCode": _answers(DCAT.accessURL),
    "pv:downloadUrlAvailability": _has(DCAT.downloadURL),
    "pv:downloadUrlStatusCode": _answers(DCAT.downloadURL),
    "pv:formatAvailability": _has(DCTERMS.format),
    "pv:mediaTypeAvailability": _has(DCAT.mediaType),
    "pv:formatMediaTypeVocabularyAlignment": _known_format,
    "pv:formatMediaTypeNonProprietary": _on_list("non_proprietary"),
    "pv:formatMediaTypeMachineInterpretable": _on_list("machine_readable"),
    "pv:dcatApCompliance": _valid,
    "pv:licenceAvailability": _has(DCTERMS.license),
    "pv:knownLicence": _coded(DCTERMS.license, "licence"),
    "pv:accessRightsAvailability": _has(DCTERMS.accessRights),
    "pv:accessRightsVocabularyAlignment": _coded(DCTERMS.accessRights, "access-right"),
    "pv:contactPointAvailability": _has(DCAT.contactPoint),
    "pv:publisherAvailability": _has(DCTERMS.publisher),
    "pv:rightsAvailability": _has(DCTERMS.rights),
    "pv:byteSizeAvailability": _has(DCAT.byteSize),
    "pv:dateIssuedAvailability": _has(DCTERMS.issued),
    "pv:dateModifiedAvailability": _has(DCTERMS.modified),
}


def score(base: str, standards: Path) -> tuple[DatasetScore, ...]:
    """Score every dataset of ``{base}catalog.ttl``, asking each address of its distributions."""
    with httpx.Client(follow_redirects=False, timeout=20) as client:
        answer = client.get(base + "catalog.ttl")
        answer.raise_for_status()
        graph = Graph().parse(data=answer.text, format="turtle")
        catalogue = Catalogue(graph, standards, client)
        with (standards / "mqa_metrics.csv").open(encoding="utf-8", newline="") as stream:
            metrics = list(csv.DictReader(stream))
        datasets = sorted(graph.subjects(RDF.type, DCAT.Dataset), key=str)
        return tuple(_dataset(catalogue, node, metrics) for node in datasets)


def _dataset(
    catalogue: Catalogue, dataset: Node, metrics: Iterable[dict[str, str]]
) -> DatasetScore:
    points, missed = 0, []
    distributions = catalogue.distributions(dataset)
    for metric in metrics:
        worth = int(metric["points"])
        test = TESTS[metric["piveau_metric"]]
        nodes = {
            "Dataset": [dataset],
            "Distribution": distributions,
            "Dataset or Distribution": [dataset, *distributions],
        }[metric["computed_on"]]
        if metric["piveau_metric"] == "pv:dcatApCompliance":
            nodes = [dataset, *distributions]
        failed = [node for node in nodes if not test(catalogue, node)]
        if nodes and not failed:
            points += worth
        else:
            where = str(failed[0]) if failed else "no distribution"
            missed.append(Missed(metric["piveau_metric"], str(dataset), where, worth))
    return DatasetScore(str(dataset), points, tuple(missed))
