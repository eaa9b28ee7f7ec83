"""Results that are too long become shorter valid ones that say so: bytes in, bytes out.

The worker serialises at full speed and cuts afterwards, at a boundary between rows that no
value can imitate: quotes are escaped in JSON, ``<`` in XML, line ends in TSV and N-Triples.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

#: Says what a cut result is; the link that JSON and XML results carry in their head.
NOTICE_IRI = "https://w3id.org/shisaku/sparql#truncated"
_JSON_LINK = f'"link":["{NOTICE_IRI}"]'
#: The fewest bytes a row takes, so that short results need no counting.
_LEAST_ROW = {"json": 3, "xml": 17, "csv": 2, "tsv": 1}

_JSON_START = re.compile(rb'"results"\s*:\s*\{[^\[]*"bindings"\s*:\s*\[\s*')
_JSON_ROW = re.compile(rb'\}\s*\}\s*(?=,\s*\{\s*"[^,}\s])')
_JSON_END = re.compile(rb"\s*\]\s*\}\s*\}\s*$")
_JSON_EMPTY_ROWS = re.compile(rb"(?>(?:\{\},)*)")
#: Longer than what may follow the last comma of rows without values.
_JSON_TAIL = 8
_XML_START, _XML_ROW = re.compile(rb"<results[^>]*>"), re.compile(rb"</result>")


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
    if name == "json" and complete and len(ends) <= max_rows:
        ends += _json_last(body, ends)
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
    start = _start(_JSON_START, body)
    run = _JSON_EMPTY_ROWS.match(body, start)
    if run and (rows := (run.end() - start) // 3) and len(body) - run.end() < _JSON_TAIL:
        rows += body.startswith(b"{}]", run.end())
        return [start + 3 * number + 2 for number in range(min(rows, most))]
    return _ends(_JSON_ROW, body, start, most)


def _json_last(body: bytes, ends: list[int]) -> list[int]:
    """The end of the last row of complete bytes, which no other row follows."""
    last = _JSON_END.search(body, max(_start(_JSON_START, body), len(body) - 200))
    return [last.start()] if last and last.start() > (ends[-1] if ends else 0) else []


def _xml_ends(body: bytes, most: int) -> list[int]:
    return _ends(_XML_ROW, body, _start(_XML_START, body), most)


def _start(pattern: re.Pattern[bytes], body: bytes) -> int:
    match = pattern.search(body)
    return match.end() if match else len(body)


def _ends(pattern: re.Pattern[bytes], body: bytes, start: int, most: int) -> list[int]:
    return [match.end() for match in islice(pattern.finditer(body, start), most)]


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
    start = _start(_JSON_START, body)
    head = body[:start].replace(b'"]},"results"', f'"],{_JSON_LINK}}},"results"'.encode(), 1)
    notice = f']}},"truncated":{{"limit":"{reason}","rows":{rows}}}}}'
    return head + body[start : end or start] + notice.encode()


def _close_xml(body: bytes, end: int | None, rows: int, reason: str) -> bytes:
    start = _start(_XML_START, body)
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
