"""What a quality run says: rules, what each checked, results, and the exceptions accepted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

SH = "http://www.w3.org/ns/shacl#"


class Severity(StrEnum):
    """Severities of SHACL, clause 2.1.4: what stops a publish, is reported, or is counted."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def iri(self) -> str:
        """IRI of the severity."""
        return SH + self.value


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Japanese and English."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape with constraints of its own, as a person reads it.

    iri: of the shape; key: last part of the IRI, for example ``Measure-notation``;
    group: key of the node shape that it belongs to; path: predicate IRI, or a SPARQL property
    path, or None for the resource itself; components: IRIs of the constraint components.
    """

    iri: str
    key: str
    group: str
    name: Text
    message: Text
    severity: Severity
    path: str | None
    components: tuple[str, ...]

    def __reduce__(self) -> tuple[Callable[..., Rule], tuple[Any, ...]]:
        """Come out of a pickle as the one rule of the process: reports repeat all 311 of them."""
        return _same_rule, tuple(getattr(self, item.name) for item in fields(self))


@lru_cache(maxsize=1000)
def _same_rule(*said: Any) -> Rule:
    return Rule(*said)


@dataclass(frozen=True, slots=True)
class AcceptedException:
    """A breach that a person has accepted in the open, until a day.

    shape: key of the rule; node: IRI of the focus node relative to the base, ``*`` for any one
    segment; by, on: who accepted it and when; expires: last day on which it holds.
    """

    shape: str
    node: str
    reason: Text
    by: str
    on: date
    expires: date


@dataclass(frozen=True, slots=True)
class Result:
    """One breach: sh:ValidationResult, SHACL clause 3.6.2.

    focus: IRI (or ``_:`` label); path: as in the rule; value: term in N-Triples syntax or None;
    component: IRI of the constraint component; accepted: the exception that covers it.
    """

    focus: str
    path: str | None
    value: str | None
    component: str
    accepted: AcceptedException | None = None

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Key that sorts results the same way in every run."""
        return (self.focus, self.path or "", self.value or "", self.component)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule found. checked: number of focus nodes that it looked at.

    shared: those of them that belong to no edition, so that other stores may hold them as well;
    None when nobody asked.
    """

    rule: Rule
    checked: int
    results: tuple[Result, ...]
    shared: frozenset[str] | None = None

    @property
    def open(self) -> tuple[Result, ...]:
        """Results that no exception covers."""
        return tuple(result for result in self.results if result.accepted is None)


@dataclass(frozen=True, slots=True)
class Details:
    """What the store that was checked says of a focus node: names by language and a quote."""

    names: Mapping[str, str] = field(default_factory=dict)
    notation: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure: the key of its metric, what it means, its dimension and the value.

    dataset: key of the data set that was measured, ``reference`` or ``jutenkeikaku-2023``;
    value: a whole number, or a share from 0 to 1 as a float.
    """

    key: str
    name: Text
    dimension: str
    dataset: str
    value: int | float


@dataclass(frozen=True, slots=True)
class Report:
    """Outcomes of all rules in the order of their keys, and the state of the exceptions.

    editions: IRIs of the plan editions that were validated, sorted; unused: exceptions of a
    validated edition that matched nothing; expired: exceptions whose last day is past; details:
    of the focus nodes with results; figures: measured on the graphs that were checked; partial:
    there are results that this report leaves out.
    """

    outcomes: tuple[Outcome, ...]
    editions: tuple[str, ...] = ()
    unused: tuple[AcceptedException, ...] = ()
    expired: tuple[AcceptedException, ...] = ()
    details: Mapping[str, Details] = field(default_factory=dict)
    figures: tuple[Measurement, ...] = ()
    partial: bool = False

    def about(self, editions: Collection[str], shared: bool = True) -> Report:
        """Return the report with the results of some editions only; all counts of checks stay.

        shared: also those of resources that belong to no edition.
        """

        known = frozenset(self.editions)

        def wanted(result: Result) -> bool:
            owner = owning_edition(result.focus, known)
            return owner in editions if owner else shared

        outcomes = tuple(
            replace(outcome, results=tuple(filter(wanted, outcome.results)))
            for outcome in self.outcomes
        )
        return replace(self, outcomes=outcomes, partial=self.partial or outcomes != self.outcomes)

    def count(self, severity: Severity, accepted: bool = False) -> int:
        """Return how many results of ``severity`` are open, or accepted."""
        return sum(
            (result.accepted is not None) == accepted
            for outcome in self.outcomes
            if outcome.rule.severity is severity
            for result in outcome.results
        )

    @property
    def checked(self) -> int:
        """Number of checks: focus nodes summed over the rules."""
        return sum(outcome.checked for outcome in self.outcomes)

    @property
    def conforms(self) -> bool:
        """sh:conforms, SHACL clause 3.6.1.1: no result at all, whatever its severity.

        A partial report says what the whole one says, since it left results out.
        """
        return not self.partial and not any(outcome.results for outcome in self.outcomes)

    @property
    def publishable(self) -> bool:
        """True when no open Violation and no expired exception stops a publish."""
        return not self.expired and self.count(Severity.VIOLATION) == 0


def owning_edition(iri: str, editions: Collection[str]) -> str | None:
    """Return the edition that a resource is or stands below, or None for a shared resource."""
    while iri and iri not in editions:
        iri = iri.rpartition("/")[0]
    return iri or None
