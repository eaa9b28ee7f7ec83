"""All filled tables become one XLSX: a sheet each and a dictionary of all columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from shisaku.release.tables.rows import Filled, Row

_DICTIONARY = "列の説明"
_DICTIONARY_HEADER = ("表", "列（日本語）", "列（CSVの名前）", "Meaning (English)", "型", "述語")
_WIDTHS = {"anyURI": 30, "date": 12, "integer": 8, "decimal": 14, "boolean": 8}
_TEXT_WIDTH = 24
_EXCEL_CELL = 32_767  # characters that a cell of Excel can hold
_EXCEL_ROWS = 1_048_575  # rows of a sheet of Excel, without the header
_LARGE = 50_000  # rows of all tables from which on a row is written at once, not held

#: Datatype to the worksheet's method that writes it and the value of a cell.
_CELLS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "integer": ("write_number", int),
    "decimal": ("write_number", float),
    "boolean": ("write_boolean", "true".__eq__),
    "date": ("write_datetime", date.fromisoformat),
}


def write_workbook(
    tables: Sequence[Filled],
    released: date,
    sink: IO[bytes],
    folder: str | None = None,
    sheet_rows: int = _EXCEL_ROWS,
) -> None:
    """Write the workbook; first the dictionary, then a sheet a table, headers frozen.

    Numbers and dates are real ones. released: date in the document properties; folder: where the
    sheets of a large workbook stand meanwhile; sheet_rows: rows that a sheet can hold, the rest
    of a table goes on in further sheets.
    """
    import xlsxwriter

    large = sum(len(filled.rows) for filled in tables) > _LARGE
    kept = {"constant_memory": large, "in_memory": not large, "use_zip64": large, "tmpdir": folder}
    with xlsxwriter.Workbook(sink, {**kept, "strings_to_urls": False}) as book:
        moment = datetime(released.year, released.month, released.day)
        book.set_properties({"title": "施策オープンデータ", "created": moment})
        header = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        _dictionary(book, tables, header)
        for filled in tables:
            rows = iter(filled.rows)
            for turn in range(max(1, -(-len(filled.rows) // sheet_rows))):
                name = f"{filled.name}-{turn + 1}" if turn else filled.name
                sheet = book.add_worksheet(name)
                _sheet(sheet, filled, islice(rows, sheet_rows), header, dates)


def _dictionary(book: Any, tables: Sequence[Filled], header: Any) -> None:
    sheet = book.add_worksheet(_DICTIONARY)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 5, 36)
    sheet.write_row(0, 0, _DICTIONARY_HEADER, header)
    line = 0
    for filled in tables:
        for column in filled.columns:
            line += 1
            place = f"{filled.name}（{filled.table.title_ja}）"
            row = (place, column.ja, column.name, column.en, column.type, column.property or "")
            sheet.write_row(line, 0, row)


def _sheet(sheet: Any, filled: Filled, rows: Iterable[Row], header: Any, dates: Any) -> None:
    """Fill a sheet row by row; Excel limits its name to 31 characters."""
    sheet.freeze_panes(1, 1)
    cells = []
    for index, column in enumerate(filled.columns):
        form = dates if column.type == "date" else None
        sheet.set_column(index, index, _WIDTHS.get(column.type, _TEXT_WIDTH), form)
        sheet.write_string(0, index, column.ja, header)
        writer, value = _CELLS.get(column.type, ("write_string", _text))
        cells.append((index, getattr(sheet, writer), value))
    line = 0
    for line, row in enumerate(rows, 1):
        for (index, write, value), cell in zip(cells, row, strict=True):
            if cell is not None:
                write(line, index, value(cell))
    sheet.autofilter(0, 0, line, len(filled.columns) - 1)


def _text(cell: str) -> str:
    return cell[:_EXCEL_CELL]
