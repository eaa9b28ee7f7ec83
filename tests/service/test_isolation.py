"""Hostile queries end, the others do not notice, and nothing calls out."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import Server, running, worker_pids

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = {
    "three-way cross product": CROSS,
    "unbounded property path": (
        "SELECT (COUNT(*) AS ?n) { ?a (<http://example.org/next>|!<http://example.org/none>)* ?b "
        ". ?c (<http://example.org/next>|!<http://example.org/none>)* ?d }"
    ),
    "huge GROUP_CONCAT": "SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?d))) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "regular expression bomb": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "(a*)*(b*)*(x+x+)+y")) }',
}
DEADLINE = 1.0
WORKERS = 3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serves a chain of 3,000 things, with a short deadline and a small memory."""
    data = tmp_path_factory.mktemp("data") / "chain.nt"
    lines = [
        f"<http://example.org/{n}> <http://example.org/next> <http://example.org/{n + 1}> ."
        for n in range(3000)
    ]
    data.write_text("\n".join(lines), encoding="utf-8")
    with running(
        data,
        deadline=DEADLINE,
        memory=128,
        max_rows=500,
        cache_megabytes=0,
        queue=64,
        fast_workers=WORKERS,
    ) as found:
        yield found


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_query_ends_with_a_clear_answer(server: Server, name: str) -> None:
    started = time.monotonic()
    answer = server.query(HOSTILE[name])
    assert time.monotonic() - started < DEADLINE + 1
    assert answer.status_code == 503
    assert answer.json()["type"].rsplit("/", 1)[1] in ("query-timeout", "query-memory")
    assert int(answer.headers["retry-after"]) > 0


def test_simple_queries_do_not_wait_for_hostile_ones(server: Server) -> None:
    simple = "SELECT ?o { <http://example.org/7> ?p ?o }"
    with ThreadPoolExecutor(len(HOSTILE)) as pool:
        running_hostile = [pool.submit(server.query, query) for query in HOSTILE.values()]
        time.sleep(0.2)
        answered = 0
        while not all(job.done() for job in running_hostile):
            answer = server.query(simple)
            assert answer.status_code == 200
            answered += 1
        assert answered > 5
        assert {job.result().status_code for job in running_hostile} == {503}


def test_memory_limit_ends_the_query_not_the_service(server: Server) -> None:
    query = (
        "SELECT (STRLEN(?x) AS ?n) { { SELECT (GROUP_CONCAT(?y) AS ?x) "
        "{ ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?b), STR(?c)) AS ?y) } } }"
    )
    answer = server.query(query)
    assert answer.status_code == 503
    assert server.query("ASK {}").status_code == 200


def test_processes_are_replaced_and_memory_returns(server: Server) -> None:
    deadline = time.monotonic() + 5
    while len(worker_pids(server.pid)) != WORKERS and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(worker_pids(server.pid)) == WORKERS
    before = _memory(server)
    for query in HOSTILE.values():
        server.query(query)
    time.sleep(0.5)
    assert len(worker_pids(server.pid)) == WORKERS
    assert _memory(server) < before + 30 * 2**20


def _memory(server: Server) -> int:
    total = 0
    for pid in (server.pid, *worker_pids(server.pid)):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        total += sum(
            int(line.split()[1]) * 1024
            for line in rollup.splitlines()
            if line.startswith("Private_Dirty")
        )
    return total


def test_a_client_that_hangs_up_ends_its_query(server: Server) -> None:
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as connection:
        path = "/sparql?query=" + CROSS.replace(" ", "%20")
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.3)
    time.sleep(0.4)
    assert "shisaku_queries_running_slow 0" in server.client.get("/metrics").text


def test_deep_nesting_is_refused_before_it_runs(server: Server) -> None:
    for query in (
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    ):
        answer = server.client.post(
            "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
        )
        assert answer.status_code == 400
        assert answer.json()["type"].endswith("query-too-deep")


def test_a_crash_of_the_parser_is_an_answer(server: Server) -> None:
    query = "ASK { FILTER(" + "!" * 400_000 + "true) }"
    answer = server.client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )
    assert answer.status_code in (200, 400, 503)
    assert server.query("ASK {}").status_code == 200


