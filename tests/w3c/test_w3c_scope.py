"""What of the W3C's suites is not run, and that it is refused: nothing is left out unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from w3c.hosting import Host, Server
from w3c.suites import cases
from w3c.test_w3c_queries import SUITES

#: Suite -> number of tests, by the reason why they are not run.
UPDATES = {
    "sparql11/add": 8,
    "sparql11/basic-update": 13,
    "sparql11/clear": 4,
    "sparql11/copy": 6,
    "sparql11/delete": 19,
    "sparql11/delete-data": 6,
    "sparql11/delete-insert": 16,
    "sparql11/delete-where": 6,
    "sparql11/drop": 4,
    "sparql11/move": 6,
    "sparql11/syntax-update-1": 54,
    "sparql11/syntax-update-2": 1,
    "sparql11/update-silent": 13,
}
FEDERATION = {"sparql11/service": 7, "sparql11/syntax-fed": 3}
ENTAILMENT = {"sparql11/entailment": 66}
ELSEWHERE = {"sparql11/protocol", "sparql11/service-description"}


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
    assert found == {*SUITES, *skipped, *ELSEWHERE}
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
