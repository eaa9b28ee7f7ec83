"""A store gives figures; a report that carries them leaves as quality measurements (DQV)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.config import Config
from shisaku.quality.compilation import query_text
from shisaku.quality.engine import rows
from shisaku.quality.model import Measurement, Report, Severity, Text

_METRICS = Path(__file__).parent / "metrics.toml"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DQV = "http://www.w3.org/ns/dqv#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
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


@cache
def _metrics() -> tuple[tuple[dict[str, str], ...], dict[str, Text]]:
    """Return the entries of the metric table, and the names of the dimensions."""
    table = tomllib.loads(_METRICS.read_text(encoding="utf-8"))
    dimensions = {key: Text(said["ja"], said["en"]) for key, said in table["dimension"].items()}
    return tuple(table["metric"]), dimensions


def figures(store: Store, editions: Iterable[str], base: str) -> tuple[Measurement, ...]:
    """Return the figures of each edition's graph and of the reference data.

    editions: IRIs of editions in the store.
    """
    graphs = {"reference": ["reference"], "edition": [iri.removeprefix(base) for iri in editions]}
    return tuple(
        _measured(store, entry, NamedNode(f"{base}graph/{path}"), path.replace("/", "-"))
        for entry in _metrics()[0]
        for path in graphs[entry["on"]]
    )


def _all_figures(
    report: Report, base: str, scores: Mapping[str, Mapping[str, float]]
) -> Iterator[Measurement]:
    """Yield the figures that a report carries, and those of the report itself for each edition."""
    yield from report.figures
    for iri in report.editions:
        dataset = iri.removeprefix(base).replace("/", "-")
        for key, name, dimension, value in _of_the_report(report, scores):
            yield Measurement(key, name, dimension, dataset, value)


def _of_the_report(
    report: Report, scores: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, Text, str, int | float]]:
    yield "checks", Text("検査の数", "Number of checks"), "conformance", report.checked
    for severity, name in _RESULTS.items():
        yield f"{severity.value.lower()}s", name, "conformance", report.count(severity)
    accepted = sum(report.count(severity, accepted=True) for severity in Severity)
    name = Text("承認済みの例外の数", "Number of accepted exceptions")
    yield "exceptions", name, "conformance", accepted
    for field, values in sorted(scores.items()):
        for score, said in _SCORES.items():
            if score in values:
                name = Text(f"読み取りの{said.ja}（{field}）", f"Extraction {said.en}: {field}")
                yield f"extraction-{field}-{score}", name, "accuracy", float(values[score])


def _measured(
    store: Store, entry: Mapping[str, str], graph: NamedNode, dataset: str
) -> Measurement:
    name = Text(entry["ja"], entry["en"])
    if entry["kind"] == "count":
        query = query_text("class_count").substitute(kind=entry["class"])
        (row,) = rows(store, query, graph)
        return Measurement(entry["key"], name, "size", dataset, _number(row["all"]))
    query = query_text("completeness").substitute(kind=entry["class"], path=entry["path"])
    (row,) = rows(store, query, graph)
    everything = _number(row["all"])
    share = _number(row["having"]) / everything if everything else 1.0
    return Measurement(entry["key"], name, "completeness", dataset, share)


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def measured(
    report: Report,
    config: Config,
    scores: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterator[Quad]:
    """Yield the figures as dqv:QualityMeasurement in the catalogue graph.

    Each is computed on a data set of the catalogue; shares have four decimals at most. scores:
    extraction scores, field -> precision, recall, f1 (each from 0 to 1).
    """
    base = config.base_iri
    graph = NamedNode(base + "graph/catalogue")

    def quad(subject: str, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(NamedNode(subject), NamedNode(predicate), value, graph)

    def labelled(subject: str, kind: str, name: Text) -> Iterator[Quad]:
        yield quad(subject, _TYPE, NamedNode(_DQV + kind))
        for predicate in (_SKOS + "prefLabel", _SKOS + "definition"):
            yield quad(subject, predicate, Literal(name.ja, language="ja"))
            yield quad(subject, predicate, Literal(name.en, language="en"))

    found = tuple(_all_figures(report, base, scores or {}))
    for key, name in _metrics()[1].items():
        if any(figure.dimension == key for figure in found):
            yield from labelled(f"{base}quality/dimension/{key}", "Dimension", name)
    for key, figure in {figure.key: figure for figure in found}.items():
        metric = f"{base}quality/metric/{key}"
        dimension = NamedNode(f"{base}quality/dimension/{figure.dimension}")
        yield from labelled(metric, "Metric", figure.name)
        yield quad(metric, _DQV + "inDimension", dimension)
        yield quad(metric, _DQV + "expectedDataType", NamedNode(_DATATYPES[type(figure.value)]))
    for figure in found:
        dataset = f"{base}dataset/{figure.dataset}"
        own = f"{base}quality/measurement/{figure.dataset}/{figure.key}"
        datatype = NamedNode(_DATATYPES[type(figure.value)])
        yield quad(own, _TYPE, NamedNode(_DQV + "QualityMeasurement"))
        yield quad(own, _DQV + "isMeasurementOf", NamedNode(f"{base}quality/metric/{figure.key}"))
        yield quad(own, _DQV + "computedOn", NamedNode(dataset))
        yield quad(own, _DQV + "value", Literal(_lexical(figure.value), datatype=datatype))
        yield quad(dataset, _DQV + "hasQualityMeasurement", NamedNode(own))


def _lexical(value: int | float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4f}".rstrip("0").rstrip(".") or "0"
