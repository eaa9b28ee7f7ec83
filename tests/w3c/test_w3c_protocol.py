"""The W3C's protocol and service description tests, carried out as their manifests word them.

The manifests hold sentences, not requests; each row below is one sentence as an exchange. The
dataset is four graphs, each with one triple that names it; the default graph has a triple of
its own. The tests of updates that must succeed cannot: the service is read-only and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import rdflib

from w3c.hosting import Host, Server
from w3c.scope import PROTOCOL_TESTS
from w3c.suites import cases

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
ONE, TWO, THREE = (f"http://example.org/data{number}" for number in (1, 2, 3))
SOLUTIONS = "application/sparql-results+xml, application/sparql-results+json, text/csv"
BOOLEANS = "application/sparql-results+xml, application/sparql-results+json"
GRAPHS = "application/rdf+xml, text/turtle, application/n-triples"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = f"""\
<http://example.org/default> <http://example.org/in> "default" .
<{ONE}> <http://example.org/in> "1" <{ONE}> .
<{TWO}> <http://example.org/in> "2" <{TWO}> .
<{THREE}> <http://example.org/in> "3" <{THREE}> .
"""
ASK_BOTH = f"ASK {{ <{ONE}> ?p ?o . <{TWO}> ?q ?r FILTER NOT EXISTS {{ <{THREE}> ?s ?t }} }}"
ASK_NAMED = (
    f"ASK {{ GRAPH <{ONE}> {{ <{ONE}> ?p ?o }} GRAPH <{TWO}> {{ <{TWO}> ?q ?r }} "
    f"FILTER NOT EXISTS {{ GRAPH <{THREE}> {{ ?s ?t ?u }} }} }}"
)
ASK_FULL = (
    f"ASK {{ <{ONE}> ?p ?o . GRAPH ?g {{ <{TWO}> ?q ?r }} "
    f"FILTER NOT EXISTS {{ GRAPH <{ONE}> {{ ?s ?t ?u }} }} }}"
)
ASK_PROTOCOL_WINS = f"ASK FROM <{ONE}> {{ <{TWO}> ?p ?o FILTER NOT EXISTS {{ <{ONE}> ?q ?r }} }}"
INSERT = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"


@dataclass(frozen=True)
class Exchange:
    """A request and what must come of it: a status, a truth, or one of several media types."""

    method: str = "GET"
    address: dict[str, str | list[str]] = field(default_factory=dict)
    kind: str | None = None
    body: bytes = b""
    accept: str = "*/*"
    status: int = 200
    truth: bool | None = None
    media_types: str = ""


def _form(**values: str | list[str]) -> bytes:
    return urlencode(
        {name.replace("_", "-"): value for name, value in values.items()}, doseq=True
    ).encode()


def _typed(query: str, accept: str) -> Exchange:
    return Exchange(address={"query": query}, accept=accept, media_types=accept)


QUERY_TESTS: dict[str, Exchange] = {
    "query_post_form": Exchange("POST", {}, FORM, _form(query="ASK {}"), truth=True),
    "query_dataset_default_graphs_get": Exchange(
        address={"query": ASK_BOTH, "default-graph-uri": [ONE, TWO]}, truth=True
    ),
    "query_dataset_default_graphs_post": Exchange(
        "POST", {}, FORM, _form(query=ASK_BOTH, default_graph_uri=[ONE, TWO]), truth=True
    ),
    "query_dataset_named_graphs_post": Exchange(
        "POST", {}, FORM, _form(query=ASK_NAMED, named_graph_uri=[ONE, TWO]), truth=True
    ),
    "query_dataset_named_graphs_get": Exchange(
        address={"query": ASK_NAMED, "named-graph-uri": [ONE, TWO]}, truth=True
    ),
    "query_dataset_full": Exchange(
        "POST",
        {},
        FORM,
        _form(query=ASK_FULL, default_graph_uri=ONE, named_graph_uri=[TWO, THREE]),
        truth=True,
    ),
    "query_multiple_dataset": Exchange(
        "POST", {}, FORM, _form(query=ASK_PROTOCOL_WINS, default_graph_uri=TWO), truth=True
    ),
    "query_get": Exchange(address={"query": "ASK {}"}, truth=True),
    "query_content_type_select": _typed("SELECT (1 AS ?value) {}", SOLUTIONS),
    "query_content_type_ask": _typed("ASK {}", BOOLEANS),
    "query_content_type_describe": _typed(f"DESCRIBE <{ONE}>", GRAPHS),
    "query_content_type_construct": _typed("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", GRAPHS),
    "query_post_direct": Exchange("POST", {}, DIRECT, b"ASK {}", truth=True),
    "bad_query_method": Exchange("PUT", {"query": "ASK {}"}, status=405),
    "bad_multiple_queries": Exchange(address={"query": ["ASK {}", "SELECT * {}"]}, status=400),
    "bad_query_wrong_media_type": Exchange("POST", {}, "text/plain", b"ASK {}", status=415),
    "bad_query_missing_form_type": Exchange("POST", {}, None, _form(query="ASK {}"), status=415),
    "bad_query_missing_direct_type": Exchange("POST", {}, None, b"ASK {}", status=415),
    "bad_query_non_utf8": Exchange(
        "POST", {}, f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), status=415
    ),
    "bad_query_syntax": Exchange(address={"query": "ASK {"}, status=400),
}
#: Updates that are wrong, and refused as such or because nothing may be changed.
BAD_UPDATE_TESTS: dict[str, Exchange] = {
    "bad_update_get": Exchange(address={"update": INSERT}, status=403),
    "bad_multiple_updates": Exchange("POST", {}, FORM, _form(update=[INSERT, INSERT]), status=403),
    "bad_update_wrong_media_type": Exchange("POST", {}, "text/plain", INSERT.encode(), status=415),
    "bad_update_missing_form_type": Exchange("POST", {}, None, _form(update=INSERT), status=415),
    "bad_update_non_utf8": Exchange(
        "POST", {}, f"{UPDATE}; charset=UTF-16", INSERT.encode("utf-16"), status=403
    ),
    "bad_update_syntax": Exchange("POST", {}, UPDATE, b"CREATE GRAPH", status=403),
    "bad_update_dataset_conflict": Exchange(
        "POST",
        {"using-named-graph-uri": ONE},
        UPDATE,
        f"WITH <{TWO}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}".encode(),
        status=403,
    ),
}
#: Updates that a writable service would carry out: out of scope, refused with a reason.
REFUSED_UPDATE_TESTS: dict[str, Exchange] = {
    "update_dataset_default_graph": Exchange(
        "POST", {"using-graph-uri": ONE}, UPDATE, INSERT.encode(), status=403
    ),
    "update_dataset_default_graphs": Exchange(
        "POST", {"using-graph-uri": [ONE, TWO]}, UPDATE, INSERT.encode(), status=403
    ),
    "update_dataset_named_graphs": Exchange(
        "POST", {"using-named-graph-uri": [ONE, TWO]}, UPDATE, INSERT.encode(), status=403
    ),
    "update_dataset_full": Exchange(
        "POST",
        {"using-graph-uri": ONE, "using-named-graph-uri": TWO},
        UPDATE,
        INSERT.encode(),
        status=403,
    ),
    "update_post_form": Exchange("POST", {}, FORM, _form(update=INSERT), status=403),
    "update_post_direct": Exchange("POST", {}, UPDATE, INSERT.encode(), status=403),
    "update_base_uri": Exchange("POST", {}, UPDATE, b"INSERT DATA { <a> <b> <c> }", status=403),
}


@pytest.fixture(scope="module")
def server(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serves the five graphs, at its own address."""
    path = tmp_path_factory.mktemp("protocol") / "data.nq"
    path.write_text(DATA, encoding="utf-8")
    started = host.serve((path,))
    yield started
    started.close()


