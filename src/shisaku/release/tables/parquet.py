"""A filled table becomes a Parquet file with typed columns; no clock, so the bytes repeat."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import IO

from shisaku.release.tables.rows import Cell, Filled

#: Rows of a row group, which is what a writer and a reader hold at once.
GROUP = 32_768

_EPOCH = date(1970, 1, 1).toordinal()

Buffers = list[bytes]


def write_parquet(filled: Filled, sink: IO[bytes]) -> None:
    """Write a Parquet file; each field carries its meaning in ja and en as metadata.

    Arrays are made from their buffers (Arrow Columnar Format): pyarrow imports pandas, where it
    is installed, to look whether a list is one of its arrays, which takes 0.17 s.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [
        (pa.type_for_alias(alias), buffers)
        for alias, buffers in (_KINDS.get(column.type, _TEXT) for column in filled.columns)
    ]
    schema = pa.schema(
        [
            pa.field(
                column.name,
                kind,
                metadata={"ja": column.ja, "en": column.en, "property": column.property or ""},
            )
            for column, (kind, _) in zip(filled.columns, columns, strict=True)
        ]
    )
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for rows in filled.batches(GROUP):
            arrays = []
            for (kind, buffers), cells in zip(columns, zip(*rows, strict=True), strict=True):
                valid = _bits([cell is not None for cell in cells])
                held = [pa.py_buffer(buffer) for buffer in (valid, *buffers(cells))]
                arrays.append(pa.Array.from_buffers(kind, len(cells), held))
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _texts(cells: Sequence[Cell]) -> Buffers:
    """Return where each text starts and ends, and all texts in UTF-8."""
    texts = [(cell or "").encode() for cell in cells]
    return [_packed("i", accumulate(map(len, texts), initial=0)), b"".join(texts)]


def _packed(form: str, numbers: Iterable[float]) -> bytes:
    return array(form, numbers).tobytes()


def _day(cell: Cell) -> int:
    """Return the days since 1970-01-01 of a date."""
    return date.fromisoformat(cell).toordinal() - _EPOCH if cell else 0


def _bits(flags: Sequence[bool]) -> bytes:
    """Return one bit a flag, the first one the lowest of the first byte."""
    number = int("".join(["1" if flag else "0" for flag in reversed(flags)]) or "0", 2)
    return number.to_bytes(len(flags) // 8 + 1, "little")


#: Datatype to the name of Arrow's type and the maker of its buffers after the first.
_KINDS: dict[str, tuple[str, Callable[[Sequence[Cell]], Buffers]]] = {
    "integer": ("int64", lambda cells: [_packed("q", (int(cell or 0) for cell in cells))]),
    "decimal": ("double", lambda cells: [_packed("d", (float(cell or 0) for cell in cells))]),
    "boolean": ("bool", lambda cells: [_bits([cell == "true" for cell in cells])]),
    "date": ("date32", lambda cells: [_packed("i", map(_day, cells))]),
}
_TEXT = ("string", _texts)
