"""A Plan: areas, measures and the facts in them, each with the quote it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from shisaku.document.model import SourceFile


class PassageKind(StrEnum):
    """What a passage is in the plan."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    KPI = "kpi"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class Passage:
    """One printed paragraph or line of a measure, the smallest thing that is quoted.

    id: measure number and 1-based ordinal, ``4-8/3``; section: the sub-heading in force
    (for example 行政手続) or None; text: as printed, without its list mark.
    """

    id: str
    measure: str
    ordinal: int
    kind: PassageKind
    text: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a fact stands: ``passage.text[start:end] == exact``, offsets in characters."""

    passage: str
    start: int
    end: int
    exact: str


class PeriodKind(StrEnum):
    """The calendar unit a period is written in."""

    FISCAL_YEAR = "fiscal-year"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends included.

    key: ``FY2027`` (1 April 2027 to 31 March 2028), ``2025``, ``2023-02``, ``2022-03-01``, or
    two keys joined by ``..`` for a range, for example ``2023-07..2023-08``.
    """

    key: str
    kind: PeriodKind
    start: date
    end: date


class Role(StrEnum):
    """What a figure says: a goal, a measurement, an expectation or money set aside."""

    TARGET = "target"
    ACTUAL = "actual"
    EXPECTED = "expected"
    BUDGET = "budget"


class Qualifier(StrEnum):
    """How exact or in which direction a figure is meant; the value is the printed word."""

    AT_LEAST = "以上"
    AT_MOST = "以下"
    ABOUT_LEVEL = "程度"
    ABOUT = "約"
    MORE_THAN = "超"
    LESS_THAN = "未満"
    DECREASE = "削減"
    INCREASE = "増加"
    EXPECTED = "見込"


class Cadence(StrEnum):
    """How often a figure is counted anew."""

    ANNUAL = "annual"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Value:
    """One number of an indicator, 万・億・割 expanded; period None means that none is printed."""

    role: Role
    number: Decimal
    unit: str | None
    period: Period | None
    qualifier: Qualifier | None
    cumulative: bool
    cadence: Cadence | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Indicator:
    """One KPI. text: as printed, continuation lines joined by a line feed; label: short form.

    ordinal: 1-based within the measure; quotes: one for each passage it is printed in.
    """

    ordinal: int
    label: str
    text: str
    values: tuple[Value, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A goal of the KPI block with a deadline and no number."""

    ordinal: int
    text: str
    period: Period
    quote: Quote
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead ministry as printed; scope where the plan splits the lead, for example 子育て."""

    name: str
    key: str | None
    scope: str | None
    quote: Quote


@dataclass(frozen=True, slots=True)
class Mention:
    """A system or organisation of the reference data, named in a measure.

    key: its reference key; name: canonical name; quotes: every place, in reading order.
    """

    key: str
    name: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class LawCitation:
    """A law cited in a measure. number: 平成15年法律第57号 or None where only the name is printed.

    law_id: e-Gov law id or None; article: as printed (第８条第３号) or None.
    """

    name: str
    number: str | None
    key: str
    law_id: str | None
    article: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One 施策. number: ``4-8``; position: 1-based place in the whole plan."""

    number: str
    title: str
    area: int
    position: int
    title_quote: Quote
    passages: tuple[Passage, ...]
    leads: tuple[Lead, ...]
    indicators: tuple[Indicator, ...]
    milestones: tuple[Milestone, ...]
    systems: tuple[Mention, ...]
    organisations: tuple[Mention, ...]
    laws: tuple[LawCitation, ...]
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A policy area; title as printed, or from the profile where the plan prints none."""

    number: int
    title: str
    printed: bool


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the document that was not placed, or looks like a misprint."""

    code: str
    severity: Severity
    measure: str | None
    message: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole edition: what was read from one document with one profile.

    key: path of the plan, ``jutenkeikaku``; edition: ``2023``.
    """

    key: str
    edition: str
    source: SourceFile
    areas: tuple[Area, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
