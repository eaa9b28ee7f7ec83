"""The suites, a host for servers, and the figures that a run prints at its end."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from w3c.hosting import Host
from w3c.suites import UnavailableError, fetched

_FIGURES = pytest.StashKey[dict[str, Counter[str]]]()


@pytest.fixture(scope="session")
def suites() -> Path:
    """The folder with the W3C's suites; skips where they cannot be fetched."""
    try:
        return fetched()
    except UnavailableError as error:
        pytest.skip(f"the W3C's suites are not here: {error}")


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """A process that starts servers."""
    with Host() as started:
        yield started


@pytest.fixture(scope="session")
def deviations() -> dict[str, dict[str, str]]:
    """Suite -> test -> why the engine answers otherwise; reviewed by people."""
    found: dict[str, dict[str, str]] = {}
    path = Path(__file__).with_name("deviations.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            found.setdefault(line["suite"], {})[line["test"]] = line["reason"]
    return found


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> dict[str, Counter[str]]:
    """Suite -> counts of tests that passed, and deviate; respelled: passed with equal values."""
    return request.config.stash.setdefault(_FIGURES, {})


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print how many tests of each suite passed."""
    figures = config.stash.get(_FIGURES, {})
    if not figures:
        return
    terminalreporter.section("W3C SPARQL test suites")
    total: Counter[str] = Counter()
    for suite, counts in sorted(figures.items()):
        terminalreporter.write_line(f"{suite:46} {_sentence(counts)}")
        total += counts
    terminalreporter.write_line(f"{'all':46} {_sentence(total)}")


def _sentence(counts: Counter[str]) -> str:
    if counts.keys() == {"skipped"}:
        return f"{counts['skipped']} not run"
    told = f"{counts['passed']} passed"
    if counts["respelled"]:
        told += f" ({counts['respelled']} with values spelled otherwise)"
    return told + "".join(
        f", {counts[name]} {words}"
        for name, words in (("deviating", "known to deviate"), ("skipped", "not run"))
        if counts[name]
    )
