"""Cut results stay valid, whatever the values look like; rows are counted exactly."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from pyoxigraph import QueryResultsFormat, Store

from shisaku.engine.truncation import cut_solutions

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRICKY = (
    '"}},{"', '"}},{\\"x\\""', '"},{}"', '"]}}"', '"</result>"', '"a\\r\\nb"', '"\\"quoted\\""',
    '"\\t\\n"', '"{},{},{}"', "<http://example.org/x>", "UNDEF",
)  # fmt: skip
VALUES = " ".join(f"({first} {second})" for first in TRICKY for second in TRICKY)
QUERY = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {VALUES} }} }}"
ROWS = len(TRICKY) ** 2


def _rows(name: str, body: bytes) -> list[object]:
    if name == "json":
        return list(json.loads(body)["results"]["bindings"])
    if name == "xml":
        space = "{http://www.w3.org/2005/sparql-results#}"
        return list(ElementTree.fromstring(body).iter(f"{space}result"))
    if name == "csv":
        return list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]
    return [line.split("\t") for line in body.decode().split("\n")[1:-1]]


def _body(name: str) -> bytes:
    return Store().query(QUERY).serialize(format=FORMATS[name]) or b""


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_cut_below_the_limit(name: str) -> None:
    body = _body(name)
    assert cut_solutions(name, body, True, ROWS) == (body, None)
    assert len(_rows(name, body)) == ROWS


@pytest.mark.parametrize("name", ["xml", "csv", "tsv"])
@pytest.mark.parametrize("most", [0, 1, 60, ROWS - 1])
def test_exactly_the_limit_is_kept(name: str, most: int) -> None:
    cut, reason = cut_solutions(name, _body(name), True, most)
    assert reason == "rows"
    assert len(_rows(name, cut)) == most


@pytest.mark.parametrize("most", [1, 60, 100])
def test_json_stays_valid_and_within_the_limit_of_bound_rows(most: int) -> None:
    cut, reason = cut_solutions("json", _body("json"), True, most)
    told = json.loads(cut)
    assert reason == "rows"
    assert sum(1 for row in told["results"]["bindings"] if row) <= most + 1
    assert told["truncated"]["limit"] == "rows"
    assert told["head"]["link"]


@pytest.mark.parametrize("name", FORMATS)
def test_any_byte_may_be_the_last(name: str) -> None:
    whole = _body(name)
    expected = _rows(name, whole)
    first = len(whole) - len(whole.split(b"http://example.org/x")[-1]) if name == "csv" else 160
    for end in range(first, len(whole), 7):
        cut, reason = cut_solutions(name, whole[:end], False, ROWS * 2)
        rows = _rows(name, cut)
        assert reason == "bytes"
        assert len(rows) <= len(expected)
        if name == "json":
            assert rows == expected[: len(rows)]


def test_rows_without_values() -> None:
    body = Store().query("SELECT ?x { {} UNION {} UNION {} }").serialize(format=FORMATS["json"])
    cut, reason = cut_solutions("json", body or b"", True, 2)
    assert (json.loads(cut)["results"]["bindings"], reason) == ([{}, {}], "rows")
