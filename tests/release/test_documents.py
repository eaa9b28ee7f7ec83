"""Graphs are cut into documents; unchanged ones are kept, labels may come from other graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from shisaku.graph.namespaces import DCT, POL, RDF, RDFS, SKOS, XSD
from shisaku.release.documents import Document, document, documents_of, of_edition, put_documents
from shisaku.release.dumps import Graph, sorted_graphs
from shisaku.release.folder import Made, finish, staged, switch

BASE = "http://example.org/"
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
    "nt": ox.RdfFormat.N_TRIPLES,
}
MEASURE, KPI, OLDER = (f"plan/2023/measure/{key}" for key in ("1-1", "1-1/kpi/1", "1-2"))


def node(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


Said = tuple[str | ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]


def graphs(name: str, *said: Said) -> list[Graph]:
    return sorted_graphs(
        ox.Quad(node(s) if isinstance(s, str) else s, p, o, node(f"graph/{name}"))
        for s, p, o in said
    )


@pytest.fixture
def edition() -> list[Graph]:
    return graphs(
        "plan/2023",
        (MEASURE, RDF.type, POL.Measure),
        (MEASURE, DCT.title, ox.Literal("題", language="ja")),
        (MEASURE, POL.hasIndicator, node(KPI)),
        (MEASURE, DCT.relation, node("plan/2022/measure/1-1")),
        (KPI, SKOS.prefLabel, ox.Literal("指標", language="ja")),
        (KPI, POL.indicatorOf, node(MEASURE)),
        (f"{KPI}/target/FY2027", DCT.date, ox.Literal("2027-03-31", datatype=XSD.date)),
        ("plan/2023/passage/1-1/1", POL.text, ox.Literal("本文", language="ja")),
        ("period/FY2027", SKOS.prefLabel, ox.Literal("2027年度", language="ja")),
        ("instant/2027-03-31", DCT.date, ox.Literal("2027-03-31", datatype=XSD.date)),
    )


def made_of(
    graphs: Iterable[Graph],
    base: str = BASE,
    context: Iterable[Graph] = (),
    wanted: Callable[[str], bool] = bool,
) -> dict[str, Document]:
    return {item.path: item for item in documents_of(graphs, base, context, wanted)}


def said(document: Document) -> list[str]:
    return document.n_triples.decode().splitlines()


def test_each_document_holds_its_resource_and_its_parts(edition: list[Graph]) -> None:
    documents = made_of(edition, BASE)
    assert list(documents) == ["period", "period/FY2027", MEASURE, KPI]
    subjects = {path: {line.split()[0] for line in said(documents[path])} for path in documents}
    assert subjects[KPI] == {f"<{BASE}{path}>" for path in (KPI, f"{KPI}/target/FY2027", MEASURE)}
    assert f"<{BASE}plan/2023/passage/1-1/1>" in subjects[MEASURE]
    assert subjects["period"] == {f"<{BASE}instant/2027-03-31>"}
    for item in documents.values():
        assert [f"{triple} ." for triple in item.triples] == said(item)


def test_labels_come_last_and_also_from_the_context(edition: list[Graph]) -> None:
    older = graphs(
        "plan/2022",
        ("plan/2022/measure/1-1", DCT.title, ox.Literal("前", language="ja")),
        ("plan/2022/measure/1-1", POL.text, ox.Literal("not a label")),
    )
    pol = graphs("vocabulary", (POL.Measure, RDFS.label, ox.Literal("Measure", language="en")))
    documents = made_of(edition, BASE, [*older, *pol])
    assert said(documents[MEASURE])[-2:] == [
        f'<{BASE}plan/2022/measure/1-1> <{DCT.title.value}> "前"@ja .',
        f'<{POL.Measure.value}> <{RDFS.label.value}> "Measure"@en .',
    ]
    assert list(documents) == list(made_of(edition, BASE))


def test_what_two_graphs_say_is_said_once(edition: list[Graph]) -> None:
    again = graphs(
        "plan/2022",
        ("period/FY2027", SKOS.prefLabel, ox.Literal("2027年度", language="ja")),
        ("period/FY2027", SKOS.notation, ox.Literal("FY2027")),
    )
    lines = said(made_of([*edition, *again], BASE)["period/FY2027"])
    assert len(lines) == len(set(lines)) == 2


def test_only_wanted_documents_are_made(edition: list[Graph]) -> None:
    assert list(made_of(edition, BASE, wanted=of_edition("plan/2023"))) == [MEASURE, KPI]
    wanted = of_edition("plan/2023")
    assert wanted("plan/2023")
    assert not wanted("plan/2023b")


def test_a_document_declares_the_prefixes_that_it_uses(edition: list[Graph]) -> None:
    documents = made_of(edition, BASE)
    assert list(documents[KPI].prefixes) == ["dct", "pol", "skos", "xsd"]
    assert list(documents["period/FY2027"].prefixes) == ["skos"]
    pol = graphs("vocabulary", (POL.Measure, RDFS.label, ox.Literal("Measure", language="en")))
    assert list(made_of(edition, BASE, pol)[MEASURE].prefixes) == [
        "dct",
        "pol",
        "rdfs",
        "skos",
        "xsd",
    ]
    alone = document("ns", [ox.Triple(POL.Measure, RDF.type, RDFS.Class)])
    assert list(alone.prefixes) == ["rdfs"]
    assert said(alone) == [f"{triple} ." for triple in alone.triples]


def put(out: Path, name: str, documents: list[Document], keep: bool) -> list[Made]:
    with staged(out) as staging:
        made = put_documents(documents, staging, keep)
        staging.enter(made)
        switch(out, finish(staging, name, {}).name)
    return made


def test_the_four_files_hold_the_same_statements(edition: list[Graph], tmp_path: Path) -> None:
    documents = list(documents_of(edition, BASE))
    assert len(put(tmp_path, "a", documents, keep=False)) == 4 * len(documents)
    for item in documents:
        stem = f"{tmp_path}/current/site/{item.path}"
        for extension, style in FORMATS.items():
            found = {quad.triple for quad in ox.parse(path=f"{stem}.{extension}", format=style)}
            assert found == set(item.triples)


def test_turtle_declares_its_prefixes_in_order(edition: list[Graph], tmp_path: Path) -> None:
    put(tmp_path, "a", list(documents_of(edition, BASE)), keep=False)
    turtle = (tmp_path / f"current/site/{KPI}.ttl").read_text(encoding="utf-8")
    assert [line.split()[1] for line in turtle.splitlines() if line.startswith("@prefix")] == [
        "dct:",
        "pol:",
        "skos:",
        "xsd:",
    ]


def test_unchanged_documents_are_kept_and_give_the_same_release(
    edition: list[Graph], tmp_path: Path
) -> None:
    changed = [
        *edition,
        *graphs("more", ("period/FY2027", SKOS.notation, ox.Literal("FY2027"))),
    ]
    put(tmp_path / "kept", "a", list(documents_of(edition, BASE)), keep=False)
    made = put(tmp_path / "kept", "b", list(documents_of(changed, BASE)), keep=True)
    put(tmp_path / "new", "b", list(documents_of(changed, BASE)), keep=False)
    assert {item.entry.path for item in made if item.written} == {
        f"site/period/FY2027.{extension}" for extension in FORMATS
    }
    manifests = [(tmp_path / name / "b/MANIFEST.json").read_bytes() for name in ("kept", "new")]
    assert manifests[0] == manifests[1]
    for item in made:
        files = [tmp_path / name / "b" / item.entry.path for name in ("kept", "new")]
        assert files[0].read_bytes() == files[1].read_bytes()
