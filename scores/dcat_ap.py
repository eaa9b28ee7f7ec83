"""A catalogue goes in; what the five DCAT-AP 3.0.1 shape files find comes out.

The code lists are merged into the data graph, because sh:class is checked there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, SH
from rdflib.term import Node

SHAPE_FILES = (
    "shapes.ttl",
    "range.ttl",
    "shapes_recommended.ttl",
    "mdr-vocabularies.shape.ttl",
    "deprecateduris.ttl",
)
CODE_LISTS = "codelists/eu-codelists-background.ttl"


@dataclass(frozen=True, slots=True)
class Finding:
    """One SHACL result: severity without namespace, focus node, path and message."""

    severity: str
    focus: str
    path: str
    message: str


def validate(catalogue: Graph, standards: Path) -> tuple[Finding, ...]:
    """Return all results of the five shape files, sorted.

    standards: folder with dcat-ap-3.0.1/ and codelists/.
    """
    data = Graph()
    data += catalogue
    data.parse(standards / CODE_LISTS)
    found: set[Finding] = set()
    for name in SHAPE_FILES:
        shapes = Graph().parse(standards / "dcat-ap-3.0.1" / name)
        shapes.remove((None, URIRef("http://www.w3.org/2002/07/owl#imports"), None))
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
        assert isinstance(report, Graph)
        found.update(_findings(report))
    return tuple(sorted(found, key=lambda item: (item.severity, item.focus, item.path)))


def about(findings: Iterable[Finding], nodes: frozenset[str]) -> tuple[Finding, ...]:
    """Return the findings whose focus node is one of ``nodes``: the catalogue's own records."""
    return tuple(item for item in findings if item.focus in nodes)


def own_records(catalogue: Graph, base: str) -> frozenset[str]:
    """Return the nodes below the base that the catalogue describes, without those of others.

    A DataService of another publisher is that body's: what it serves is not in this catalogue.
    """
    ours = set(catalogue.objects(URIRef(base + "catalog"), DCTERMS.publisher))
    others = {
        node
        for node in catalogue.subjects(RDF.type, DCAT.DataService)
        if not ours & set(catalogue.objects(node, DCTERMS.publisher))
    }
    subjects = set(catalogue.subjects()) - others
    return frozenset(str(node) for node in subjects if str(node).startswith(base))


def summary(findings: Iterable[Finding]) -> Counter[str]:
    """Count findings by severity."""
    return Counter(item.severity for item in findings)


def is_publisher_list(finding: Finding) -> bool:
    """Tell whether a warning only says that the publisher is on no list of EU bodies."""
    return finding.severity == "Warning" and finding.path == str(DCTERMS.publisher)


def _findings(report: Graph) -> Iterable[Finding]:
    for result in report.objects(None, SH.result):  # details of a result are not results
        yield Finding(
            _text(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            _text(report.value(result, SH.focusNode)),
            _text(report.value(result, SH.resultPath)),
            _text(report.value(result, SH.resultMessage)),
        )


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)
