"""A filled table becomes a Parquet file with typed columns; no clock, so the bytes repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from shisaku.release.tables.columns import Column
from shisaku.release.tables.rows import Cell, Filled

_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
}


def typed(column: Column, cell: Cell) -> Any:
    """Return a cell as int, float, bool, date or str; None stays None."""
    if cell is None:
        return None
    return _READ.get(column.type, str)(cell)


def parquet_bytes(filled: Filled) -> bytes:
    """Return a Parquet file; each field carries its meaning in ja and en as metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields, arrays = [], []
    for index, column in enumerate(filled.columns):
        kind = kinds.get(column.type, pa.string())
        described = {"ja": column.ja, "en": column.en, "property": column.property or ""}
        fields.append(pa.field(column.name, kind, metadata=described))
        arrays.append(pa.array([typed(column, row[index]) for row in filled.rows], kind))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content
