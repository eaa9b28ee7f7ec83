"""A store becomes a quality report: ``check`` validates it and applies the accepted exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from shisaku.config import Config
from shisaku.quality.details import details_of
from shisaku.quality.engine import validate
from shisaku.quality.exceptions import accept, load_exceptions
from shisaku.quality.measurements import figures, measured
from shisaku.quality.merging import merged
from shisaku.quality.model import AcceptedException, Report, Severity
from shisaku.quality.report import refusal, report_json, report_quads, result_quads
from shisaku.quality.shapes import load_shapes, shapes_turtle
from shisaku.quality.view import QualityView, view_data, view_of

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = [
    "QualityView",
    "Report",
    "Severity",
    "accept",
    "check",
    "load_exceptions",
    "load_shapes",
    "measured",
    "merged",
    "refusal",
    "report_json",
    "report_quads",
    "result_quads",
    "shapes_turtle",
    "validate",
    "view_data",
    "view_of",
]


def check(
    store: Store,
    config: Config,
    today: date,
    exceptions: Iterable[AcceptedException] | None = None,
    several: bool = False,
) -> Report:
    """Validate the union of all graphs against Shisaku's shapes, with accepted exceptions.

    today: the day that the expiry dates are compared with; exceptions: those of the package
    when None; several: the report is to be merged with those of other stores. Ask ``refusal``
    before anything is published.
    """
    accepted = load_exceptions() if exceptions is None else exceptions
    report = accept(validate(store, load_shapes(), several), accepted, config.base_iri, today)
    return replace(
        report,
        details=details_of(report, store),
        figures=figures(store, report.editions, config.base_iri),
    )
