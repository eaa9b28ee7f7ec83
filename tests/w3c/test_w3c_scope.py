"""What of the W3C's suites is not run, and that it is refused: nothing is left out unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from w3c.hosting import Host, Server
from w3c.scope import ELSEWHERE, ENTAILMENT, FEDERATION, PROTOCOL_TESTS, QUERIES, UPDATES
from w3c.suites import cases

HANDBOOK = Path(__file__).parents[2] / "docs" / "sparql.md"


@pytest.fixture(scope="module")
def server(host: Host) -> Iterator[Server]:
    """Serves nothing."""
    started = host.serve(())
    yield started
    started.close()


def test_every_suite_is_run_or_counted(suites: Path, figures: dict[str, Counter[str]]) -> None:
    """The archive has no other manifest of SPARQL."""
    found = {
        path.parent.relative_to(suites).as_posix()
        for family in ("dawg-data-r2", "sparql11")
        for path in (suites / family).glob("*/manifest.ttl")
    }
    skipped = {**UPDATES, **FEDERATION, **ENTAILMENT}
    assert found == {*QUERIES, *skipped, *ELSEWHERE}
    for suite, count in skipped.items():
        assert len(cases(suites, suite)) == count
    for reason, table in (
        ("SPARQL Update: refused", UPDATES),
        ("SERVICE: refused", FEDERATION),
        ("entailment regimes: not offered", ENTAILMENT),
    ):
        figures[f"out of scope, {reason}"] = Counter(skipped=sum(table.values()))


def test_every_update_is_refused(suites: Path, server: Server) -> None:
    """No request of the update suites is carried out, whichever way it is sent."""
    asked = 0
    for update in _files(suites, UPDATES, "*.ru"):
        for kind in ("application/sparql-update", "application/sparql-query"):
            answer = server.client.post(
                "/sparql", content=update.read_bytes(), headers={"Content-Type": kind}
            )
            assert answer.status_code in (400, 403), update
            asked += 1
    assert asked > 200
    assert server.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json() == {
        "head": {},
        "boolean": False,
    }


def test_every_federated_query_is_refused(suites: Path, server: Server) -> None:
    """No query of the federation suites is evaluated: each names SERVICE as the reason."""
    for query in _files(suites, FEDERATION, "*.rq"):
        answer = server.client.post(
            "/sparql",
            content=query.read_bytes(),
            headers={"Content-Type": "application/sparql-query"},
        )
        assert answer.status_code == 403, query
        assert answer.json()["type"].endswith("service-refused"), query


def _files(root: Path, suites: dict[str, int], pattern: str) -> list[Path]:
    return sorted(path for suite in suites for path in (root / suite).glob(pattern))


def test_the_handbook_gives_the_figures(deviations: dict[str, dict[str, str]]) -> None:
    """docs/sparql.md says how many tests are run, and how many are known to deviate."""
    text = HANDBOOK.read_text(encoding="utf-8")
    run = sum(map(sum, QUERIES.values())) + PROTOCOL_TESTS
    deviating = [reason for tests in deviations.values() for reason in tests.values()]
    engine = [reason for reason in deviating if reason.startswith("engine: ")]
    assert f"{run - len(deviating)} of {run}" in text
    assert f"{len(engine)} where the engine differs" in text
    assert f"{len(deviating) - len(engine)} that later texts changed" in text
    for table in (UPDATES, FEDERATION, ENTAILMENT):
        assert f"({sum(table.values())})" in text
