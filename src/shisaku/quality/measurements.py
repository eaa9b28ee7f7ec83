"""A store, its report and extraction scores come in; quality measurements (DQV) leave as quads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.config import Config
from shisaku.quality.compilation import query_text
from shisaku.quality.engine import rows
from shisaku.quality.model import Report, Severity, Text

_METRICS = Path(__file__).parent / "metrics.toml"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DQV = "http://www.w3.org/ns/dqv#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABEL = _SKOS + "prefLabel"
_DATATYPES = {int: _XSD + "integer", float: _XSD + "decimal"}
_SCORES = {
    "precision": Text("適合率", "precision"),
    "recall": Text("再現率", "recall"),
    "f1": Text("F1値", "F1"),
}
_RESULTS = {
    Severity.VIOLATION: Text("未解決の違反の数", "Number of open violations"),
    Severity.WARNING: Text("警告の数", "Number of warnings"),
    Severity.INFO: Text("お知らせの数", "Number of notes"),
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure: the key of its metric, what it means, its dimension and the value.

    value: a whole number, or a share from 0 to 1 as a float.
    """

    key: str
    name: Text
    dimension: str
    value: int | float


@cache
def _metrics() -> tuple[tuple[dict[str, str], ...], dict[str, Text]]:
    """Return the entries of the metric table, and the names of the dimensions."""
    table = tomllib.loads(_METRICS.read_text(encoding="utf-8"))
    dimensions = {key: Text(said["ja"], said["en"]) for key, said in table["dimension"].items()}
    return tuple(table["metric"]), dimensions


def figures(
    store: Store, report: Report, scores: Mapping[str, Mapping[str, float]] | None = None
) -> tuple[Measurement, ...]:
    """Return all figures in the order of the metric table.

    scores: extraction scores, field -> precision, recall, f1 (each from 0 to 1).
    """
    found = [_measured(store, entry) for entry in _metrics()[0]]
    found.append(
        Measurement("checks", Text("検査の数", "Number of checks"), "conformance", report.checked)
    )
    for severity, name in _RESULTS.items():
        key = f"{severity.value.lower()}s"
        found.append(Measurement(key, name, "conformance", report.count(severity)))
    accepted = sum(report.count(severity, accepted=True) for severity in Severity)
    name = Text("承認済みの例外の数", "Number of accepted exceptions")
    found.append(Measurement("exceptions", name, "conformance", accepted))
    for field, values in sorted((scores or {}).items()):
        for score, said in _SCORES.items():
            if score in values:
                name = Text(f"読み取りの{said.ja}（{field}）", f"Extraction {said.en}: {field}")
                found.append(
                    Measurement(f"extraction-{field}-{score}", name, "accuracy", values[score])
                )
    return tuple(found)


def _measured(store: Store, entry: Mapping[str, str]) -> Measurement:
    name = Text(entry["ja"], entry["en"])
    if entry["kind"] == "count":
        (row,) = rows(store, query_text("class_count").substitute(kind=entry["class"]))
        return Measurement(entry["key"], name, "size", _number(row["all"]))
    query = query_text("completeness").substitute(kind=entry["class"], path=entry["path"])
    (row,) = rows(store, query)
    everything = _number(row["all"])
    share = _number(row["having"]) / everything if everything else 1.0
    return Measurement(entry["key"], name, "completeness", share)


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def measurements(
    store: Store,
    report: Report,
    config: Config,
    scores: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterator[Quad]:
    """Yield the figures as dqv:QualityMeasurement in the catalogue graph.

    They are computed on the editions of the report; shares have four decimals.
    """
    base = config.base_iri
    graph = NamedNode(base + "graph/catalogue")

    def quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(NamedNode(subject), NamedNode(predicate), value, graph)

    def labelled(subject: str, kind: str, predicate: str, name: Text) -> Iterator[Quad]:
        yield quad(subject, _TYPE, NamedNode(_DQV + kind))
        yield quad(subject, predicate, Literal(name.ja, language="ja"))
        yield quad(subject, predicate, Literal(name.en, language="en"))

    found = figures(store, report, scores)
    for key, name in _metrics()[1].items():
        if any(figure.dimension == key for figure in found):
            yield from labelled(f"{base}quality/dimension/{key}", "Dimension", _LABEL, name)
    for figure in found:
        metric = f"{base}quality/metric/{figure.key}"
        own = f"{base}quality/measurement/{figure.key}"
        datatype = NamedNode(_DATATYPES[type(figure.value)])
        yield from labelled(metric, "Metric", _SKOS + "definition", figure.name)
        dimension = NamedNode(f"{base}quality/dimension/{figure.dimension}")
        yield quad(metric, _DQV + "inDimension", dimension)
        yield quad(metric, _DQV + "expectedDataType", datatype)
        yield quad(own, _TYPE, NamedNode(_DQV + "QualityMeasurement"))
        yield quad(own, _DQV + "isMeasurementOf", NamedNode(metric))
        yield quad(own, _DQV + "value", Literal(_lexical(figure.value), datatype=datatype))
        for edition in report.editions:
            yield quad(own, _DQV + "computedOn", NamedNode(edition))


def _lexical(value: int | float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4f}".rstrip("0").rstrip(".") or "0"
