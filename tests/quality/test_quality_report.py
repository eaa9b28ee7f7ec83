"""The report says the same in RDF, in JSON and on a page, and the same every time."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import pytest
from mutating import BASE
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from shisaku.addresses import address_of
from shisaku.config import Config
from shisaku.quality import (
    Report,
    check,
    measured,
    report_json,
    report_quads,
    view_of,
)

SH = "http://www.w3.org/ns/shacl#"
DQV = "http://www.w3.org/ns/dqv#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def report(sample_store: Store) -> Report:
    """The report on the bundled sample."""
    return check(sample_store, Config(), date(2026, 12, 1))


def objects(quads: list[Quad], predicate: str) -> list[object]:
    """Return the objects of a predicate."""
    return [quad.object for quad in quads if quad.predicate.value == predicate]


def test_the_rdf_holds_every_result_and_no_blank_node(report: Report) -> None:
    quads = list(report_quads(report, BASE))
    results = sum(len(outcome.results) for outcome in report.outcomes)
    assert len(set(objects(quads, SH + "result"))) == results > 0
    assert len(objects(quads, SH + "focusNode")) == results
    assert objects(quads, SH + "conforms") == [Literal(False)]
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object))
    assert all(
        isinstance(q.subject, NamedNode) and q.subject.value.startswith(BASE + "quality/")
        for q in quads
    )


def test_accepted_exceptions_are_in_the_open(report: Report) -> None:
    quads = list(report_quads(report, BASE))
    annotations = {
        quad.subject for quad in quads if quad.object == NamedNode(DQV + "QualityAnnotation")
    }
    assert len(annotations) == 3
    targets = {quad.object for quad in quads if quad.predicate.value.endswith("hasTarget")}
    assert targets <= set(objects(quads, SH + "result"))


def test_the_same_graph_gives_the_same_bytes(sample_store: Store, report: Report) -> None:
    again = check(sample_store, Config(), date(2026, 12, 1))
    assert list(report_quads(again, BASE)) == list(report_quads(report, BASE))
    views = [report_json(view_of(item, BASE)) for item in (report, again)]
    assert views[0] == views[1]


def test_the_page_names_the_measure_and_shows_its_words(report: Report) -> None:
    view = json.loads(report_json(view_of(report, BASE)))
    rules = {rule["key"]: rule for rule in view["rules"]}
    (finding,) = rules["Measure-lead"]["findings"]
    assert finding["name"]["ja"].startswith("1-1 ")
    assert finding["quote"]
    assert finding["href"] == "jutenkeikaku/2023/measure/1-1.html"
    assert "ministry" in finding["reason"]["en"]
    assert rules["Measure-lead"]["checked"] == 154
    assert rules["Measure-lead"]["failed"] == 0
    assert rules["Measure-lead"]["accepted"] == 1
    assert view["publishable"]


def test_every_link_of_the_page_leads_to_a_document(report: Report) -> None:
    view = view_of(report, BASE)
    for rule in view.rules:
        for finding in rule.findings:
            path = finding.href.partition(".html")[0]
            assert urlsplit(finding.href).scheme or address_of(path) is not None


def test_measurements_have_a_metric_a_dimension_and_a_value(report: Report) -> None:
    scores = {"leads": {"precision": 1.0, "recall": 0.98765, "f1": 0.99}}
    quads = list(measured(report, Config(), scores))
    said = {quad.subject for quad in quads if quad.predicate == TYPE}
    for predicate in ("isMeasurementOf", "inDimension"):
        assert set(objects(quads, DQV + predicate)) <= said
    own = {
        quad.subject: quad.object.value
        for quad in quads
        if quad.predicate.value == DQV + "value" and isinstance(quad.object, Literal)
    }
    edition = f"{BASE}quality/measurement/jutenkeikaku-2023/"
    assert own[NamedNode(edition + "measures")] == "154"
    assert int(own[NamedNode(BASE + "quality/measurement/reference/systems")]) > 80
    assert own[NamedNode(edition + "extraction-leads-recall")] == "0.9877"
    assert own[NamedNode(edition + "observation-quote")] == "1"
    assert {quad.graph_name for quad in quads} == {NamedNode(BASE + "graph/catalogue")}
    assert len(quads) == len(set(quads))
