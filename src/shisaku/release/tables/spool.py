"""Rows of each edition go into a file; rows of all editions come out, merged, part by part.

So that the tables of any number of editions need no more memory than those of a few.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from pathlib import Path

from shisaku.release.tables.columns import Table
from shisaku.release.tables.rows import Filled, Row, order, united

#: Rows that are read at once from each of the files.
_ROWS = 64

#: A spool ends with the place of its index.
_PLACE = struct.Struct("<Q")

#: Where a table's rows stand, in places and sizes in bytes, and how many they are.
Index = dict[str, tuple[list[tuple[int, int]], int]]


@dataclass(frozen=True, slots=True)
class StoredRows(Collection[Row]):
    """Rows in a file, read in parts each time they are asked for."""

    file: Path
    parts: list[tuple[int, int]]
    count: int

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        for place, size in self.parts:
            with self.file.open("rb") as stream:  # not kept open: there may be a thousand files
                stream.seek(place)
                content = stream.read(size)
            yield from pickle.loads(content)

    def __contains__(self, row: object) -> bool:
        return any(row == other for other in self)


def spool(tables: Iterable[Filled], file: Path) -> None:
    """Write the rows of filled tables into a file, which only this version can read."""
    _write(((filled.table, filled.rows) for filled in tables), file)


def spooled_tables(tables: Iterable[Table], file: Path) -> tuple[Filled, ...]:
    """Return the tables with the rows of a file, which stays their place."""
    with file.open("rb") as stream:
        stream.seek(-_PLACE.size, 2)
        stream.seek(_PLACE.unpack(stream.read())[0])
        index: Index = pickle.load(stream)
    return tuple(Filled(table, StoredRows(file, *index[table.name])) for table in tables)


def merged(tables: Sequence[Filled], spooled: Sequence[Path], file: Path) -> tuple[Filled, ...]:
    """Return tables with the rows of ``tables`` and of all spooled files, sorted, in ``file``.

    A resource that several editions describe, such as an organisation, has one row. A cell that
    repeats the name of another resource holds the names known to the row's own edition.
    """
    kinds = [filled.table for filled in tables]
    sources = [tables, *(spooled_tables(kinds, path) for path in spooled)]
    _write(
        (
            (parts[0].table, _merged(parts[0].table, [part.rows for part in parts]))
            for parts in zip(*sources, strict=True)
        ),
        file,
    )
    return spooled_tables(kinds, file)


def _merged(table: Table, parts: Iterable[Iterable[Row]]) -> Iterator[Row]:
    for _, rows in groupby(merge(*parts, key=order), order):
        yield united(table, list(rows))


def _write(tables: Iterable[tuple[Table, Iterable[Row]]], file: Path) -> None:
    index: Index = {}
    with file.open("wb") as stream:
        for table, rows in tables:
            parts, count, rest = [], 0, iter(rows)
            while batch := list(islice(rest, _ROWS)):
                place = stream.tell()
                pickle.dump(batch, stream, pickle.HIGHEST_PROTOCOL)
                parts.append((place, stream.tell() - place))
                count += len(batch)
            index[table.name] = parts, count
        place = stream.tell()
        pickle.dump(index, stream, pickle.HIGHEST_PROTOCOL)
        stream.write(_PLACE.pack(place))
