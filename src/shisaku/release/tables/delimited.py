"""A filled table becomes CSV (RFC 4180), CSV for Japanese Excel, and TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from shisaku.release.tables.rows import Cell, Filled

_BOM = b"\xef\xbb\xbf"
#: IANA's text/tab-separated-values knows no quoting: tabs and line ends become spaces.
_TSV_SPACES = {ord(character): " " for character in "\t\n\r"}


def csv_bytes(filled: Filled) -> bytes:
    """Return UTF-8 CSV with CRLF line ends and names in the first row (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in filled.columns])
    writer.writerows([_blank(row) for row in filled.rows])
    return text.getvalue().encode()


def excel_csv_bytes(filled: Filled) -> bytes:
    """Return the same CSV with a byte order mark, by which Japanese Excel knows UTF-8."""
    return _BOM + csv_bytes(filled)


def tsv_bytes(filled: Filled) -> bytes:
    """Return UTF-8 tab-separated values; a line feed inside a cell becomes a space."""
    lines = ["\t".join(column.name for column in filled.columns)]
    lines += ["\t".join(cell.translate(_TSV_SPACES) for cell in _blank(row)) for row in filled.rows]
    return ("\n".join(lines) + "\n").encode()


def _blank(row: Sequence[Cell]) -> list[str]:
    return [cell or "" for cell in row]
