"""Graphs are serialised one by one; their parts, plain or as gzip, make the files of all graphs."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from shisaku.graph.namespaces import PREFIXES
from shisaku.release.dumps import (
    DOCUMENT_FORMATS,
    EXTENSIONS,
    Graph,
    Serialisation,
    graph_files,
    in_blocks,
    serialised,
    sorted_graphs,
    whole,
)
from shisaku.release.packing import compressed

BASE = "http://example.org/"
FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def quads() -> list[ox.Quad]:
    """Three graphs whose names begin alike, and texts that look like the syntax around them."""
    said: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        ("graph/a/2", "s", ox.Literal('line\none "two" {\n} .\n', language="ja")),
        ("graph/a/2", "s", ox.NamedNode("http://purl.org/dc/terms/title")),
        ("graph/a", "t", ox.Literal("@prefix dct: <x> .\n\t<a> {\r\n}")),
        ("graph/a", "s", ox.Literal(3)),
        ("graph/b", "s", ox.Literal("2023-06-09", datatype=node("day"))),
        ("graph/a", "s", node("t")),
    ]
    return [ox.Quad(node(s), node("p"), item, node(graph)) for graph, s, item in said]


@pytest.fixture
def graphs() -> list[Graph]:
    return sorted_graphs(quads())


def parts(graphs: list[Graph], extension: str) -> dict[str, bytes]:
    return {graph.name.value: dict(graph_files(graph))[extension] for graph in graphs}


def test_graphs_and_statements_come_in_the_order_of_their_lines(graphs: list[Graph]) -> None:
    lines = b"".join(whole("nq", parts(graphs, "nq"))).splitlines(keepends=True)
    assert [graph.name for graph in graphs] == [
        node("graph/a/2"),
        node("graph/a"),
        node("graph/b"),
    ]
    assert sorted_graphs(reversed(quads())) == graphs
    assert [len(graph.lines) for graph in graphs] == [2, 3, 1]
    assert lines == [
        line.replace(b" .\n", f" {graph.name} .\n".encode())
        for graph in graphs
        for line in graph.lines
    ]


@pytest.mark.parametrize("extension", ["nq", "trig"])
def test_the_parts_of_all_graphs_are_a_file_of_all(graphs: list[Graph], extension: str) -> None:
    content = b"".join(whole(extension, parts(graphs, extension)))
    assert sorted(map(str, ox.parse(content, format=FORMATS[extension]))) == sorted(
        map(str, quads())
    )
    at_once = ox.serialize(
        [
            ox.Quad(item.subject, item.predicate, item.object, graph.name)
            for graph in graphs
            for item in graph.triples
        ],
        format=FORMATS[extension],
        prefixes=PREFIXES,
    )
    assert content == at_once


@pytest.mark.parametrize("extension", ["ttl", "jsonld", "rdf"])
def test_a_graph_by_itself_holds_its_statements(graphs: list[Graph], extension: str) -> None:
    for graph, content in zip(graphs, parts(graphs, extension).values(), strict=True):
        found = {quad.triple for quad in ox.parse(content, format=FORMATS[extension])}
        assert found == set(graph.triples)


def test_formats_made_apart_are_those_made_together(graphs: list[Graph]) -> None:
    together = dict(graph_files(graphs[0]))
    assert together.keys() == set(EXTENSIONS)
    for extension, content in together.items():
        assert dict(graph_files(graphs[0], (extension,))) == {extension: content}


def test_a_part_on_the_disk_is_the_same_as_in_memory(graphs: list[Graph], tmp_path: Path) -> None:
    held: dict[str, bytes | Path] = {}
    for place, (name, content) in enumerate(parts(graphs, "nq").items()):
        held[name] = tmp_path / str(place)
        (tmp_path / str(place)).write_bytes(content)
    assert b"".join(whole("nq", held)) == b"".join(whole("nq", parts(graphs, "nq")))


@pytest.mark.parametrize("style", DOCUMENT_FORMATS, ids=lambda style: style.extension)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_file_in_blocks_has_the_bytes_of_one_at_once(style: Serialisation, size: int) -> None:
    said = [
        [ox.Triple(node(f"s{number}"), node("p"), item.object) for item in quads()]
        for number in range(5)
    ]
    at_once = [triple for statements in said for triple in statements]
    each = len(at_once) // len(said) * size
    blocks = [at_once[start : start + each] for start in range(0, len(at_once), each)]
    content = b"".join(in_blocks([[], *blocks], style, PREFIXES))
    assert content == serialised(at_once, style, PREFIXES)


@pytest.mark.parametrize("extension", ["nq", "trig"])
def test_compressed_parts_make_the_compressed_file_of_all(
    graphs: list[Graph], extension: str
) -> None:
    plain = parts(graphs, extension)
    members = {name: compressed(content) for name, content in plain.items()}
    packed = b"".join(whole(f"{extension}.gz", members))
    assert gzip.decompress(packed) == b"".join(whole(extension, plain))


@pytest.mark.parametrize("extension", ["nq", "trig"])
def test_the_file_of_all_graphs_of_a_release_is_made_of_its_graphs(
    release: Path, extension: str
) -> None:
    content = (release / f"data/shisaku.{extension}").read_bytes()
    graphs = sorted_graphs(ox.parse(content, format=FORMATS[extension]))
    assert b"".join(whole(extension, parts(graphs, extension))) == content
