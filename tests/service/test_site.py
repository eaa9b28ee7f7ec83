"""A release on the web: files, negotiation from IRIs, caching, and what must not be reachable."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import Server, running
from small_release import RELEASE_FILES, switch, write_release

from shisaku.release.store import whole_store

MEASURE = "/plan/2023/measure/4-8"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"{MEASURE}.html", "text/html; charset=utf-8"),
        (f"{MEASURE}.ttl", "text/turtle; charset=utf-8"),
        (f"{MEASURE}.jsonld", "application/ld+json"),
        (f"{MEASURE}.nt", "application/n-triples"),
        (f"{MEASURE}.rdf", "application/rdf+xml"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/data/shisaku.nq", "application/n-quads"),
        ("/catalog.ttl", "text/turtle; charset=utf-8"),
        ("/catalog.jsonld", "application/ld+json"),
        ("/catalog.rdf", "application/rdf+xml"),
    ],
)
def test_files_have_their_media_type(release_server: Server, path: str, content_type: str) -> None:
    answer = release_server.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "accept", "language", "location"),
    [
        (MEASURE, "text/html", None, f"{MEASURE}.html"),
        (MEASURE, "text/html", "en", f"/en{MEASURE}.html"),
        (MEASURE, "text/html", "ja, en;q=0.5", f"{MEASURE}.html"),
        (MEASURE, "text/turtle", "en", f"{MEASURE}.ttl"),
        (MEASURE, "application/ld+json", None, f"{MEASURE}.jsonld"),
        (MEASURE, "application/n-triples", None, f"{MEASURE}.nt"),
        (MEASURE, "application/rdf+xml", None, f"{MEASURE}.rdf"),
        (MEASURE, None, None, f"{MEASURE}.html"),
        ("/plan/2023/passage/4-8/3", "text/html", None, f"{MEASURE}.html#passage-3"),
        ("/plan/2023/passage/4-8/3", "text/turtle", None, f"{MEASURE}.ttl#passage-3"),
        ("/org/soumu", "text/turtle", None, "/org/soumu.ttl"),
        ("/org", "text/html", None, "/org/index.html"),
        ("/.well-known/void", "text/turtle", None, "/.well-known/void.ttl"),
        ("/catalog", "application/rdf+xml", None, "/catalog.rdf"),
    ],
)
def test_an_iri_leads_to_its_document(
    release_server: Server, path: str, accept: str | None, language: str | None, location: str
) -> None:
    headers = {"Accept": accept or "*/*"}
    if language:
        headers["Accept-Language"] = language
    answer = release_server.client.get(path, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["location"] == location
    assert answer.headers["vary"] == "Accept, Accept-Language"


def test_an_iri_in_no_acceptable_format_is_406(release_server: Server) -> None:
    answer = release_server.client.get(MEASURE, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["choices"]


def test_unknown_is_404_and_gone_is_410_with_its_successor(release_server: Server) -> None:
    for path in ("/plan/2023/measure/99", "/nothing.html", "/en/", "/graph/x"):
        assert release_server.client.get(path).status_code == 404
    json = {"Accept": "application/problem+json"}
    for path in ("/plan/2023/measure/9-9", "/plan/2023/measure/9-9.ttl"):
        answer = release_server.client.get(path, headers=json)
        assert answer.status_code == 410
        assert answer.json()["successor"] == "/plan/2024/measure/9-9"
    page = release_server.client.get("/nothing", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    [
        "/../MANIFEST.json/../data/../../secret",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/secret",
        "/data/../../secret",
        "//etc/passwd",
        "/site/index.html/..",
        "/data/%00",
        "/store/CURRENT",
    ],
)
def test_no_path_leaves_the_release(release_server: Server, releases: Path, path: str) -> None:
    (releases / "secret").write_text("secret", encoding="utf-8")
    host = release_server.url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status in (400, 404)
    assert b"secret" not in answer.read()


def test_etag_from_the_manifest_304_and_gzip(release_server: Server) -> None:
    client = release_server.client
    plain = client.get("/assets/site.css", headers={"Accept-Encoding": "identity"})
    packed = client.get("/assets/site.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"]
    for answer in (plain, packed):
        again = client.get(
            "/assets/site.css",
            headers={
                "If-None-Match": answer.headers["etag"],
                "Accept-Encoding": answer.headers.get("content-encoding", "identity"),
            },
        )
        assert (again.status_code, again.content) == (304, b"")


def test_head_options_and_other_methods(release_server: Server) -> None:
    client = release_server.client
    head = client.head(f"{MEASURE}.html")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 0
    assert client.options("/").status_code == 204
    refused = client.put("/")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_pages_have_a_strict_policy(release_server: Server) -> None:
    policy = release_server.client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "wasm" not in policy
    editor = release_server.client.get("/sparql", headers={"Accept": "text/html"})
    assert "'wasm-unsafe-eval'" in editor.headers["content-security-policy"]


def test_default_graph_is_the_union_without_duplicates(release_server: Server) -> None:
    query = "SELECT ?name { <http://example.org/org/soumu> <http://xmlns.com/foaf/0.1/name> ?name }"
    assert len(release_server.query(query).json()["results"]["bindings"]) == 1


def test_service_description_tells_what_there_is(release_server: Server) -> None:
    import pyoxigraph as ox

    bodies = {}
    for name in ("text/turtle", "application/n-triples", "application/rdf+xml"):
        answer = release_server.client.get("/sparql", headers={"Accept": name})
        assert answer.headers["content-type"].startswith(name)
        bodies[name] = ox.Dataset(
            quad for quad in ox.parse(answer.content, ox.RdfFormat.from_media_type(name))
        )
    assert bodies["text/turtle"] == bodies["application/n-triples"]
    assert bodies["text/turtle"] == bodies["application/rdf+xml"]
    sd = "http://www.w3.org/ns/sparql-service-description#"
    store = ox.Store()
    store.extend(bodies["text/turtle"])
    query = (
        f"PREFIX sd: <{sd}> PREFIX void: <http://rdfs.org/ns/void#> SELECT ?name ?n {{ "
        "?service a sd:Service; sd:supportedLanguage sd:SPARQL11Query; "
        "sd:endpoint <http://example.org/sparql>; sd:feature sd:UnionDefaultGraph; "
        "sd:defaultDataset/sd:namedGraph [ sd:name ?name; sd:graph/void:triples ?n ] }"
    )
    found = {row["name"].value: int(row["n"].value) for row in store.query(query)}
    assert found == {
        "http://example.org/graph/plan/2023": 3,
        "http://example.org/graph/reference": 1,
    }


def test_void_is_counted_where_none_is_published(files_server: Server) -> None:
    import pyoxigraph as ox

    answer = files_server.client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    store = ox.Store()
    store.load(answer.content, ox.RdfFormat.TURTLE)
    query = (
        "PREFIX void: <http://rdfs.org/ns/void#> PREFIX ext: <http://ldf.fi/void-ext#> "
        "SELECT ?all ?persons ?names ?numbers { ?d a void:Dataset ; void:triples ?all ; "
        "void:classPartition [ void:class <http://xmlns.com/foaf/0.1/Person> ; "
        "void:entities ?persons ] ; "
        "void:propertyPartition [ void:property <http://xmlns.com/foaf/0.1/name> ; "
        "void:triples ?names ] ; ext:datatypePartition [ "
        "ext:datatype <http://www.w3.org/2001/XMLSchema#integer> ; void:triples ?numbers ] }"
    )
    (row,) = store.query(query)
    assert [int(row[name].value) for name in ("all", "persons", "names", "numbers")] == [
        11, 2, 5, 2,
    ]  # fmt: skip


def test_health_and_metrics(release_server: Server) -> None:
    health = release_server.client.get("/healthz")
    assert health.json() == {"ready": True, "release": "first"}
    assert health.headers["x-content-type-options"] == "nosniff"
    release_server.query("ASK {}")
    text = release_server.client.get("/metrics").text
    assert 'shisaku_requests_total{route="sparql",status="200"}' in text
    assert "shisaku_workers_idle " in text


def test_a_release_with_a_store_folder_is_served_from_it(tmp_path: Path) -> None:
    release = write_release(tmp_path, "r1", RELEASE_FILES)
    whole_store([release / "data/shisaku.nq"], release)
    (release / "data/shisaku.nq").write_text("not read", encoding="utf-8")
    switch(tmp_path, "r1")
    with running(releases=tmp_path, base_iri="http://example.org/", deadline=1.0) as server:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert server.query(count, format="csv").text == "n\r\n3\r\n"
        named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        assert server.query(named, format="csv").text == "n\r\n4\r\n"
        assert server.client.get("/sparql").status_code == 200


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[tuple[Path, Server]]:
    """A server over releases that this test changes."""
    write_release(tmp_path, "r1", RELEASE_FILES)
    switch(tmp_path, "r1")
    with running(releases=tmp_path, reload_seconds=0.1) as server:
        yield tmp_path, server


def test_hot_reload_loses_no_request(moving: tuple[Path, Server]) -> None:
    folder, server = moving
    query = "ASK { <http://example.org/release> <http://example.org/p> 2 }"
    changed = dict(RELEASE_FILES)
    changed["data/shisaku.nq"] += (
        "<http://example.org/release> <http://example.org/p> "
        '"2"^^<http://www.w3.org/2001/XMLSchema#integer> <http://example.org/g> .\n'
    )
    changed["site/index.html"] = "<!doctype html><title>second</title>"
    stop = threading.Event()

    def ask(_: int) -> list[tuple[int, bool]]:
        seen = []
        while not stop.is_set():
            answer = server.query(query)
            seen.append((answer.status_code, answer.json().get("boolean")))
        return seen

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(ask, number) for number in range(4)]
        time.sleep(0.3)
        write_release(folder, "r2", changed)
        switch(folder, "r2")
        patience = time.monotonic() + 30
        while server.client.get("/healthz").json()["release"] != "r2":
            assert time.monotonic() < patience
            time.sleep(0.05)
        time.sleep(0.3)
        stop.set()
        seen = [pair for job in jobs for pair in job.result()]
    assert {status for status, _ in seen} == {200}
    assert {found for _, found in seen} == {True, False}
    assert server.client.get("/healthz").json()["release"] == "r2"
    assert "second" in server.client.get("/").text


def test_a_broken_release_is_not_taken_up(moving: tuple[Path, Server]) -> None:
    folder, server = moving
    broken = dict(RELEASE_FILES)
    broken["data/shisaku.nq"] = "this is no RDF"
    write_release(folder, "r3", broken)
    switch(folder, "r3")
    time.sleep(0.8)
    assert server.query("ASK { ?s ?p ?o }").json()["boolean"] is True
    assert server.client.get("/healthz").json()["release"] == "r1"
