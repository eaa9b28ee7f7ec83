"""A report and its store come in; what a quality page prints leaves: rules, findings, quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from shisaku.addresses import address_of
from shisaku.quality.compilation import query_text
from shisaku.quality.engine import rows
from shisaku.quality.model import Outcome, Report, Result, Severity, Text


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One breach as a page prints it.

    name: of the focus node; quote: words of the plan it was read from, or empty; href: path
    below the base of the page that shows it, or the IRI itself; path: what was looked at;
    value: the offending value, readable; reason: why it is accepted, or None.
    """

    focus: str
    name: Text
    quote: str
    href: str
    path: str
    value: str
    reason: Text | None
    expires: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a page prints it; failed counts open breaches, accepted the excepted ones."""

    key: str
    iri: str
    group: str
    name: Text
    message: Text
    severity: str
    checked: int
    failed: int
    accepted: int
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """The whole page: totals by severity and the rules, those with findings first."""

    publishable: bool
    conforms: bool
    checked: int
    totals: dict[str, int]
    accepted: int
    rules: tuple[RuleRow, ...]
    unused: tuple[str, ...]
    expired: tuple[str, ...]


@dataclass(slots=True)
class _Details:
    """What the store says of one focus node."""

    names: dict[str, str] = field(default_factory=dict)
    notation: str = ""
    quote: str = ""


_RANK = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}


def quality_view(report: Report, store: Store, base: str) -> QualityView:
    """Return the view of a report; names and quotes are looked up in the store that was checked."""
    focuses = {result.focus for outcome in report.outcomes for result in outcome.results}
    details = _details(store, focuses)
    ordered = sorted(report.outcomes, key=_place)
    return QualityView(
        publishable=report.publishable,
        conforms=report.conforms,
        checked=report.checked,
        totals={severity.value: report.count(severity) for severity in Severity},
        accepted=sum(report.count(severity, accepted=True) for severity in Severity),
        rules=tuple(_rule(outcome, details, base) for outcome in ordered),
        unused=tuple(f"{item.shape} {item.node}" for item in report.unused),
        expired=tuple(f"{item.shape} {item.node}" for item in report.expired),
    )


def _place(outcome: Outcome) -> tuple[bool, int, str]:
    """Order of the rules on a page: what failed first, then by severity and key."""
    return (not outcome.results, _RANK[outcome.rule.severity], outcome.rule.key)


def _rule(outcome: Outcome, details: dict[str, _Details], base: str) -> RuleRow:
    rule = outcome.rule
    return RuleRow(
        key=rule.key,
        iri=rule.iri,
        group=rule.group,
        name=rule.name,
        message=rule.message,
        severity=rule.severity.value,
        checked=outcome.checked,
        failed=len(outcome.open),
        accepted=len(outcome.results) - len(outcome.open),
        findings=tuple(_finding(result, details, base) for result in outcome.results),
    )


def _finding(result: Result, details: dict[str, _Details], base: str) -> FindingRow:
    known = details.get(result.focus, _Details())
    ja = known.names.get("ja") or known.names.get("") or result.focus
    en = known.names.get("en") or ja
    number = f"{known.notation} " if known.notation and known.notation not in ja else ""
    accepted = result.accepted
    return FindingRow(
        focus=result.focus,
        name=Text(number + ja, number + en),
        quote=known.quote,
        href=page_of(result.focus, base),
        path=result.path or "",
        value=readable(result.value),
        reason=accepted.reason if accepted else None,
        expires=accepted.expires.isoformat() if accepted else "",
    )


def page_of(iri: str, base: str) -> str:
    """Return the page below the base that shows a resource, or the IRI where there is none."""
    address = address_of(iri.removeprefix(base)) if iri.startswith(base) else None
    if address is None:
        return iri
    fragment = f"#{address.fragment}" if address.fragment else ""
    return f"{address.document}.html{fragment}"


def readable(value: str | None) -> str:
    """Return a term in N-Triples syntax as people read it: an IRI, or the text of a literal."""
    if not value:
        return ""
    if value.startswith("<"):
        return value.strip("<>")
    text = value[1 : value.rindex('"')] if value.startswith('"') else value
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def _details(store: Store, focuses: Iterable[str]) -> dict[str, _Details]:
    """Look up names, notations and quotes of focus nodes in one query."""
    nodes = " ".join(f"<{iri}>" for iri in sorted(focuses) if not iri.startswith("_:"))
    found: dict[str, _Details] = defaultdict(_Details)
    for row in rows(store, query_text("focus_details").substitute(nodes=nodes)) if nodes else ():
        this, name, notation, exact = (row[key] for key in ("this", "name", "notation", "exact"))
        if not isinstance(this, NamedNode):
            continue
        known = found[this.value]
        if isinstance(name, Literal):
            known.names.setdefault(name.language or "", name.value)
        if isinstance(notation, Literal):
            known.notation = known.notation or notation.value
        if isinstance(exact, Literal):
            known.quote = known.quote or exact.value
    return dict(found)
