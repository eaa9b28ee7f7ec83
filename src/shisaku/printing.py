"""Results for people at a terminal: tables of findings and of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from shisaku.plan.evaluate import Evaluation, Hit
    from shisaku.release.check import Checked


def print_check(checked: Checked) -> None:
    """Print what is doubtful in a document: severity, code, place, message and quote."""
    console = Console()
    plan = checked.plan
    table = Table("severity", "code", "measure", "message", "quote", title=plan.source.name)
    for finding in checked.findings:
        table.add_row(
            finding.severity.value,
            finding.code,
            finding.measure or "",
            finding.message,
            finding.quote.exact if finding.quote else "",
        )
    console.print(table)
    for line in checked.accepted:
        console.print(f"Accepted exception: {line}", markup=False)
    areas = len(plan.areas)
    console.print(
        f"{len(plan.measures)} measures in {areas} areas, {len(checked.findings)} findings."
    )
    console.print(
        f"A publish would be refused: {checked.refused}"
        if checked.refused
        else "Can be published.",
        markup=False,
    )


def print_evaluation(evaluation: Evaluation) -> None:
    """Print precision, recall and F1 of each field, then every miss and false hit."""
    console = Console()
    table = Table("field", "precision", "recall", "F1", "found", "expected")
    for name, score in evaluation.fields.items():
        shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.f1))
        table.add_row(name, *shares, str(score.found), str(score.expected))
    console.print(table)
    for name, score in evaluation.fields.items():
        _print_hits(console, f"{name}: missed", score.missed)
        _print_hits(console, f"{name}: false", score.false)


def _print_hits(console: Console, title: str, hits: tuple[Hit, ...]) -> None:
    if not hits:
        return
    table = Table("measure", "entry", "passage", "text", title=title, title_justify="left")
    for hit in hits:
        table.add_row(hit.measure, hit.entry, hit.passage or "", hit.text or "")
    console.print(table)
