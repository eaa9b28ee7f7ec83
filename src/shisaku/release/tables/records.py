"""A filled table becomes JSON: one object a row, typed, lists where a cell holds several values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from shisaku.release.tables.columns import SEPARATOR, Column
from shisaku.release.tables.rows import PART, Cell, Filled

_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "boolean": "true".__eq__,
}


def json_parts(filled: Filled) -> Iterator[bytes]:
    """Yield the rows as a JSON array, one row a line; what is not stated is null."""
    names = [column.name for column in filled.columns]
    readers = [(column.name, read) for column in filled.columns if (read := _reader(column))]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = "[\n"
    for rows in filled.batches(PART):
        lines = []
        for row in rows:
            record: dict[str, Any] = dict(zip(names, row, strict=True))
            for name, read in readers:
                record[name] = read(record[name])
            lines.append(encode(record))
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]\n" if before == ",\n" else b"[\n\n]\n"


def _reader(column: Column) -> Callable[[Cell], Any] | None:
    """Return what makes the column's values of its cells; None where the text is the value."""
    if column.query:
        return lambda cell: cell.split(SEPARATOR) if cell else []
    if read := _READ.get(column.type):
        return lambda cell: None if cell is None else read(cell)
    return None
