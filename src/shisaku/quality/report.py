"""A report comes in; the same in RDF (sh:ValidationReport), in JSON and as one sentence leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from shisaku.errors import ShisakuError
from shisaku.quality.model import SH, AcceptedException, Outcome, Report, Result, Severity, Text
from shisaku.quality.view import QualityView, view_data

RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
XSD = "http://www.w3.org/2001/XMLSchema#"
DCT = "http://purl.org/dc/terms/"
DC_CREATOR = NamedNode("http://purl.org/dc/elements/1.1/creator")
OA = "http://www.w3.org/ns/oa#"
ANNOTATION = NamedNode("http://www.w3.org/ns/dqv#QualityAnnotation")
ASSESSING = NamedNode(OA + "assessing")

Term = NamedNode | BlankNode | Literal


def quality_graph(base: str) -> NamedNode:
    """Return the name of the graph that holds the validation report."""
    return NamedNode(base + "graph/quality")


def report_quads(report: Report, base: str) -> Iterator[Quad]:
    """Yield the report in the SHACL vocabulary (clause 3.6), every node with an IRI."""
    graph = quality_graph(base)
    node = NamedNode(base + "quality/report")
    yield Quad(node, RDF_TYPE, NamedNode(SH + "ValidationReport"), graph)
    yield Quad(node, NamedNode(SH + "conforms"), Literal(report.conforms), graph)
    for edition in report.editions:
        yield Quad(node, NamedNode(DCT + "subject"), NamedNode(edition), graph)
    yield from result_quads(report, base)


def result_quads(report: Report, base: str) -> Iterator[Quad]:
    """Yield the results of a report alone, so that each edition can be written by itself.

    Results stand at ``quality/result/{rule}/{digest}``, the same for the same breach in every
    run; an accepted exception is a dqv:QualityAnnotation of its results.
    """
    graph = quality_graph(base)
    node = NamedNode(base + "quality/report")

    def quad(subject: NamedNode, predicate: str, value: Term) -> Quad:
        return Quad(subject, NamedNode(predicate), value, graph)

    said: set[AcceptedException] = set()
    for outcome in report.outcomes:
        for result in outcome.results:
            own = result_iri(outcome, result, base)
            yield quad(node, SH + "result", own)
            for predicate, value in _statements(outcome, result):
                yield quad(own, predicate, value)
            if result.accepted:
                annotation = exception_iri(result.accepted, base)
                yield quad(annotation, OA + "hasTarget", own)
                if result.accepted not in said:
                    said.add(result.accepted)
                    for predicate, value in _annotation(result.accepted):
                        yield quad(annotation, predicate, value)


def result_iri(outcome: Outcome, result: Result, base: str) -> NamedNode:
    """Return the IRI of a result, made from its rule and what it says."""
    digest = hashlib.sha256("\n".join(result.order).encode()).hexdigest()[:12]
    return NamedNode(f"{base}quality/result/{outcome.rule.key}/{digest}")


def exception_iri(item: AcceptedException, base: str) -> NamedNode:
    """Return the IRI of an accepted exception."""
    return NamedNode(f"{base}quality/exception/{item.shape}/{item.node.replace('/', '-')}")


def _said(predicate: str, text: Text) -> Iterator[tuple[str, Term]]:
    yield predicate, Literal(text.ja, language="ja")
    yield predicate, Literal(text.en, language="en")


def _statements(outcome: Outcome, result: Result) -> Iterator[tuple[str, Term]]:
    rule = outcome.rule
    yield RDF_TYPE.value, NamedNode(SH + "ValidationResult")
    yield SH + "focusNode", _focus(result.focus)
    if result.path and ":" in result.path and not set(result.path) & set("^|()<> "):
        yield SH + "resultPath", NamedNode(result.path)
    if result.value:
        yield SH + "value", term_of(result.value)
    yield SH + "resultSeverity", NamedNode(rule.severity.iri)
    yield SH + "sourceConstraintComponent", NamedNode(result.component)
    yield SH + "sourceShape", NamedNode(rule.iri)
    yield from _said(SH + "resultMessage", rule.message)


def _annotation(item: AcceptedException) -> Iterator[tuple[str, Term]]:
    day = NamedNode(XSD + "date")
    yield RDF_TYPE.value, ANNOTATION
    yield OA + "motivatedBy", ASSESSING
    yield from _said(DCT + "description", item.reason)
    yield DC_CREATOR.value, Literal(item.by)
    yield DCT + "issued", Literal(item.on.isoformat(), datatype=day)
    yield DCT + "valid", Literal(item.expires.isoformat(), datatype=day)


def _focus(focus: str) -> Term:
    return BlankNode(focus.removeprefix("_:")) if focus.startswith("_:") else NamedNode(focus)


def term_of(text: str) -> Term:
    """Return the term written in N-Triples syntax."""
    statement = next(iter(parse(f"<a:b> <a:b> {text} .".encode(), format=RdfFormat.N_TRIPLES)))
    value = statement.object
    return value if isinstance(value, NamedNode | BlankNode | Literal) else Literal(text)


def report_json(view: QualityView) -> bytes:
    """Return the view of a report as JSON in UTF-8, keys in the order of the dataclasses.

    All on one line: people have the page, and lines take Python four times as long.
    """
    return (json.dumps(view_data(view), ensure_ascii=False) + "\n").encode()


def refusal(report: Report) -> ShisakuError | None:
    """Return why the graph must not be published, or None when it may.

    The first open Violation is named, and how many there are.
    """
    if report.expired:
        item = report.expired[0]
        return ShisakuError(
            "exception-expired",
            f"the accepted exception for {item.shape} expired on {item.expires.isoformat()}.",
            item.node,
            "Look at it again, then renew or remove it.",
        )
    for outcome in report.outcomes:
        if outcome.rule.severity is Severity.VIOLATION and outcome.open:
            first, number = outcome.open[0], report.count(Severity.VIOLATION)
            return ShisakuError(
                "shape-violated",
                f"{outcome.rule.message.en} {number} violations in all.",
                first.focus,
                f"Rule {outcome.rule.key}" + (f", value {first.value}." if first.value else "."),
            )
    return None
