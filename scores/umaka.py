"""A running endpoint goes in; the points of the Umaka score come out, measure by measure.

umaka_metrics.csv says what is tested; availability is what one look can tell.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDFS

_QUERIES = Path(__file__).parent / "queries"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_RDF = "text/turtle, application/rdf+xml;q=0.9"
_RESULTS = "application/sparql-results+json"
_LONGEST_COOL = 30  # characters of the endpoint's URL
_FRESH = 30  # days
_STALE = 365  # days


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one measure; possible: what the measure gives at most."""

    aspect: str
    measure: str
    points: float
    possible: float
    note: str


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint below a base address, and a client."""

    base: str
    client: httpx.Client

    @property
    def address(self) -> str:
        """URL of the endpoint."""
        return self.base + "sparql"

    def rows(self, name: str, **values: str) -> list[dict[str, Any]]:
        """Answer one of the queries in queries/ as rows of JSON terms."""
        text = (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        answer = self.client.get(self.address, params={"query": text}, headers={"Accept": _RESULTS})
        answer.raise_for_status()
        document = answer.json()
        if "boolean" in document:
            return [document] if document["boolean"] else []
        found: list[dict[str, Any]] = document["results"]["bindings"]
        return found

    def graph(self, address: str) -> Graph:
        """Return the RDF at an address; empty where there is none."""
        answer = self.client.get(address, headers={"Accept": _RDF}, follow_redirects=True)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        form = {"text/turtle": "turtle", "application/rdf+xml": "xml"}.get(kind)
        if answer.status_code >= 300 or form is None:
            return Graph()
        return Graph().parse(data=answer.text, format=form)

    def gives_content(self, iri: str) -> bool:
        """Tell whether an IRI can be dereferenced."""
        answer = self.client.get(iri, headers={"Accept": _RDF}, follow_redirects=True)
        return answer.status_code < 300

    @cached_property
    def sample(self) -> list[str]:
        """One resource of each class and graph, of those below the base."""
        found = {row["s"]["value"] for row in self.rows("http-subjects")}
        return sorted(iri for iri in found if iri.startswith(self.base))

    @cached_property
    def description(self) -> Graph:
        """The service description."""
        return self.graph(self.address)

    @cached_property
    def void(self) -> Graph:
        """The VoID description."""
        return self.graph(self.base + ".well-known/void")


Measured = tuple[float, str]


def _alive(endpoint: Endpoint, _: date) -> Measured:
    text = (_QUERIES / "alive.rq").read_text(encoding="utf-8")
    answer = endpoint.client.get(endpoint.address, params={"query": text}, headers={"Accept": _RDF})
    return (100, "answers") if answer.status_code < 300 else (0, str(answer.status_code))


def _fresh(endpoint: Endpoint, today: date) -> Measured:
    days = [
        date.fromisoformat(str(value)[:10])
        for graph in (endpoint.void, endpoint.description)
        for predicate in (DCTERMS.modified, DCTERMS.issued)
        for value in graph.objects(None, predicate)
    ]
    if not days:
        return 30, "no date"
    age = max((today - max(days)).days, 0)
    if age <= _FRESH:
        return 100, f"{age} days"
    if age > _STALE:
        return 30, f"{age} days"
    return 100 - 70 * (age - _FRESH) / (_STALE - _FRESH), f"{age} days"


def _described(endpoint: Endpoint, _: date) -> Measured:
    said = sum(str(item).startswith(_SD) for item in endpoint.description.predicates())
    return (50 if said else 0), f"{said} statements with sd:"


def _has_void(endpoint: Endpoint, _: date) -> Measured:
    said = sum(str(item).startswith(_VOID) for item in endpoint.void.predicates())
    return (50 if said else 0), f"{said} statements with void:"


def _metadata(endpoint: Endpoint, _: date) -> Measured:
    graphs = [row["g"]["value"] for row in endpoint.rows("graphs")]
    points = [
        50.0 * bool(endpoint.rows("classes", graph=graph))
        + 50.0 * bool(endpoint.rows("class-labels", graph=graph))
        for graph in graphs
    ]
    mean = sum(points) / len(points) if points else 0
    return mean / 2, f"{len(graphs)} graphs, mean {mean:.0f}"


def _ontology(endpoint: Endpoint, _: date) -> Measured:
    known = (Path(__file__).parent / "known_vocabularies.txt").read_text(encoding="utf-8").split()
    terms = [row["p"]["value"] for row in endpoint.rows("properties")]
    used = {re.sub(r"[^/#]*$", "", term) for term in terms}
    share = sum(namespace in known for namespace in used) / len(used)
    return (50 * share + 50 * share) / 2, f"{share:.0%} of {len(used)} namespaces are known"


def _cool(endpoint: Endpoint, _: date) -> Measured:
    parts = urlsplit(endpoint.address)
    named = not re.fullmatch(r"[\d.]+|\[.*\]", parts.hostname or "")
    tests = (named, parts.port is None, not parts.query, len(endpoint.address) <= _LONGEST_COOL)
    return 10.0 * sum(tests), f"name, no port, no query, short: {tests}"


def _http(endpoint: Endpoint, _: date) -> Measured:
    found = endpoint.rows("http-subjects")
    return (20 if found else 0), f"{len(found)} subjects"


def _useful(endpoint: Endpoint, _: date) -> Measured:
    failed = [iri for iri in endpoint.sample if not endpoint.gives_content(iri)]
    note = f"{len(endpoint.sample) - len(failed)} of {len(endpoint.sample)} give content"
    return (0, f"{note}, not {failed[0]}") if failed else (20, note)


def _links(endpoint: Endpoint, _: date) -> Measured:
    linked = 0
    for iri in endpoint.sample:
        graph = endpoint.graph(iri)
        linked += any((URIRef(iri), link, None) in graph for link in (OWL.sameAs, RDFS.seeAlso))
    return (20 if linked else 0), f"{linked} of {len(endpoint.sample)} have links"


def _fast(endpoint: Endpoint, _: date) -> Measured:
    triples = int(endpoint.rows("count")[0]["n"]["value"])
    took = [
        _seconds(endpoint, "classes-of-graphs", offset=str(offset)) - _seconds(endpoint, "ask")
        for offset in (0, 100, 200)
    ]
    mean = max(sum(took) / len(took), 0)
    points = min(max(100 * (1 - mean / triples * 1e6), 0), 100)
    return points, f"{mean * 1000:.1f} ms for {triples} triples"


def _seconds(endpoint: Endpoint, name: str, **values: str) -> float:
    start = time.perf_counter()
    endpoint.rows(name, **values)
    return time.perf_counter() - start


#: The test behind each measure of umaka_metrics.csv.
MEASURES: dict[str, Callable[[Endpoint, date], Measured]] = {
    "alive score": _alive,
    "days since last update": _fresh,
    "service description": _described,
    "VoID": _has_void,
    "metadata": _metadata,
    "ontology": _ontology,
    "cool URI": _cool,
    "HTTP URIs": _http,
    "useful information": _useful,
    "links": _links,
    "execution time": _fast,
}


def score(base: str, standards: Path, today: date) -> tuple[Points, ...]:
    """Score the endpoint ``{base}sparql`` as umaka_metrics.csv lists the measures."""
    with (
        httpx.Client(timeout=60) as client,
        (standards / "umaka_metrics.csv").open(encoding="utf-8", newline="") as stream,
    ):
        endpoint = Endpoint(base, client)
        measured = []
        for row in csv.DictReader(stream):
            points, note = MEASURES[row["measure"]](endpoint, today)
            possible = float(row["points"].rpartition("-")[2])
            measured.append(Points(row["aspect"], row["measure"], points, possible, note))
        return tuple(measured)


def total(points: tuple[Points, ...]) -> float:
    """Return the Umaka score: the mean of the six aspects, out of 100."""
    aspects: dict[str, float] = {}
    for item in points:
        aspects[item.aspect] = aspects.get(item.aspect, 0) + item.points
    return sum(aspects.values()) / len(aspects)
