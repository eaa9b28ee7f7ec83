"""All filled tables become one XLSX: a sheet each and a dictionary of all columns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shisaku.release.tables.parquet import typed
from shisaku.release.tables.rows import Filled

_DICTIONARY = "列の説明"
_DICTIONARY_HEADER = ("表", "列（日本語）", "列（CSVの名前）", "Meaning (English)", "型", "述語")
_WIDTHS = {"anyURI": 30, "date": 12, "integer": 8, "decimal": 14, "boolean": 8}
_TEXT_WIDTH = 24
_EXCEL_CELL = 32_767  # characters that a cell of Excel can hold


def workbook_bytes(tables: Sequence[Filled], released: date) -> bytes:
    """Return the workbook; first the dictionary, then a sheet a table, headers frozen.

    Numbers and dates are real ones. released: date in the document properties.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as book:
        moment = datetime(released.year, released.month, released.day)
        book.set_properties({"title": "施策オープンデータ", "created": moment})
        header = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        _dictionary(book, tables, header)
        for filled in tables:
            _sheet(book, filled, header, dates)
    return stream.getvalue()


def sheet_name(filled: Filled) -> str:
    """Return the name of a table's sheet, which Excel limits to 31 characters."""
    return filled.name


def _dictionary(book: Any, tables: Sequence[Filled], header: Any) -> None:
    sheet = book.add_worksheet(_DICTIONARY)
    sheet.write_row(0, 0, _DICTIONARY_HEADER, header)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 5, 36)
    line = 0
    for filled in tables:
        for column in filled.columns:
            line += 1
            place = f"{sheet_name(filled)}（{filled.table.title_ja}）"
            row = (place, column.ja, column.name, column.en, column.type, column.property or "")
            sheet.write_row(line, 0, row)


def _sheet(book: Any, filled: Filled, header: Any, dates: Any) -> None:
    sheet = book.add_worksheet(sheet_name(filled))
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(filled.columns):
        form = dates if column.type == "date" else None
        sheet.set_column(index, index, _WIDTHS.get(column.type, _TEXT_WIDTH), form)
        sheet.write_string(0, index, column.ja, header)
        writer = {
            "integer": sheet.write_number,
            "decimal": sheet.write_number,
            "boolean": sheet.write_boolean,
            "date": sheet.write_datetime,
        }.get(column.type, sheet.write_string)
        for line, row in enumerate(filled.rows, 1):
            value = typed(column, row[index])
            if value is not None:
                writer(line, index, value[:_EXCEL_CELL] if isinstance(value, str) else value)
    sheet.autofilter(0, 0, len(filled.rows), len(filled.columns) - 1)
