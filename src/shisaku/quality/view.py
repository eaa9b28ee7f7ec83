"""A report comes in; what a quality page prints leaves: rules, findings, names and quotes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from shisaku.addresses import address_of
from shisaku.quality.model import Details, Outcome, Report, Result, Severity, Text


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


_FIELDS = {
    kind: tuple(item.name for item in fields(kind))
    for kind in (QualityView, RuleRow, FindingRow, Text)
}
_RANK = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}


def view_of(report: Report, base: str, editions: Collection[str] | None = None) -> QualityView:
    """Return the view of a report.

    editions: IRIs of those whose findings are printed, besides the findings about resources of
    no edition; all when None. Every count is of the whole report.
    """
    shown = report if editions is None else report.about(editions)
    pairs = zip(report.outcomes, shown.outcomes, strict=True)
    ordered = sorted(pairs, key=lambda pair: _place(pair[0]))
    return QualityView(
        publishable=report.publishable,
        conforms=report.conforms,
        checked=report.checked,
        totals={severity.value: report.count(severity) for severity in Severity},
        accepted=sum(report.count(severity, accepted=True) for severity in Severity),
        rules=tuple(_rule(whole, printed, report.details, base) for whole, printed in ordered),
        unused=tuple(f"{item.shape} {item.node}" for item in report.unused),
        expired=tuple(f"{item.shape} {item.node}" for item in report.expired),
    )


def view_data(view: QualityView) -> dict[str, Any]:
    """Return a view as plain dictionaries, lists and text, keys in the order of the fields."""
    plain: dict[str, Any] = _plain(view)
    return plain


def _plain(value: Any) -> Any:
    """Return what dataclasses.asdict gives, but copy nothing: a view cannot change."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if names := _FIELDS.get(type(value)):
        return {name: _plain(getattr(value, name)) for name in names}
    return value


def _place(outcome: Outcome) -> tuple[bool, int, str]:
    """Order of the rules on a page: what failed first, then by severity and key."""
    return (not outcome.results, _RANK[outcome.rule.severity], outcome.rule.key)


def _rule(outcome: Outcome, printed: Outcome, details: Mapping[str, Details], base: str) -> RuleRow:
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
        findings=tuple(_finding(result, details, base) for result in printed.results),
    )


def _finding(result: Result, details: Mapping[str, Details], base: str) -> FindingRow:
    known = details.get(result.focus, Details())
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
