"""The whole graph as files: N-Quads, TriG, Turtle, JSON-LD and RDF/XML, sorted, also as gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize


@dataclass(frozen=True, slots=True)
class Serialisation:
    """A file format for RDF: extension, media type, and whether it names graphs."""

    extension: str
    media_type: str
    format: RdfFormat
    quads: bool


#: What a dump is written in; the first is the one that the service loads.
DUMP_FORMATS = (
    Serialisation("nq", "application/n-quads", RdfFormat.N_QUADS, True),
    Serialisation("trig", "application/trig", RdfFormat.TRIG, True),
    Serialisation("ttl", "text/turtle", RdfFormat.TURTLE, False),
    Serialisation("jsonld", "application/ld+json", RdfFormat.JSON_LD, False),
    Serialisation("rdf", "application/rdf+xml", RdfFormat.RDF_XML, False),
)

#: What the data of one document is written in.
DOCUMENT_FORMATS = (
    *(item for item in DUMP_FORMATS if item.extension in {"ttl", "jsonld", "rdf"}),
    Serialisation("nt", "application/n-triples", RdfFormat.N_TRIPLES, False),
)


def sorted_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads in one order: that of their N-Quads lines, graph before subject.

    Oxigraph writes the lines, which is several times as fast as comparing terms in Python.
    """
    by_graph: dict[NamedNode | BlankNode | DefaultGraph, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad)
    ordered: list[Quad] = []
    for graph in sorted(by_graph, key=str):
        members = by_graph[graph]
        lines = serialised(members, DUMP_FORMATS[0], {}).split(b"\n")
        ordered.extend(
            members[place] for place in sorted(range(len(members)), key=lines.__getitem__)
        )
    return ordered


def serialised(
    statements: list[Quad] | list[Triple], style: Serialisation, prefixes: dict[str, str]
) -> bytes:
    """Return statements as the bytes of a file, in the order given."""
    content = serialize(statements, format=style.format, prefixes=prefixes)
    assert content is not None  # it is None only when an output file is given
    return content


def compressed(content: bytes) -> bytes:
    """Return gzip bytes that hold no time, so that the same input gives the same output."""
    return gzip.compress(content, compresslevel=6, mtime=0)
