"""The whole graph as files: N-Quads, TriG, Turtle, JSON-LD and RDF/XML, sorted, also as gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, Triple, serialize


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
    """Return quads in one order: by graph, subject, predicate and object as N-Quads."""
    return [quad for _, quad in sorted((_sort_key(quad), quad) for quad in quads)]


def _sort_key(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def unioned(quads: Iterable[Quad]) -> list[Triple]:
    """Return the triples of all graphs, each once, in the order of subject and predicate."""
    triples = {
        (str(quad.subject), str(quad.predicate), str(quad.object)): quad.triple for quad in quads
    }
    return [triples[key] for key in sorted(triples)]


def dump(
    quads: list[Quad], triples: list[Triple], style: Serialisation, prefixes: Mapping[str, str]
) -> bytes:
    """Return the bytes of one dump; ``quads`` and ``triples`` are already sorted."""
    return serialised(quads if style.quads else triples, style, dict(prefixes))


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
