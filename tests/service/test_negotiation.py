"""Accept headers with their traps, as a table."""

from __future__ import annotations

import pytest

from shisaku.formats import GRAPHS, PAGE, SOLUTIONS
from shisaku.service.negotiation import accepts_gzip, choose, choose_language


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;charset=utf-8", "csv"),
        ("text/csv;charset=utf-16", None),
        ("text/*", "csv"),
        ("text/*, text/csv;q=0", "tsv"),
        ("*/*, application/sparql-results+json;q=0", "xml"),
        ("*/*;q=0.1, text/csv", "csv"),
        ("*/*, text/csv", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "xml"),
        ("text/csv; q=0.5, application/sparql-results+xml ;q=0.4", "csv"),
        ("text/csv;q=1.001", None),
        ("text/csv;q=0.000", None),
        ("text/csv;q=x", None),
        ("image/png, */*;q=0", None),
        ("image/png", None),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("application/json;q=0, */*", "json"),
        ('text/csv;header="a,b;q=0", text/x', "csv"),
        ("nonsense, text/csv", "csv"),
        ("*/csv", None),
        ("text/csv;q=0.2;q=0.9, text/tab-separated-values;q=0.5", "tsv"),
    ],
)
def test_solutions(accept: str | None, chosen: str | None) -> None:
    found = choose(accept, SOLUTIONS)
    assert (found and found.name) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", "rdf"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("text/plain", "nt"),
        ("*/*", "ttl"),
        ("text/turtle;q=0.5, text/html;q=0.5", "ttl"),
    ],
)
def test_graphs_and_pages(accept: str, chosen: str) -> None:
    found = choose(accept, (*GRAPHS, PAGE))
    assert found is not None
    assert found.name == chosen


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ja"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("fr", "ja"),
        ("fr, *;q=0.5", "ja"),
        ("ja;q=0, *", "en"),
        ("en;q=0", "ja"),
        ("???", "ja"),
    ],
)
def test_language(header: str | None, language: str) -> None:
    assert choose_language(header, ("ja", "en")) == language


@pytest.mark.parametrize(
    ("header", "welcome"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("*", True),
        ("*;q=0", False),
        ("identity", False),
        ("gzip;q=0, *", False),
    ],
)
def test_gzip(header: str | None, welcome: bool) -> None:
    assert accepts_gzip(header) is welcome
