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

from pyoxigraph import Quad, Store

from shisaku.graph.namespaces import POL, RDF
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
    """Return all tables with their rows, read from the union of the store's graphs."""
    editions = store.quads_for_pattern(None, RDF.type, POL.PlanEdition)
    once = store if len(list(editions)) < 2 else _each_once(store)
    return tuple(fill(table, once) for table in load_tables())


def _each_once(store: Store) -> Store:
    """Return a store with each triple once.

    Editions repeat the periods and units they share. Oxigraph's union of graphs does not merge
    them, so that a join over six of their properties has n to the sixth rows for n editions.
    """
    found = Store()
    found.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return found


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
