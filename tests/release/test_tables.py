"""Tables of a real release: every cell equals the graph, in every format, byte for byte again."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from csvw import CSVW

from shisaku.release.tables import file_parts, filled_tables
from shisaku.release.tables.columns import SEPARATOR, Table, load_tables
from shisaku.release.tables.rows import padded

TABLES = {table.name: table for table in load_tables()}
RELEASED = date(2026, 11, 23)

Facts = dict[tuple[str, str], set[tuple[str, str]]]


@pytest.fixture(scope="session")
def data(sample_out: Path) -> Path:
    """The folder with the data files of the sample's release."""
    return sample_out / "current" / "data"


@pytest.fixture(scope="session")
def facts(data: Path) -> Facts:
    """Objects of the release by subject and predicate, each as lexical form and language."""
    found: Facts = defaultdict(set)
    for quad in ox.parse((data / "shisaku.nq").read_bytes(), format=ox.RdfFormat.N_QUADS):
        term = quad.object
        language = (term.language or "") if isinstance(term, ox.Literal) else ""
        found[str(quad.subject)[1:-1], quad.predicate.value].add((term.value, language))
    return found


def rows_of(data: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((data / f"{name}.csv").read_text("utf-8"), newline="")))


@pytest.mark.parametrize("name", TABLES)
def test_cells_equal_the_graph(name: str, data: Path, facts: Facts) -> None:
    table = TABLES[name]
    rows = rows_of(data, name)
    assert rows
    for row in rows:
        for column in table.columns:
            if column.property is None:
                continue
            stated = {
                text
                for text, language in facts[row["iri"], column.property]
                if language == (column.lang or "")
            }
            cell = row[column.name]
            if column.query:
                assert set(cell.split(SEPARATOR) if cell else ()) == stated
            else:
                assert cell in stated or (not cell and not stated), (row["iri"], column.name)


@pytest.mark.parametrize(
    ("name", "type_name"),
    [
        ("measures", "https://w3id.org/shisaku/ns#Measure"),
        ("kpis", "https://w3id.org/shisaku/ns#Indicator"),
        ("values", "http://purl.org/linked-data/cube#Observation"),
        ("milestones", "https://w3id.org/shisaku/ns#Milestone"),
        ("systems", "https://w3id.org/shisaku/ns#InformationSystem"),
        ("laws", "http://data.europa.eu/eli/ontology#LegalResource"),
        ("organisations", "http://www.w3.org/ns/org#FormalOrganization"),
        ("passages", "https://w3id.org/shisaku/ns#Passage"),
    ],
)
def test_every_resource_of_the_class_has_one_row(
    name: str, type_name: str, data: Path, facts: Facts
) -> None:
    a = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    typed = sorted(iri for (iri, predicate), found in facts.items() if predicate == a
                   and (type_name, "") in found)  # fmt: skip
    assert sorted(row["iri"] for row in rows_of(data, name)) == typed


@pytest.mark.parametrize("name", TABLES)
def test_the_other_text_formats_hold_the_same(name: str, data: Path) -> None:
    plain = (data / f"{name}.csv").read_bytes()
    assert (data / f"{name}-excel.csv").read_bytes() == b"\xef\xbb\xbf" + plain
    lines = (data / f"{name}.tsv").read_text("utf-8").splitlines()
    names = lines[0].split("\t")
    records = [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]
    spaces = str.maketrans("\t\n\r", "   ")
    assert records == [
        {key: cell.translate(spaces) for key, cell in row.items()} for row in rows_of(data, name)
    ]


def read_back(kind: str, cell: str) -> Any:
    if not cell:
        return None
    return {"integer": int, "decimal": float, "date": date.fromisoformat}.get(
        kind, {"true": True, "false": False}.get if kind == "boolean" else str
    )(cell)


@pytest.mark.parametrize("name", TABLES)
def test_parquet_holds_the_same_values_with_types(name: str, data: Path) -> None:
    table = TABLES[name]
    expected = [
        {column.name: read_back(column.type, row[column.name]) for column in table.columns}
        for row in rows_of(data, name)
    ]
    read = pq.read_table(data / f"{name}.parquet")
    assert read.to_pylist() == expected
    assert read.schema.field("id").metadata[b"ja"].decode() == table.columns[0].ja


def test_the_workbook_holds_the_same_with_real_numbers_and_dates(data: Path) -> None:
    book = openpyxl.load_workbook(data / "shisaku.xlsx")
    assert book.sheetnames == ["列の説明", *TABLES]
    for name, table in TABLES.items():
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        header, *lines = sheet.iter_rows(values_only=True)
        assert list(header) == [column.ja for column in table.columns]
        for line, row in zip(lines, rows_of(data, name), strict=True):
            for column, value in zip(table.columns, line, strict=True):
                if isinstance(value, datetime):
                    value = value.date()
                assert value == read_back(column.type, row[column.name]), (row["iri"], column.name)


def test_the_dictionary_explains_every_column(data: Path) -> None:
    sheet = openpyxl.load_workbook(data / "shisaku.xlsx")["列の説明"]
    explained = [(line[1], line[2], line[3]) for line in sheet.iter_rows(2, values_only=True)]
    assert explained == [
        (column.ja, column.name, column.en) for table in TABLES.values() for column in table.columns
    ]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_rows_stand_in_the_order_of_their_ids(table: Table, data: Path) -> None:
    ids = [row["id"] for row in rows_of(data, table.name)]
    assert ids == sorted(ids)
    assert all(ids)


@pytest.mark.parametrize(
    ("number", "sortable"),
    [
        ("4-8", "04-08"),
        ("10-13", "10-13"),
        ("4-8/1", "04-08/01"),
        ("6-1/2.2", "06-01/02.02"),
        ("4-8/1/target/FY2027", "04-08/01/target/FY2027"),
        ("4-8/1/actual/2023-02", "04-08/01/actual/2023-02"),
    ],
)
def test_numbers_become_sortable(number: str, sortable: str) -> None:
    assert padded(number) == sortable


def test_values_are_those_of_the_plan(data: Path) -> None:
    (row,) = [
        row
        for row in rows_of(data, "values")
        if row["measure_number"] == "4-8" and Decimal(row["value"]) == 290000
    ]
    assert (row["role"], row["cumulative"], row["period_end"]) == ("target", "true", "2028-03-31")


@pytest.mark.parametrize("name", TABLES)
def test_a_csvw_processor_finds_the_metadata_valid_and_reads_the_table(
    name: str, data: Path
) -> None:
    processed = CSVW(str(data / f"{name}.csv"), validate=True)
    assert processed.is_valid
    (table,) = processed.to_json()["tables"]
    assert len(table["row"]) == len(rows_of(data, name))


def test_the_same_store_gives_the_same_bytes(data: Path) -> None:
    store = ox.Store()
    store.bulk_load(path=data / "shisaku.nq", format=ox.RdfFormat.N_QUADS)
    for name, parts in file_parts(filled_tables(store), RELEASED):
        assert (data / name).read_bytes() == b"".join(parts), name


def test_writing_parquet_imports_no_data_frame_library() -> None:
    code = (
        "import io, sys; from shisaku.release.tables.columns import load_tables;"
        "from shisaku.release.tables.parquet import write_parquet;"
        "from shisaku.release.tables.rows import Filled;"
        "table = load_tables()[0]; row = ('1',) * len(table.columns);"
        "write_parquet(Filled(table, [row]), io.BytesIO()); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
