"""Results that are too long become shorter valid ones that say so: bytes in, bytes out.

The worker serialises at full speed and cuts afterwards, at a boundary between rows that no
value can imitate: quotes are escaped in JSON, ``<`` in XML, line ends in TSV and N-Triples.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: Says what a cut result is; the link that JSON and XML results carry in their head.
NOTICE_IRI = "https://w3id.org/shisaku/sparql#truncated"
#: The fewest bytes a row takes, so that short results need no counting.
_LEAST_ROW = {"json": 3, "xml": 17, "csv": 2, "tsv": 1}

_JSON_START = b'"results":{"bindings":['
_JSON_ROW = re.compile(rb'\}\},(?=\{"[^,}])')
_JSON_EMPTY_ROWS = re.compile(rb"(?>(?:\{\},)*)")
_XML_START, _XML_ROW = b"<results>", re.compile(rb"</result>")


class OutputLimitError(Exception):
    """More bytes were written than allowed."""


class BoundedOutput:
    """A binary file for pyoxigraph that ends the evaluation when enough has been written."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Keep the bytes; raises OutputLimitError once more than the limit is there."""
        if self.size + len(data) > self._limit:
            self._parts.append(data[: self._limit - self.size])
            raise OutputLimitError
        self._parts.append(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def getvalue(self) -> bytes:
        """Everything written so far."""
        return b"".join(self._parts)


def cut_solutions(
    name: str, body: bytes, complete: bool, max_rows: int
) -> tuple[bytes, str | None]:
    """Return a SELECT result with at most ``max_rows`` rows, and why it was cut, if it was.

    complete: False when the bytes end in the middle because of the limit of bytes.
    """
    if complete and len(body) <= max_rows * _LEAST_ROW[name]:
        return body, None
    ends = _ROW_ENDS[name](body, max_rows + 1)
    if complete and len(ends) <= max_rows:
        return body, None
    reason = "rows" if len(ends) > max_rows else "bytes"
    kept = ends[: max_rows if reason == "rows" else len(ends)]
    rows = len(kept)
    return _CLOSE[name](body, kept[-1] if kept else None, rows, reason), reason


def graph_notice(name: str, body: bytes, rows: int, reason: str) -> bytes:
    """Return a serialised graph with a comment that it was cut, where the format has comments."""
    text = _sentence(rows, reason, "triples").encode()
    if name in {"ttl", "nt", "nq", "trig"}:
        return body + b"# " + text + b"\n"
    if name == "rdf":
        return body.rstrip() + b"\n<!-- " + text + b" -->\n"
    return body


def _sentence(rows: int, reason: str, what: str) -> str:
    return f"Truncated: only the first {rows} {what} are here (limit of {reason})."


def _json_ends(body: bytes, most: int) -> list[int]:
    start = body.find(_JSON_START) + len(_JSON_START)
    empty = _JSON_EMPTY_ROWS.match(body, start)
    if empty and empty.end() > start:
        return [start + 3 * (number + 1) - 1 for number in range((empty.end() - start) // 3)][:most]
    return _ends(_JSON_ROW, body, start, most, trim=1, last=body.endswith(b"]}}"))


def _xml_ends(body: bytes, most: int) -> list[int]:
    return _ends(_XML_ROW, body, body.find(_XML_START), most)


def _ends(
    pattern: re.Pattern[bytes],
    body: bytes,
    start: int,
    most: int,
    trim: int = 0,
    last: bool = False,
) -> list[int]:
    ends: list[int] = []
    for match in pattern.finditer(body, start):
        ends.append(match.end() - trim)
        if len(ends) == most:
            return ends
    if last and body[start : start + 1] == b"{":
        ends.append(len(body) - 3)
    return ends


def _line_ends(body: bytes, most: int) -> list[int]:
    ends: list[int] = []
    position = body.find(b"\n") + 1
    while len(ends) < most and (position := body.find(b"\n", position) + 1):
        ends.append(position)
    return ends


def _csv_ends(body: bytes, most: int) -> list[int]:
    """Ends of rows: line ends outside quotes (an even number of quotes before them)."""
    ends: list[int] = []
    position = line = 0
    inside = False
    while len(ends) <= most and (position := body.find(b"\n", line) + 1):
        inside ^= body.count(b'"', line, position) % 2 == 1
        line = position
        if not inside:
            ends.append(position)
    return ends[1:]


def _close_json(body: bytes, end: int | None, rows: int, reason: str) -> bytes:
    start = body.find(_JSON_START)
    head = body[:start].replace(b"]},", f'],"link":["{NOTICE_IRI}"]}},'.encode(), 1)
    first = start + len(_JSON_START)
    notice = f']}},"truncated":{{"limit":"{reason}","rows":{rows}}}}}'
    return head + _JSON_START + body[first : end or first] + notice.encode()


def _close_xml(body: bytes, end: int | None, rows: int, reason: str) -> bytes:
    start = body.find(_XML_START) + len(_XML_START)
    head = body[:start].replace(b"</head>", f'<link href="{NOTICE_IRI}"/></head>'.encode(), 1)
    notice = f"</results><!-- {_sentence(rows, reason, 'rows')} --></sparql>"
    return head + body[start : end or start] + notice.encode()


def _close_lines(body: bytes, end: int | None, rows: int, reason: str) -> bytes:
    del rows, reason  # neither CSV nor TSV has a place for a remark; the header says it
    return body[: end or body.find(b"\n") + 1]


_ROW_ENDS: dict[str, Callable[[bytes, int], list[int]]] = {
    "json": _json_ends,
    "xml": _xml_ends,
    "csv": _csv_ends,
    "tsv": _line_ends,
}
_CLOSE: dict[str, Callable[[bytes, int | None, int, str], bytes]] = {
    "json": _close_json,
    "xml": _close_xml,
    "csv": _close_lines,
    "tsv": _close_lines,
}
