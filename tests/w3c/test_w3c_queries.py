"""The evaluation and syntax tests of the W3C's SPARQL 1.0 and 1.1 suites, over HTTP."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from w3c.asking import Outcome, evaluated, parsed_or_refused, served
from w3c.hosting import Host
from w3c.scope import QUERIES
from w3c.suites import Case, cases

_EVALUATED = {"QueryEvaluationTest", "CSVResultFormatTest"}
_PARSED = {
    "PositiveSyntaxTest",
    "NegativeSyntaxTest",
    "PositiveSyntaxTest11",
    "NegativeSyntaxTest11",
}


@pytest.mark.parametrize("suite", QUERIES)
def test_suite(
    suite: str,
    suites: Path,
    host: Host,
    deviations: dict[str, dict[str, str]],
    figures: dict[str, Counter[str]],
    tmp_path: Path,
) -> None:
    """Every test passes but those that are listed with a reason, and these do not."""
    entries = [case for case in cases(suites, suite) if not case.withdrawn]
    kinds = Counter(case.kind for case in entries)
    counts = (sum(kinds[kind] for kind in _EVALUATED), sum(kinds[kind] for kind in _PARSED))
    assert counts == QUERIES[suite]
    wanted = [case for case in entries if case.kind in _EVALUATED | _PARSED]
    outcomes = _outcomes(wanted, host, tmp_path)
    faults = {name: outcome.faults for name, outcome in outcomes.items() if outcome.faults}
    known = deviations.get(suite, {})
    figures[suite] = Counter(
        passed=sum(counts) - len(faults),
        deviating=len(faults.keys() & known),
        respelled=sum(not outcome.literal and not outcome.faults for outcome in outcomes.values()),
    )
    unexpected = [f"{name}: {faults[name]}" for name in faults if name not in known]
    assert not unexpected, "\n".join(unexpected)
    assert not known.keys() - faults.keys(), "these pass, so they are no deviations"


def _outcomes(entries: list[Case], host: Host, folder: Path) -> dict[str, Outcome]:
    """Test -> how it went, over one server for each dataset."""
    outcomes = {}
    ordered = sorted(entries, key=_dataset)
    for _, group in groupby(ordered, key=_dataset):
        shared = list(group)
        server = served(host, shared[0], folder)
        try:
            for case in shared:
                ask = evaluated if case.kind in _EVALUATED else parsed_or_refused
                outcomes[case.name] = ask(case, server)
        finally:
            server.close()
    return outcomes


def _dataset(case: Case) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    if case.kind in _PARSED:
        return ((), ())
    return (case.data, case.named)
