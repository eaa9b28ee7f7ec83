"""Statements are written as the lines that Oxigraph writes of the same terms."""

from __future__ import annotations

from datetime import date

from graph_publication import Publication
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from shisaku.config import Config
from shisaku.graph.build import curated_texts, edition_text
from shisaku.graph.namespaces import DCT, SKOS, XSD
from shisaku.graph.statements import Statements, sorted_text
from shisaku.plan.local_names import reference_of
from shisaku.reference import load
from shisaku.sample.overlay import bundled_overlay

GRAPH, NODE = NamedNode("http://example.org/graph"), NamedNode("http://example.org/施策")


@given(st.text(min_size=1), st.integers(), st.dates())
def test_any_text_number_and_day_is_written_as_oxigraph_does(
    text: str, number: int, day: date
) -> None:
    said = Statements(GRAPH)
    said.ja(NODE, DCT.title, text)
    said.en(NODE, DCT.title, text)
    said.plain(NODE, SKOS.notation, text)
    said.integer(NODE, SKOS.notation, number)
    said.day(NODE, DCT.issued, day)
    terms = [
        (DCT.title, Literal(text, language="ja")),
        (DCT.title, Literal(text, language="en")),
        (SKOS.notation, Literal(text)),
        (SKOS.notation, Literal(str(number), datatype=XSD.integer)),
        (DCT.issued, Literal(day.isoformat(), datatype=XSD.date)),
    ]
    quads = [Quad(NODE, verb, item, GRAPH) for verb, item in terms]
    assert said.quads == quads
    triples = [quad.triple for quad in quads]
    assert "".join(said.lines).encode() == serialize(triples, format=RdfFormat.N_TRIPLES)


def test_lines_are_sorted_and_each_is_there_once() -> None:
    lines = ['<b> <p> "も" .\n', '<a> <p> "x"@en .\n', '<a> <p> "x" .\n', '<b> <p> "も" .\n']
    said = sorted_text(lines)
    assert said == b"".join(sorted({line.encode() for line in lines}))
    assert sorted_text([]) == b""


def test_the_lines_of_the_graphs_are_the_quads_of_the_build(sample: Publication) -> None:
    plan, profile, config = sample.plan, sample.profile, Config()
    reference = reference_of(profile, load())
    graphs = curated_texts(reference, profile, config)
    graphs[sample.iris.edition_graph.value] = edition_text(
        plan, reference, profile, bundled_overlay(), config
    )
    lines: dict[str, list[bytes]] = {}
    for quad in sample.quads:
        assert isinstance(quad.graph_name, NamedNode)
        lines.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n".encode())
    assert graphs == {name: b"".join(sorted(said)) for name, said in lines.items()}


def test_what_ties_an_edition_to_others_stands_in_its_graph(sample: Publication) -> None:
    iris = sample.iris
    older = NamedNode(f"{iris.plan.value}/2022")
    tie = Quad(iris.edition, DCT.replaces, older, iris.edition_graph)
    arguments = (sample.plan, load(), sample.profile, {}, Config())
    alone, tied = edition_text(*arguments), edition_text(*arguments, ties=[tie])
    before, after = alone.splitlines(keepends=True), tied.splitlines(keepends=True)
    assert after == sorted({*before, f"{tie.triple} .\n".encode()})
    assert len(after) == len(before) + 1