def test_killed_workers_and_nursery_come_back(server: Server) -> None:
    for pid in worker_pids(server.pid):
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    assert server.query("ASK {}").status_code == 200
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("ascii").split()
    for pid in children:
        os.kill(int(pid), signal.SIGKILL)
    patience = time.monotonic() + 20
    in_a_row = 0
    while in_a_row < 5 and time.monotonic() < patience:
        answer = server.query("ASK {}")
        assert answer.status_code in (200, 503)
        in_a_row = in_a_row + 1 if answer.status_code == 200 else 0
        time.sleep(0.03)
    assert in_a_row == 5


def test_queue_is_bounded_and_says_when_to_come_back(tmp_path: Path) -> None:
    data = tmp_path / "some.nt"
    data.write_text("<x:a> <x:b> <x:c> .\n" * 1, encoding="utf-8")
    lines = "\n".join(f"<x:{n}> <x:next> <x:{n + 1}> ." for n in range(1500))
    data.write_text(lines, encoding="utf-8")
    settings = {"fast_workers": 1, "slow_workers": 1, "slow_waiting": 1, "queue": 1}
    with (
        running(data, deadline=2.0, queue_per_client=1, **settings) as small,
        ThreadPoolExecutor(12) as pool,
    ):
        answers = list(pool.map(lambda _: small.query(CROSS), range(12)))
    codes = {answer.json()["type"].rsplit("/", 1)[1] for answer in answers}
    assert codes <= {"query-timeout", "queue-full", "client-queue-full"}
    assert "queue-full" in codes
    for answer in answers:
        assert answer.status_code in (429, 503)
        assert int(answer.headers["retry-after"]) > 0


@pytest.fixture
def listener() -> Iterator[tuple[str, list[int]]]:
    """A listening socket, and how many connections it got."""
    hits: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as accepting:

        def accept() -> None:
            while True:
                try:
                    connection, _ = accepting.accept()
                except OSError:
                    return
                hits.append(1)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{accepting.getsockname()[1]}/sparql", hits
        accepting.shutdown(socket.SHUT_RDWR)


