"""Reports on several stores come in; one report as of a store of them all leaves.

Each edition is validated in a store of its own, next to the reference data and the vocabulary,
which all stores hold; so are periods, units and the plan. Nothing of these may count twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.quality.exceptions import accept, load_exceptions
from shisaku.quality.model import AcceptedException, Outcome, Report, Result, owning_edition


def merged(
    reports: Iterable[Report],
    config: Config,
    today: date,
    exceptions: Iterable[AcceptedException] | None = None,
) -> Report:
    """Return one report on everything that the reports are about, in the words of ``check``.

    A focus node that several stores hold counts once, a result is there once, and the accepted
    exceptions are applied anew, so that one is unused only where no edition needs it.
    Raises ShisakuError when a report of several does not say which focus nodes are shared.
    """
    held = tuple(reports)
    editions = frozenset(iri for report in held for iri in report.editions)
    whole = Report(
        outcomes=tuple(
            _outcome(same, editions)
            for same in zip(*(report.outcomes for report in held), strict=True)
        ),
        editions=tuple(sorted(editions)),
        details={iri: said for report in reversed(held) for iri, said in report.details.items()},
        figures=tuple(
            {
                (figure.dataset, figure.key): figure
                for report in reversed(held)
                for figure in report.figures
            }.values()
        ),
    )
    accepted = load_exceptions() if exceptions is None else exceptions
    return accept(whole, accepted, config.base_iri, today)


def _outcome(same: tuple[Outcome, ...], editions: frozenset[str]) -> Outcome:
    """Return what one rule found in all stores together."""
    if len(same) == 1:
        return same[0]
    shared: set[str] = set()
    own = 0
    for outcome in same:
        if outcome.shared is None:
            raise ShisakuError(
                "report-alone",
                "a report can be merged only when it says which focus nodes are shared.",
                outcome.rule.key,
            )
        shared |= outcome.shared
        own += outcome.checked - len(outcome.shared)
    shared = {iri for iri in shared if owning_edition(iri, editions) is None}
    results: set[Result] = {
        replace(result, accepted=None) for outcome in same for result in outcome.results
    }
    return Outcome(
        same[0].rule,
        own + len(shared),
        tuple(sorted(results, key=lambda result: result.order)),
        frozenset(shared),
    )
