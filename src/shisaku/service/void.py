"""VoID of what is served, counted by queries: for data that brings no description along.

Class, property and datatype partitions (VoID 4.5; the datatype terms are VoID-ext's).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from shisaku.engine.model import Question
from shisaku.engine.prefixes import PREFIXES
from shisaku.formats import GRAPHS
from shisaku.service.description import graph_reply
from shisaku.service.generation import Generation
from shisaku.service.negotiation import choose
from shisaku.service.replies import Reply
from shisaku.service.site import not_acceptable

_VOID = PREFIXES["void"]
_EXTENSION = "http://ldf.fi/void-ext#"
_QUERIES = Path(__file__).parent / "queries"
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")
#: Query -> partition, what it is of, and what is counted.
_PARTITIONS = {
    "void-classes": (f"{_VOID}classPartition", f"{_VOID}class", f"{_VOID}entities"),
    "void-properties": (f"{_VOID}propertyPartition", f"{_VOID}property", f"{_VOID}triples"),
    "void-datatypes": (
        f"{_EXTENSION}datatypePartition",
        f"{_EXTENSION}datatype",
        f"{_VOID}triples",
    ),
}


async def describe_void(generation: Generation, headers: Mapping[bytes, bytes]) -> Reply:
    """Answer with the description in the format asked for."""
    accept = headers.get(b"accept")
    chosen = choose(accept.decode("latin-1") if accept else None, GRAPHS)
    if chosen is None:
        raise not_acceptable(GRAPHS)
    return await graph_reply(generation, "void", void_triples, chosen, headers)


async def void_triples(generation: Generation) -> list[ox.Triple]:
    """The statements about the dataset and its partitions."""
    root = generation.reading.base_iri
    dataset = ox.NamedNode(f"{root}.well-known/void#dataset")
    endpoint = ox.NamedNode(f"{root}sparql")
    triples = [
        ox.Triple(dataset, _TYPE, ox.NamedNode(f"{_VOID}Dataset")),
        ox.Triple(dataset, ox.NamedNode(f"{_VOID}sparqlEndpoint"), endpoint),
    ]
    (totals,) = await _rows(generation, "void-totals")
    triples += [_count(dataset, _VOID + name, cell["value"]) for name, cell in totals.items()]
    for query, (link, of, counted) in _PARTITIONS.items():
        for number, row in enumerate(await _rows(generation, query)):
            if "of" not in row:
                continue
            part = ox.NamedNode(f"{dataset.value}-{query.removeprefix('void-')}-{number}")
            triples += [
                ox.Triple(dataset, ox.NamedNode(link), part),
                ox.Triple(part, ox.NamedNode(of), ox.NamedNode(row["of"]["value"])),
                _count(part, counted, row["n"]["value"]),
            ]
    return triples


async def _rows(generation: Generation, name: str) -> list[dict[str, dict[str, str]]]:
    text = (_QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    answer = await generation.engine.ask(Question(text, generation.reading.base_iri), "engine")
    rows: list[dict[str, dict[str, str]]] = json.loads(answer.body)["results"]["bindings"]
    return rows


def _count(subject: ox.NamedNode, predicate: str, number: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.Literal(number, datatype=_INTEGER))
