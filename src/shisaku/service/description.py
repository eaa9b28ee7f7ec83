"""The service described in RDF, from what it can do and what it holds (SPARQL 1.1 SD)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from pathlib import Path

import pyoxigraph as ox

from shisaku.engine.evaluate import written
from shisaku.engine.model import Question
from shisaku.engine.prefixes import PREFIXES
from shisaku.formats import GRAPHS, SOLUTIONS, Format
from shisaku.service.generation import Generation
from shisaku.service.replies import Reply, matches

_SD = PREFIXES["sd"]
_VOID = PREFIXES["void"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")
_GRAPHS_QUERY = (Path(__file__).parent / "queries" / "graphs.rq").read_text(encoding="utf-8")
_ENGINE = "engine"


async def describe_service(
    generation: Generation, chosen: Format, headers: Mapping[bytes, bytes]
) -> Reply:
    """Answer with the service description in the chosen format."""
    return await graph_reply(generation, "sd", _service, chosen, headers)


async def graph_reply(
    generation: Generation,
    name: str,
    make: Callable[[Generation], Awaitable[list[ox.Triple]]],
    chosen: Format,
    headers: Mapping[bytes, bytes],
) -> Reply:
    """Answer with a graph that is made once a release and kept under ``name``."""
    key = f"{name}.{chosen.name}"
    body = generation.documents.get(key)
    if body is None:
        triples = sorted(await make(generation), key=str)
        body = await asyncio.to_thread(written, triples, chosen.name)
        generation.documents[key] = body
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'.encode()
    common = ((b"etag", etag), (b"vary", b"Accept"), (b"cache-control", b"no-cache"))
    if matches(etag, headers.get(b"if-none-match")):
        return Reply(304, b"", common)
    return Reply(200, body, (*common, (b"content-type", chosen.content_type.encode())))


async def _service(generation: Generation) -> list[ox.Triple]:
    return service_triples(generation, await graph_counts(generation))


async def graph_counts(generation: Generation) -> list[tuple[str | None, int]]:
    """Triples of the default graph (None) and of each named graph, sorted by IRI."""
    question = Question(_GRAPHS_QUERY, generation.reading.base_iri)
    answer = await generation.engine.ask(question, _ENGINE)
    rows = json.loads(answer.body)["results"]["bindings"]
    counts = [(row.get("g", {}).get("value"), int(row["n"]["value"])) for row in rows]
    return sorted(counts, key=lambda item: item[0] or "")


def service_triples(
    generation: Generation, counts: list[tuple[str | None, int]]
) -> list[ox.Triple]:
    """The statements of the description; every resource has an IRI of its own."""
    root = generation.reading.base_iri
    service, dataset = ox.NamedNode(f"{root}sparql"), ox.NamedNode(f"{root}sparql#dataset")
    triples = [
        _is(service, "Service"),
        _says(service, "endpoint", service),
        _says(service, "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query")),
        _says(service, "defaultDataset", dataset),
        _is(dataset, "Dataset"),
    ]
    features = ["UnionDefaultGraph"] if generation.site is not None else []
    triples += [_says(service, "feature", ox.NamedNode(_SD + name)) for name in features]
    if generation.reading.service_hosts:
        feature = ox.NamedNode(_SD + "BasicFederatedQuery")
        triples.append(_says(service, "feature", feature))
    triples += [
        _says(service, "resultFormat", ox.NamedNode(item.iri)) for item in (*SOLUTIONS, *GRAPHS)
    ]
    for number, (name, count) in enumerate(counts):
        graph = ox.NamedNode(f"{root}sparql#{'default' if name is None else f'graph-{number}'}")
        triples += [_is(graph, "Graph"), _count(graph, count)]
        if name is None:
            triples.append(_says(dataset, "defaultGraph", graph))
        else:
            named = ox.NamedNode(f"{root}sparql#named-{number}")
            triples += [
                _says(dataset, "namedGraph", named),
                _is(named, "NamedGraph"),
                _says(named, "name", ox.NamedNode(name)),
                _says(named, "graph", graph),
            ]
    return triples


def _is(subject: ox.NamedNode, name: str) -> ox.Triple:
    return ox.Triple(subject, _TYPE, ox.NamedNode(_SD + name))


def _says(subject: ox.NamedNode, name: str, value: ox.NamedNode) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(_SD + name), value)


def _count(graph: ox.NamedNode, count: int) -> ox.Triple:
    literal = ox.Literal(str(count), datatype=_INTEGER)
    return ox.Triple(graph, ox.NamedNode(_VOID + "triples"), literal)
