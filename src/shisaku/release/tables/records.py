"""A filled table becomes JSON: one object a row, typed, lists where a cell holds several values."""

from __future__ import annotations

import json
from typing import Any

from shisaku.release.tables.columns import SEPARATOR, Column
from shisaku.release.tables.parquet import typed
from shisaku.release.tables.rows import Cell, Filled


def json_bytes(filled: Filled) -> bytes:
    """Return the rows as a JSON array, one row a line; what is not stated is null."""
    lines = []
    for row in filled.rows:
        record = {
            column.name: _value(column, cell)
            for column, cell in zip(filled.columns, row, strict=True)
        }
        lines.append(json.dumps(record, ensure_ascii=False))
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _value(column: Column, cell: Cell) -> Any:
    if column.query:
        return cell.split(SEPARATOR) if cell else []
    return cell if column.type == "date" else typed(column, cell)
