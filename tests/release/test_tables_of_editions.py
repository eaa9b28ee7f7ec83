"""Tables of several editions, made one by one and merged, equal those of a store of all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from bench.generate import write_editions
from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.graph import build
from shisaku.reference.load import load
from shisaku.release.editions import read_edition
from shisaku.release.order import make_order
from shisaku.release.tables import file_parts, filled_tables, parquet, spool, workbook
from shisaku.release.tables.rows import Filled, united
from shisaku.sample.overlay import bundled_overlay

RELEASED = date(2026, 11, 23)
BASE = "http://127.0.0.1:8000/"
LAW = NamedNode(BASE + "law/503AC0000000035")
ELI = "http://data.europa.eu/eli/ontology#"


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store that holds each triple once."""
    store = Store()
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def said_of_a_law(place: int) -> list[Quad]:
    """Return what only one edition says of a law that all of them share."""
    graph = NamedNode(f"{BASE}graph/jutenkeikaku/{place}")
    said = [
        ("http://www.w3.org/2004/02/skos/core#altLabel", Literal(f"略称{place}", language="ja")),
        (ELI + "title", Literal("あ" * (3 - place), language="ja")),
    ]
    if place == 1:
        said.append((ELI + "title", Literal("Act", language="en")))
    return [Quad(LAW, NamedNode(predicate), value, graph) for predicate, value in said]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[list[Quad]]:
    """The quads of three generated editions, each with its reference data and vocabulary."""
    folder = tmp_path_factory.mktemp("editions")
    paths = write_editions(folder, 3, seed=7)
    keys = [path.stem for path in paths]
    order = make_order(paths, folder / "out", None, "jutenkeikaku", keys, None, None, False)
    reference, overlay = load(), bundled_overlay()
    found = []
    for place, edition in enumerate(map(read_edition, order.sources)):
        quads = build(edition.plan, reference, edition.profile, overlay, order.config)
        found.append([*quads, *said_of_a_law(place)])
    return found


def files_of(tables: tuple[Filled, ...], spooled: Iterable[Path] = ()) -> dict[str, bytes]:
    return {name: b"".join(parts) for name, parts in file_parts(tables, RELEASED, tuple(spooled))}


def test_merged_tables_equal_those_of_one_store(editions: list[list[Quad]], tmp_path: Path) -> None:
    expected = files_of(filled_tables(store_of(quad for quads in editions for quad in quads)))
    tables = [filled_tables(store_of(quads)) for quads in editions]
    spooled = [tmp_path / f"{place}.rows" for place in range(3)]
    for filled, path in zip(tables, spooled, strict=True):
        spool(filled, path)
    for current in range(3):
        rest = [path for path in spooled if path != spooled[current]]
        assert files_of(tables[current], rest) == expected
    assert sorted(tmp_path.iterdir()) == spooled
    rows = json.loads(expected["laws.json"])
    (law,) = [row for row in rows if row["iri"] == LAW.value]
    assert {"略称0", "略称1", "略称2"} <= set(law["short_names"])
    assert (law["title_ja"], law["title_en"]) == ("あ", "Act")
    assert len(json.loads(expected["measures.json"])) == 3 * 154


def test_editions_in_graphs_of_their_own_give_the_same_rows(editions: list[list[Quad]]) -> None:
    quads = {quad for quads in editions for quad in quads}
    store = Store()
    store.bulk_extend(quads)
    assert filled_tables(store) == filled_tables(store_of(quads))


def test_a_row_of_one_edition_stays_as_it_is(editions: list[list[Quad]]) -> None:
    for filled in filled_tables(store_of(editions[0])):
        assert all(united(filled.table, [row]) == row for row in filled.rows)


def test_large_files_hold_the_same_in_several_parts(
    editions: list[list[Quad]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = filled_tables(store_of(editions[0]))
    files = files_of(tables)
    monkeypatch.setattr(parquet, "GROUP", 100)
    monkeypatch.setattr(workbook, "_LARGE", 10)
    path = tmp_path / "passages.parquet"
    for name, content in files_of(tables).items():
        if name == "passages.parquet":
            path.write_bytes(content)
        elif not name.endswith((".parquet", ".xlsx")):
            assert content == files[name], name
    few = tmp_path / "few.parquet"
    few.write_bytes(files["passages.parquet"])
    assert pq.ParquetFile(path).num_row_groups > 1
    assert pq.read_table(path).equals(pq.read_table(few))


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(
    editions: list[list[Quad]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = filled_tables(store_of(editions[0]))
    sheets = {}
    for large in (0, 1_000_000):  # written row by row, and held
        monkeypatch.setattr(workbook, "_LARGE", large)
        path, again = tmp_path / f"{large}.xlsx", tmp_path / f"{large}-again.xlsx"
        for file in (path, again):
            with file.open("wb") as stream:
                workbook.write_workbook(tables, RELEASED, stream, sheet_rows=100)
        assert path.read_bytes() == again.read_bytes()
        book = openpyxl.load_workbook(path)
        sheets[large] = {
            sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets
        }
    assert sheets[0] == sheets[1_000_000]
    for filled in tables:
        parts = [
            rows
            for name, rows in sheets[0].items()
            if name == filled.name or name.startswith(f"{filled.name}-")
        ]
        assert all(rows[0] == parts[0][0] for rows in parts)
        iris = [row[-1] for rows in parts for row in rows[1:]]
        assert iris == [row[-1] for row in filled.rows]
        assert len(parts) == max(1, -(-len(filled.rows) // 100))
