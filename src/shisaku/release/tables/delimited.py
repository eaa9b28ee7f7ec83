"""A filled table becomes CSV (RFC 4180) and TSV, in parts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from shisaku.release.tables.rows import PART, Filled

#: The byte order mark, by which Japanese Excel knows a CSV file to be UTF-8.
EXCEL_MARK = b"\xef\xbb\xbf"


def csv_parts(filled: Filled) -> Iterator[bytes]:
    """Yield UTF-8 CSV with CRLF line ends and names in the first row (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in filled.columns])
    for rows in filled.batches(PART):
        writer.writerows(rows)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    yield text.getvalue().encode()


def tsv_parts(filled: Filled) -> Iterator[bytes]:
    """Yield UTF-8 tab-separated values; a tab or a line end inside a cell becomes a space.

    IANA's text/tab-separated-values knows no quoting.
    """
    tabs = len(filled.columns) - 1
    yield ("\t".join(column.name for column in filled.columns) + "\n").encode()
    for rows in filled.batches(PART):
        lines = []
        for row in rows:
            line = "\t".join([cell or "" for cell in row])
            if "\n" in line or "\r" in line or line.count("\t") > tabs:
                line = "\t".join([_spaced(cell or "") for cell in row])
            lines.append(line)
        yield ("\n".join(lines) + "\n").encode()


def _spaced(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ").replace("\r", " ")
