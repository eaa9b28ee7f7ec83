"""The whole graph as files: N-Quads, TriG, Turtle, JSON-LD and RDF/XML, sorted, also as gzip.

Each named graph is serialised and compressed by itself, so that several processes can do it;
files of all graphs are made of these parts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from shisaku.graph.namespaces import PREFIXES
from shisaku.release.packing import compressed, joined


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
EXTENSIONS = tuple(style.extension for style in DUMP_FORMATS)
N_QUADS, TRIG, TURTLE, JSON_LD, RDF_XML = DUMP_FORMATS
N_TRIPLES = Serialisation("nt", "application/n-triples", RdfFormat.N_TRIPLES, False)

#: What the data of one document is written in.
DOCUMENT_FORMATS = (
    *(item for item in DUMP_FORMATS if item.extension in {"ttl", "jsonld", "rdf"}),
    N_TRIPLES,
)

#: A part of a file: bytes, or a file that holds them.
Part = bytes | Path

#: How a line of N-Triples ends after its object.
_END = b" .\n"
#: Lines that are held at once as one, some megabytes.
_LINES = 20_000
#: Bytes that are read at once.
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Graph:
    """A named graph in the order of its N-Triples; lines: those, each with its line end."""

    name: NamedNode
    triples: list[Triple]
    lines: list[bytes]

    def quads(self) -> Iterator[Quad]:
        """Yield the statements with the name of the graph."""
        for item in self.triples:
            yield Quad(item.subject, item.predicate, item.object, self.name)

    def n_quads(self) -> bytes:
        """Return the graph as N-Quads."""
        return b"".join(self.quad_lines())

    def quad_lines(self) -> Iterator[bytes]:
        """Yield the lines of the graph's N-Quads."""
        end = _graph_end(self.name)
        return (line[: -len(_END)] + end for line in self.lines)


def in_chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines joined, some thousands at a time."""
    rest = iter(lines)
    while chunk := b"".join(islice(rest, _LINES)):
        yield chunk


def sorted_graphs(quads: Iterable[Quad]) -> list[Graph]:
    """Return quads of named graphs as one ``Graph`` each, in the order of their N-Quads files.

    Oxigraph writes the lines, which is several times as fast as comparing terms in Python.
    """
    by_graph: dict[NamedNode, list[Triple]] = {}
    for quad in quads:
        name = quad.graph_name
        assert isinstance(name, NamedNode)
        by_graph.setdefault(name, []).append(quad.triple)
    graphs: list[Graph] = []
    for name in sorted(by_graph, key=str):
        triples = by_graph[name]
        lines = n_triples(triples)
        order = sorted(range(len(lines)), key=lines.__getitem__)
        graphs.append(Graph(name, [triples[at] for at in order], [lines[at] for at in order]))
    return graphs


def n_triples(triples: list[Triple]) -> list[bytes]:
    """Return the line of N-Triples of each statement, with its line end."""
    return serialised(triples, N_TRIPLES, {}).splitlines(keepends=True)


def graph_files(
    graph: Graph, extensions: Collection[str] = EXTENSIONS
) -> Iterator[tuple[str, bytes]]:
    """Yield extension and bytes of one graph in each dump format that is asked for.

    N-Quads and TriG are its part of the file of all graphs (``whole``), the others are files of
    their own. TriG is the graph's Turtle, indented: asked for together they are serialised once.
    """
    if "nq" in extensions:
        yield "nq", graph.n_quads()
    if not {"ttl", "trig"}.isdisjoint(extensions):
        turtle = serialised(graph.triples, TURTLE, PREFIXES)
        if "ttl" in extensions:
            yield "ttl", turtle
        if "trig" in extensions:
            yield "trig", _block(graph.name, turtle)
    for style in (JSON_LD, RDF_XML):
        if style.extension in extensions:
            yield style.extension, serialised(graph.triples, style, PREFIXES)


def whole(extension: str, parts: Mapping[str, Part]) -> Iterator[bytes]:
    """Yield the file of all graphs in chunks, in the order of ``sorted_graphs``.

    extension: nq or trig, or nq.gz or trig.gz where each part is ``compressed`` by itself.
    parts: what ``graph_files`` gave for each graph, by its IRI.
    """
    style, packed, _ = extension.partition(".gz")
    head = [_declarations()] if style == TRIG.extension else []
    ordered = [parts[name] for name in sorted(parts, key="<{}>".format)]
    if packed:
        yield from joined(chain(map(compressed, head), map(_content, ordered)))
        return
    yield from head
    for part in ordered:
        yield from _chunks(part)


def serialised(
    statements: Sequence[Quad] | Sequence[Triple],
    style: Serialisation,
    prefixes: Mapping[str, str],
) -> bytes:
    """Return statements as the bytes of a file, in the order given."""
    content = serialize(statements, format=style.format, prefixes=dict(prefixes))
    assert content is not None  # it is None only when an output file is given
    return content


def in_blocks(
    blocks: Iterable[list[Triple]], style: Serialisation, prefixes: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield a file of triples in chunks; the bytes are those of ``serialised``.

    blocks: each with all triples of its subjects, so that only one is held at a time. For
    N-Triples, Turtle, JSON-LD and RDF/XML.
    """
    skipped, end, between = {
        "nt": (0, b"", b""),
        "ttl": (len(prefixes), b"", b""),
        "rdf": (2, b"</rdf:RDF>", b""),
        "jsonld": (0, b"]", b","),
    }[style.extension]
    first = True
    for block in filter(None, blocks):
        content = serialised(block, style, prefixes).removesuffix(end)
        if first:
            yield content
        else:
            body = content.split(b"\n", skipped)[-1]
            yield between + (body.removeprefix(b"[") if between else body)
        first = False
    yield end


def _graph_end(name: NamedNode) -> bytes:
    """Return how a line of N-Quads ends in a graph, from the space after its object on."""
    return f" {name} .\n".encode()


def _content(part: Part) -> bytes:
    return part if isinstance(part, bytes) else part.read_bytes()


def _chunks(part: Part) -> Iterator[bytes]:
    if isinstance(part, bytes):
        yield part
        return
    with part.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _block(name: NamedNode, turtle: bytes) -> bytes:
    """Return a graph in TriG; line ends in literals are escaped, so that each can be indented."""
    body = turtle.split(b"\n", len(PREFIXES))[-1].removesuffix(b"\n")
    return b"%b {\n\t%b\n}\n" % (str(name).encode(), body.replace(b"\n", b"\n\t"))


@cache
def _declarations() -> bytes:
    """Return the lines that declare the prefixes, as they stand before any statement."""
    term = NamedNode("urn:x")
    return serialised([Triple(term, term, term)], TURTLE, PREFIXES).partition(b"<urn:x> <")[0]
