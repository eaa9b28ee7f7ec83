"""A release goes into real stores, and the service stands before them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import stores

from shisaku.engine import push as pushing
from shisaku.engine.push import RemoteStore, push
from shisaku.errors import ShisakuError

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))
from running import Server, running
from small_release import RELEASE_FILES, write_release

MERGED = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
PLAN = "http://example.org/graph/plan/2023"
REFERENCE = "http://example.org/graph/reference"
PROGRAMS = {
    "oxigraph": (stores.oxigraph, stores.oxigraph_program, "PyPI package oxigraph"),
    "virtuoso": (stores.virtuoso, stores.virtuoso_program, "Debian package virtuoso-opensource"),
}


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RemoteStore]:
    """An empty store of each kind."""
    start, program, package = PROGRAMS[request.param]
    if program() is None:
        pytest.skip(f"{request.param} is not installed ({package})")
    with start(tmp_path_factory.mktemp(request.param)) as running_store:
        yield running_store


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small release."""
    return write_release(tmp_path_factory.mktemp("releases"), "first", RELEASE_FILES)


@pytest.fixture(scope="module")
def front(store: RemoteStore, release: Path) -> Iterator[Server]:
    """The service before a store that holds the release."""
    push(release, store)
    with running(endpoint=store.query, base_iri="http://example.org/", max_rows=3) as server:
        yield server


def _count(store: RemoteStore, graph: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    headers = {"Accept": "application/sparql-results+json"}
    answer = httpx.get(store.query, params={"query": query}, headers=headers, trust_env=False)
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_push_loads_every_graph_and_leaves_no_staging(store: RemoteStore, release: Path) -> None:
    done = push(release, store)
    assert done.graphs == {PLAN: 3, REFERENCE: 1}
    assert (_count(store, PLAN), _count(store, REFERENCE)) == (3, 1)
    assert _count(store, "urn:x-shisaku:staging:first:0") == 0
    assert push(release, store).kept == 2


def test_push_goes_on_where_it_was_cut_off(
    store: RemoteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = "<http://example.org/x> <http://example.org/y> <http://example.org/z> "
    files = dict(RELEASE_FILES)
    files["data/shisaku.nq"] = f"{extra}<{PLAN}> .\n{extra}<http://example.org/graph/new> .\n"
    changed = write_release(tmp_path, "second", files)
    before = _count(store, PLAN)
    with monkeypatch.context() as patch:
        patch.setattr(pushing, "_switch", lambda *_: "this is no update")
        with pytest.raises(ShisakuError) as caught:
            push(changed, store)
    assert caught.value.code == "push-refused"
    assert _count(store, PLAN) == before
    done = push(changed, store)
    assert done.kept == 2
    assert (_count(store, PLAN), _count(store, "http://example.org/graph/new")) == (1, 1)
    assert _count(store, REFERENCE) == 0


def test_front_answers_from_the_store(front: Server, store: RemoteStore, release: Path) -> None:
    push(release, store)
    with running(endpoint=store.query, max_rows=3) as server:
        rows = server.query(MERGED).json()["results"]["bindings"]
        assert {row["g"]["value"]: int(row["n"]["value"]) for row in rows} == {
            PLAN: 3,
            REFERENCE: 1,
        }
        assert server.query("ASK { ?s ?p ?o }").json()["boolean"] is True


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_front_cuts_and_says_so(front: Server, name: str) -> None:
    answer = front.query("SELECT ?x { VALUES ?x { 1 2 3 4 5 } }", format=name)
    assert answer.headers["shisaku-truncated"] == "rows; limit=3"
    if name == "json":
        assert len(answer.json()["results"]["bindings"]) == 3
    if name == "xml":
        assert answer.text.count("</result>") == 3
        assert answer.text.endswith("</sparql>")


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld", "nq", "trig"])
def test_front_gives_graphs_in_every_format(front: Server, name: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?o ; ?p ?o }"
    answer = front.query(query, format=name)
    assert answer.status_code == 200
    assert "総務省" in answer.text


def test_front_keeps_the_protocol(front: Server) -> None:
    given = {"default-graph-uri": REFERENCE}
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    rows = front.query(query, **given).json()["results"]["bindings"]
    assert rows[0]["n"]["value"] == "1"
    assert front.query("SELECT * {").status_code == 400
    assert front.query("CLEAR ALL").status_code == 403
    assert front.query("ASK { SERVICE <http://127.0.0.1:1/> {} }").status_code == 403
    assert front.query("define input:grab-all 'yes' SELECT * {}").status_code == 400


def test_push_of_what_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ShisakuError) as caught:
        push(tmp_path, RemoteStore("http://127.0.0.1:1/", "", ""))
    assert caught.value.code == "release-unreadable"


def test_push_to_a_store_that_is_not_there(release: Path) -> None:
    with pytest.raises(ShisakuError) as caught:
        push(release, RemoteStore("http://127.0.0.1:1/", "", ""))
    assert caught.value.code == "push-unreachable"
