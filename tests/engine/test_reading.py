"""What is read of a query before it runs."""

from __future__ import annotations

import pytest

from shisaku.engine.clauses import Clauses, dataset_clauses
from shisaku.engine.reading import form_of, nesting, service_calls


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("# ASK\nBASE <http://x/>\nPREFIX a: <b> prefix : <c>\n# {\nconstruct {} {}", "construct"),
        ("", ""),
        ("PREFIX select: <x:> DESCRIBE select:me", "describe"),
        ("INSERT DATA {}", "insert"),
        ("define input:grab-all 'yes' SELECT * {}", "define"),
    ],
)
def test_form(query: str, form: str) -> None:
    assert form_of(query) == form


@pytest.mark.parametrize(
    ("query", "targets"),
    [
        ("SELECT * { SERVICE <a:b> {} }", ["<a:b>"]),
        ("SELECT * { SERVICE SILENT ?x {} }", ["?x"]),
        ("SELECT ?service ?x { ?service ?p 'SERVICE <a:b> {' }", []),
        ('SELECT * { ?s ?p """SERVICE <a:b> {"""}', []),
        ("SELECT * {} # SERVICE <a:b> {", []),
        ("ASK { ?s <http://service.example/SERVICE> ?o { } }", []),
        ("ASK { FILTER(?a<1)SERVICE#>\n<a:b>{} }", ["<a:b>"]),
        ("ASK { ?s ?p trueSERVICE a:b{} }", ["a:b"]),
        ("ASK { SERVICE:a{} }", [":a"]),
    ],
)
def test_service_calls(query: str, targets: list[str]) -> None:
    assert [call.target for call in service_calls(query)] == targets


def test_reading_takes_linear_time_for_hostile_text() -> None:
    for piece in ("<", "service ", "<a'", "'\"", "service <", "service #", "'''\"\"\""):
        assert isinstance(service_calls(piece * 20_000), tuple)


def test_nesting() -> None:
    assert nesting("{" * 300 + "}" * 300, 256) == 300
    assert nesting("()" * 1000, 256) == 1
    assert nesting("{{}}", 256) == 0


@pytest.mark.parametrize(
    ("query", "clauses"),
    [
        ("SELECT * {}", None),
        ("SELECT ?from { ?from ?p 'FROM <x:y>' }", None),
        ("SELECT * FROM <x:a> FROM NAMED <x:b> FROM <x:c> {}", (("x:a", "x:c"), ("x:b",))),
        ("BASE <http://b/> PREFIX e: <sub/> ASK from e:g from <h> {}", None),
        ("# FROM <x:y>\nASK {}", None),
    ],
)
def test_dataset_clauses(query: str, clauses: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    found = dataset_clauses(query, "http://base/")
    if query.startswith("BASE"):
        assert found == Clauses(("http://b/sub/g", "http://b/h"), ())
    else:
        assert found == (Clauses(*clauses) if clauses else None)
