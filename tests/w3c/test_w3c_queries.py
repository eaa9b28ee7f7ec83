"""The evaluation and syntax tests of the W3C's SPARQL 1.0 and 1.1 suites, over HTTP."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from w3c.asking import Outcome, evaluated, parsed_or_refused, served
from w3c.hosting import Host
from w3c.suites import Case, cases

_EVALUATED = {"QueryEvaluationTest", "CSVResultFormatTest"}
_PARSED = {
    "PositiveSyntaxTest",
    "NegativeSyntaxTest",
    "PositiveSyntaxTest11",
    "NegativeSyntaxTest11",
}
#: Suite -> its tests of evaluation and of syntax.
SUITES: dict[str, tuple[int, int]] = {
    "dawg-data-r2/algebra": (14, 0),
    "dawg-data-r2/ask": (4, 0),
    "dawg-data-r2/basic": (27, 0),
    "dawg-data-r2/bnode-coreference": (1, 0),
    "dawg-data-r2/boolean-effective-value": (7, 0),
    "dawg-data-r2/bound": (1, 0),
    "dawg-data-r2/cast": (7, 0),
    "dawg-data-r2/construct": (5, 0),
    "dawg-data-r2/dataset": (12, 0),
    "dawg-data-r2/distinct": (11, 0),
    "dawg-data-r2/expr-builtin": (24, 0),
    "dawg-data-r2/expr-equals": (12, 0),
    "dawg-data-r2/expr-ops": (7, 0),
    "dawg-data-r2/graph": (11, 0),
    "dawg-data-r2/i18n": (5, 0),
    "dawg-data-r2/open-world": (18, 0),
    "dawg-data-r2/optional": (7, 0),
    "dawg-data-r2/optional-filter": (6, 0),
    "dawg-data-r2/reduced": (2, 0),
    "dawg-data-r2/regex": (4, 0),
    "dawg-data-r2/solution-seq": (13, 0),
    "dawg-data-r2/sort": (13, 0),
    "dawg-data-r2/syntax-sparql1": (0, 81),
    "dawg-data-r2/syntax-sparql2": (0, 53),
    "dawg-data-r2/syntax-sparql3": (0, 51),
    "dawg-data-r2/syntax-sparql4": (0, 12),
    "dawg-data-r2/syntax-sparql5": (0, 2),
    "dawg-data-r2/triple-match": (4, 0),
    "dawg-data-r2/type-promotion": (30, 0),
    "sparql11/aggregates": (23, 5),
    "sparql11/bind": (10, 0),
    "sparql11/bindings": (10, 0),
    "sparql11/construct": (4, 2),
    "sparql11/csv-tsv-res": (6, 0),
    "sparql11/exists": (5, 0),
    "sparql11/functions": (61, 0),
    "sparql11/grouping": (4, 2),
    "sparql11/json-res": (4, 0),
    "sparql11/negation": (11, 0),
    "sparql11/project-expression": (7, 0),
    "sparql11/property-path": (24, 0),
    "sparql11/subquery": (14, 0),
    "sparql11/syntax-query": (0, 86),
}


@pytest.mark.parametrize("suite", SUITES)
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
    assert counts == SUITES[suite]
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
