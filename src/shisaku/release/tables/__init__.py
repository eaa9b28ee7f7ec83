"""The release's store becomes tables: CSV, TSV, CSVW, JSON, Parquet and one XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import IO

from pyoxigraph import Store

from shisaku.release.tables.columns import load_tables
from shisaku.release.tables.csvw import metadata
from shisaku.release.tables.delimited import EXCEL_MARK, csv_parts, tsv_parts
from shisaku.release.tables.parquet import write_parquet
from shisaku.release.tables.records import json_parts
from shisaku.release.tables.rows import Filled, fill
from shisaku.release.tables.spool import merged, spool
from shisaku.release.tables.workbook import write_workbook

__all__ = ["file_parts", "filled_tables", "spool"]

#: Name of the one workbook with all tables.
WORKBOOK = "shisaku.xlsx"

#: Bytes of a part of a file, and of a file that is made in memory.
_PART, _SMALL = 1 << 20, 8 << 20


def filled_tables(store: Store) -> tuple[Filled, ...]:
    """Return all tables with their rows, read from every named graph of the store."""
    return tuple(fill(table, store) for table in load_tables())


def file_parts(
    tables: Sequence[Filled], released: date, spooled: Sequence[Path] = ()
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Yield name and bytes, in parts, of every table file; take the parts before the next file.

    released: date written into the workbook's properties; spooled: files of ``spool`` with the
    rows of further editions, in whose folder temporary files stand. The same rows give the same
    bytes, whichever file they stand in.
    """
    with ExitStack() as held:
        folder = None
        if spooled:
            folder = held.enter_context(TemporaryDirectory(dir=spooled[0].parent))
            tables = merged(tables, spooled, Path(folder) / "rows")
        temporary = partial(SpooledTemporaryFile, _SMALL, dir=folder)
        for table in tables:
            with temporary() as stream:
                stream.writelines(csv_parts(table))
                yield f"{table.name}.csv", _parts(stream)
                yield f"{table.name}-excel.csv", chain([EXCEL_MARK], _parts(stream))
            yield f"{table.name}.tsv", tsv_parts(table)
            yield f"{table.name}.csv-metadata.json", [metadata(table)]
            yield f"{table.name}.json", json_parts(table)
            with temporary() as stream:
                write_parquet(table, stream)
                yield f"{table.name}.parquet", _parts(stream)
        with temporary() as stream:
            write_workbook(tables, released, stream, folder)
            yield WORKBOOK, _parts(stream)


def _parts(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while part := stream.read(_PART):
        yield part
