"""The release's store becomes tables: CSV, TSV, CSVW, JSON, Parquet and one XLSX."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from shisaku.release.tables.columns import load_tables
from shisaku.release.tables.csvw import metadata
from shisaku.release.tables.delimited import csv_bytes, excel_csv_bytes, tsv_bytes
from shisaku.release.tables.parquet import parquet_bytes
from shisaku.release.tables.records import json_bytes
from shisaku.release.tables.rows import Filled, fill
from shisaku.release.tables.workbook import workbook_bytes

__all__ = ["filled_tables", "table_files", "write_tables"]

#: Name of the one workbook with all tables.
WORKBOOK = "shisaku.xlsx"


def filled_tables(store: Store) -> tuple[Filled, ...]:
    """Return all tables with their rows, read from every named graph of the store."""
    return tuple(fill(table, store) for table in load_tables())


def table_files(store: Store, released: date) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every table file; the same store gives the same bytes.

    released: date written into the workbook's properties.
    """
    tables = filled_tables(store)
    for table in tables:
        yield f"{table.name}.csv", csv_bytes(table)
        yield f"{table.name}-excel.csv", excel_csv_bytes(table)
        yield f"{table.name}.tsv", tsv_bytes(table)
        yield f"{table.name}.csv-metadata.json", metadata(table)
        yield f"{table.name}.json", json_bytes(table)
        yield f"{table.name}.parquet", parquet_bytes(table)
    yield WORKBOOK, workbook_bytes(tables, released)


def write_tables(store: Store, folder: Path, released: date) -> list[Path]:
    """Write all table files into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in table_files(store, released):
        path = folder / name
        path.write_bytes(content)
        written.append(path)
    return written