CALLS = {
    "plain": "SELECT * { SERVICE <IRI> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <IRI> { ?s ?p ?o } }",
    "lower case": "SELECT * { service<IRI>{ ?s ?p ?o } }",
    "variable": "SELECT * { BIND(<IRI> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "prefix": "PREFIX x: <IRI> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "empty prefix without a space": "PREFIX : <IRI> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "base": "BASE <IRI> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "behind a number": "SELECT * { ?s ?p 1SERVICE <IRI> { ?s ?p ?o } }",
    "remark in between": "SELECT * { SERVICE # remark >\n <IRI> { ?s ?p ?o } }",
    "hidden in what looks like an IRI": (
        "SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE#>\n <IRI> { ?s ?p ?o } }"
    ),
    "in an EXISTS": "ASK { FILTER EXISTS { SERVICE <IRI> { ?s ?p ?o } } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <IRI> { ?s ?p ?o } } } }",
    "escaped letters": "SELECT * { \\u0053ERVICE <IRI> { ?s ?p ?o } }",
    "behind a string with a hash": "SELECT * { ?s ?p '#' SERVICE <IRI> { ?s ?p ?o } }",
    "behind an escaped hash": (
        "PREFIX e: <x:> SELECT * { ?s e:a\\# ?o SERVICE <IRI> { ?s ?p ?o } }"
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_service_opens_no_socket(
    server: Server, listener: tuple[str, list[int]], name: str
) -> None:
    iri, hits = listener
    answer = server.query(CALLS[name].replace("IRI", iri))
    assert answer.status_code in (400, 403)
    if name != "escaped letters":
        assert answer.json()["type"].endswith("service-refused")
        assert answer.json()["line"] >= 1
    time.sleep(0.02)
    assert hits == []


def test_workers_cannot_open_a_socket_even_if_the_reader_erred(
    server: Server, listener: tuple[str, list[int]]
) -> None:
    limits = Path(f"/proc/{min(worker_pids(server.pid))}/limits").read_text("ascii")
    row = next(line for line in limits.splitlines() if line.startswith("Max open files"))
    limit = int(row.split()[3])
    used = {int(p.name) for p in Path(f"/proc/{min(worker_pids(server.pid))}/fd").iterdir()}
    assert set(range(limit)) <= used


def test_words_that_only_look_like_service_are_answered(server: Server) -> None:
    for query in (
        "PREFIX service: <x:> SELECT ?service { ?service service:name 'SERVICE <x> { }' }",
        "SELECT ?service ?x { ?service ?x ?o . FILTER(STR(?o) != '# SERVICE <x:y> {') }",
        "ASK { <http://example.org/service#x> ?p ?o } # SERVICE <x:y> { }",
    ):
        assert server.query(query).status_code == 200


def test_listed_hosts_may_be_called_and_no_others(
    tmp_path: Path, listener: tuple[str, list[int]]
) -> None:
    iri, hits = listener
    data = tmp_path / "some.ttl"
    data.write_text("<x:a> <x:b> <x:c> .", encoding="utf-8")
    host = iri.split("/")[2]
    with running(data, allow_service=host) as open_server:
        answer = open_server.query(CALLS["plain"].replace("IRI", iri))
        assert answer.json()["type"].endswith("query-evaluation")
        assert len(hits) == 1
        for name in ("variable", "prefix", "base"):
            assert open_server.query(CALLS[name].replace("IRI", iri)).status_code == 403
        other = CALLS["plain"].replace("IRI", "http://127.0.0.1:1/sparql")
        assert open_server.query(other).status_code == 403
        disguised = CALLS["plain"].replace("IRI", f"http://{host}@127.0.0.1:1/sparql")
        assert open_server.query(disguised).status_code == 403
        assert len(hits) == 1


@pytest.mark.parametrize("accept", ["json", "xml", "csv", "tsv"])
def test_rows_are_cut_at_the_limit_and_it_is_said(server: Server, accept: str) -> None:
    answer = server.query("SELECT * { ?s ?p ?o }", format=accept)
    assert answer.headers["shisaku-truncated"] == "rows; limit=500"
    if accept == "json":
        told = json.loads(answer.text)
        assert len(told["results"]["bindings"]) == 500
        assert told["truncated"] == {"limit": "rows", "rows": 500}
        assert told["head"]["link"]
    elif accept == "xml":
        assert answer.text.count("<result>") == 500
        assert "<link href=" in answer.text
        assert "Truncated" in answer.text
    else:
        assert len(answer.text.splitlines()) == 501


def test_exactly_the_limit_is_no_truncation(server: Server) -> None:
    answer = server.query("SELECT * { ?s ?p ?o } LIMIT 500")
    assert "shisaku-truncated" not in answer.headers
    assert len(answer.json()["results"]["bindings"]) == 500


def test_graphs_are_cut_at_the_limit_and_it_is_said(server: Server) -> None:
    for name in ("ttl", "nt", "nq", "trig", "rdf"):
        answer = server.query("CONSTRUCT WHERE { ?s ?p ?o }", format=name)
        assert answer.headers["shisaku-truncated"] == "rows; limit=500"
        assert "Truncated: only the first 500 triples" in answer.text


def test_bytes_are_cut_at_the_limit(tmp_path: Path) -> None:
    data = tmp_path / "long.nt"
    long = "x" * 100_000
    lines = [f'<x:{n}> <x:p> "{n} {long}" .' for n in range(30)]
    data.write_text("\n".join(lines), encoding="utf-8")
    with running(data, max_megabytes=1) as server:
        for name in ("json", "xml", "csv", "tsv"):
            answer = server.query("SELECT * { ?s ?p ?o }", format=name)
            assert answer.headers["shisaku-truncated"] == f"bytes; limit={2**20}"
            assert len(answer.content) < 2**20 + 500
            if name == "json":
                assert 5 < len(answer.json()["results"]["bindings"]) < 12
        answer = server.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert answer.headers["shisaku-truncated"].startswith("bytes")
        assert len(answer.content) < 2**20 + 500
