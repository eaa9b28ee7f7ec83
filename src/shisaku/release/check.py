"""One document goes in; what is doubtful in it comes out, and whether it could be published."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from shisaku.config import load_config
from shisaku.errors import ShisakuError
from shisaku.plan.model import Finding, Plan
from shisaku.quality import check as check_store
from shisaku.quality import refusal
from shisaku.release.built import built, line_of
from shisaku.release.editions import read_edition, verify_edition
from shisaku.release.order import Order, day_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read and what was doubtful; refused: why it could not be published, or None."""

    plan: Plan
    findings: tuple[Finding, ...]
    refused: ShisakuError | None
    accepted: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when nothing stops a publish."""
        return self.refused is None

    def to_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(
            {
                "source": asdict(self.plan.source),
                "measures": len(self.plan.measures),
                "passed": self.passed,
                "refused": str(self.refused) if self.refused else None,
                "accepted": list(self.accepted),
                "findings": [asdict(finding) for finding in self.findings],
            },
            ensure_ascii=False,
            indent=1,
        )


def check(source: Path, profile: str) -> Checked:
    """Read, extract, build and validate a document; writes nothing.

    Raises ShisakuError for a document or profile that cannot be read.
    """
    from shisaku.plan.profile import load_profile

    config = load_config()
    order = Order(((source, load_profile(profile)),), Path(), config, day_of(config.release_date))
    (given,) = order.sources
    edition = read_edition(given, oddities=True)
    verify_edition(given, edition)
    plan = edition.plan
    found = built([edition], line_of([edition.outline()], config), config)
    report = check_store(found.store, config, order.today)
    accepted = tuple(
        f"{result.focus} ({outcome.rule.name.en}): {result.accepted.reason.en}"
        for outcome in report.outcomes
        for result in outcome.results
        if result.accepted
    )
    return Checked(plan, plan.findings, refusal(report), accepted)