@pytest.mark.parametrize("name", [*QUERY_TESTS, *BAD_UPDATE_TESTS])
def test_protocol(name: str, server: Server, figures: dict[str, Counter[str]]) -> None:
    """The exchange ends as the sentence of the manifest says."""
    exchange = (QUERY_TESTS | BAD_UPDATE_TESTS)[name]
    answer = _sent(exchange, server)
    assert answer.status_code == exchange.status, answer.text
    kind = answer.headers["content-type"].partition(";")[0]
    if exchange.truth is not None:
        assert answer.json()["boolean"] is exchange.truth
    if exchange.media_types:
        assert kind in exchange.media_types.split(", ")
    if exchange.status != 200:
        assert kind == "application/problem+json"
    figures.setdefault("sparql11/protocol", Counter())["passed"] += 1


@pytest.mark.parametrize("name", REFUSED_UPDATE_TESTS)
def test_update_is_refused_with_a_reason(name: str, server: Server) -> None:
    """The protocol's update side is answered with why there is none."""
    answer = _sent(REFUSED_UPDATE_TESTS[name], server)
    assert answer.status_code == 403
    assert "read-only" in answer.json()["detail"]


def test_every_entry_of_the_manifest_is_here(suites: Path) -> None:
    """No sentence of the manifest is left out."""
    names = {case.name for case in cases(suites, "sparql11/protocol")}
    assert names == {*QUERY_TESTS, *BAD_UPDATE_TESTS, *REFUSED_UPDATE_TESTS}
    assert len(QUERY_TESTS) + len(BAD_UPDATE_TESTS) + 3 == PROTOCOL_TESTS


def test_service_description(
    suites: Path, server: Server, figures: dict[str, Counter[str]]
) -> None:
    """returns-rdf, has-endpoint-triple and conforms-to-schema."""
    names = {case.name for case in cases(suites, "sparql11/service-description")}
    assert names == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
    answer = server.client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("text/turtle")
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    endpoints = list(graph.subject_objects(SD.endpoint))
    assert [str(address) for _, address in endpoints] == [f"{server.url}sparql"]
    assert (endpoints[0][0], rdflib.RDF.type, SD.Service) in graph
    for subject, predicate, value in graph:
        if predicate in _SCHEMA:
            domain, allowed = _SCHEMA[predicate]
            assert (subject, rdflib.RDF.type, domain) in graph
            assert allowed is None or (value, rdflib.RDF.type, allowed) in graph
        else:
            assert not str(predicate).startswith(str(SD)), predicate
    figures["sparql11/service-description"] = Counter(passed=3)


#: Property -> class of its subject, and of its value where the description says that itself.
_SCHEMA: dict[rdflib.term.Node, tuple[rdflib.URIRef, rdflib.URIRef | None]] = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, None),
    SD.resultFormat: (SD.Service, None),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}


def _sent(exchange: Exchange, server: Server) -> httpx.Response:
    headers = {"Accept": exchange.accept}
    if exchange.kind is not None:
        headers["Content-Type"] = exchange.kind
    address = f"/sparql?{urlencode(exchange.address, doseq=True)}".removesuffix("?")
    return server.client.request(
        exchange.method, address, content=exchange.body or None, headers=headers
    )
