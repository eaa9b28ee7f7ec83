"""SPARQL 1.1 Protocol, query side: one test a clause, against a running server."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from running import Server

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?name WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?name } ORDER BY ?name"
JSON = "application/sparql-results+json"


def _post(server: Server, body: bytes, content_type: str | None, path: str = "/sparql"):
    headers = {} if content_type is None else {"Content-Type": content_type}
    return server.client.post(path, content=body, headers=headers)


def test_query_via_get(files_server: Server) -> None:
    answer = files_server.query(ASK)
    assert answer.status_code == 200
    assert answer.json()["boolean"] is True


def test_query_via_url_encoded_post(files_server: Server) -> None:
    body = f"query={quote(ASK)}".encode()
    answer = _post(files_server, body, "application/x-www-form-urlencoded")
    assert answer.json()["boolean"] is True


def test_query_via_post_directly(files_server: Server) -> None:
    answer = _post(files_server, ASK.encode(), "application/sparql-query")
    assert answer.json()["boolean"] is True


def test_charset_parameter_may_say_utf8(files_server: Server) -> None:
    answer = _post(files_server, ASK.encode(), "application/sparql-query; charset=UTF-8")
    assert answer.status_code == 200


def test_query_text_is_unicode(files_server: Server) -> None:
    answer = files_server.query('ASK { ?s ?p "アリス"@ja }')
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 1),
        ({"default-graph-uri": "http://example.org/one"}, 2),
        ({"default-graph-uri": ["http://example.org/one", "http://example.org/two"]}, 4),
        ({"named-graph-uri": "http://example.org/one"}, 0),
        ({"default-graph-uri": "http://example.org/none"}, 0),
    ],
)
def test_dataset_of_the_request(
    files_server: Server, parameters: dict[str, str | list[str]], count: int
) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s <http://example.org/p> ?o }"
    rows = files_server.query(query, **parameters).json()["results"]["bindings"]
    assert int(rows[0]["n"]["value"]) == count


def test_dataset_of_the_request_wins_over_from(files_server: Server) -> None:
    query = (
        "SELECT ?s FROM <http://example.org/one> FROM NAMED <http://example.org/one> "
        "WHERE { GRAPH ?g { ?s <http://example.org/p> 2 } }"
    )
    assert files_server.query(query).json()["results"]["bindings"] == []
    given = {"named-graph-uri": "http://example.org/two"}
    rows = files_server.query(query, **given).json()["results"]["bindings"]
    assert [row["s"]["value"] for row in rows] == ["http://example.org/b"]


def test_graphs_in_the_address_of_a_direct_post(files_server: Server) -> None:
    path = "/sparql?named-graph-uri=http%3A%2F%2Fexample.org%2Ftwo"
    query = b"ASK { GRAPH ?g { ?s <http://example.org/p> 1 } }"
    answer = _post(files_server, query, "application/sparql-query", path)
    assert answer.json()["boolean"] is False


def test_a_triple_of_two_graphs_counts_once_in_their_merge(files_server: Server) -> None:
    query = "SELECT ?o WHERE { <http://example.org/both> <http://example.org/p> ?o }"
    graphs = ["http://example.org/one", "http://example.org/two"]
    rows = files_server.query(query, **{"default-graph-uri": graphs}).json()
    assert len(rows["results"]["bindings"]) == 1


def test_relative_graph_iri_is_refused(files_server: Server) -> None:
    answer = files_server.query(ASK, **{"default-graph-uri": "one"})
    assert (answer.status_code, answer.json()["type"][-9:]) == (400, "graph-iri")


def test_repeated_query_is_400(files_server: Server) -> None:
    answer = files_server.client.get(f"/sparql?query={quote(ASK)}&query={quote(ASK)}")
    assert answer.status_code == 400


def test_missing_query_is_400(files_server: Server) -> None:
    answer = files_server.client.get("/sparql?default-graph-uri=http://example.org/")
    assert answer.status_code == 400
    answer = _post(files_server, b"", "application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_form_without_content_type_is_refused(files_server: Server) -> None:
    assert _post(files_server, f"query={quote(ASK)}".encode(), None).status_code == 415


def test_query_without_content_type_is_refused(files_server: Server) -> None:
    assert _post(files_server, ASK.encode(), None).status_code == 415


def test_wrong_content_type_is_refused(files_server: Server) -> None:
    assert _post(files_server, ASK.encode(), "text/plain").status_code == 415


def test_other_charset_is_refused(files_server: Server) -> None:
    body = ASK.encode("utf-16")
    answer = _post(files_server, body, "application/sparql-query; charset=UTF-16")
    assert answer.status_code == 415


def test_body_that_is_not_utf8_is_refused(files_server: Server) -> None:
    assert _post(files_server, b"ASK { \xff }", "application/sparql-query").status_code == 400
    assert files_server.client.get("/sparql?query=ASK%20%FF").status_code == 400


def test_other_methods_are_405_with_allow(files_server: Server) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = files_server.client.request(method, f"/sparql?query={quote(ASK)}")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_syntax_error_is_400_with_line_column_and_hint(files_server: Server) -> None:
    answer = files_server.query("SELECT *\nWHERE { ?s foaf:name ?o }")
    told = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert (told["line"], told["status"]) == (2, 400)
    assert "PREFIX" in told["hint"]
    assert answer.headers["vary"] == "Accept"


def test_syntax_error_is_a_sentence_for_people(files_server: Server) -> None:
    answer = files_server.query("SELECT", "text/html")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "not SPARQL 1.1" in answer.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"update=CLEAR%20ALL", "application/x-www-form-urlencoded"),
        (b"CLEAR ALL", "application/sparql-update"),
        (b"query=INSERT%20DATA%20%7B%7D", "application/x-www-form-urlencoded"),
        (b"BASE <http://x/> DELETE WHERE { ?s ?p ?o }", "application/sparql-query"),
    ],
)
def test_updates_are_refused_with_a_reason(
    files_server: Server, body: bytes, content_type: str
) -> None:
    answer = _post(files_server, body, content_type)
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("update-refused")
    assert "read-only" in answer.json()["detail"]


def test_head_has_the_headers_and_no_body(files_server: Server) -> None:
    get = files_server.query(ASK)
    head = files_server.client.head("/sparql", params={"query": ASK})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "etag", "content-length", "vary"):
        assert head.headers[name] == get.headers[name]


def test_options_and_cors_without_credentials(files_server: Server) -> None:
    headers = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = files_server.client.options("/sparql", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers
    assert files_server.query(ASK).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (JSON, JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", JSON),
        ("application/*;q=0.5, text/csv;q=0.4", JSON),
    ],
)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_formats_of_select_and_ask(
    files_server: Server, query: str, accept: str, content_type: str
) -> None:
    answer = files_server.query(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/n-quads", "application/n-quads"),
        ("application/trig", "application/trig"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("*/*", "text/turtle; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(
    "query", ["DESCRIBE <http://example.org/bob>", "CONSTRUCT WHERE { ?s ?p ?o }"]
)
def test_formats_of_construct_and_describe(
    files_server: Server, query: str, accept: str, content_type: str
) -> None:
    import pyoxigraph

    answer = files_server.query(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    form = pyoxigraph.RdfFormat.from_media_type(content_type)
    quads = list(pyoxigraph.parse(answer.content, form))
    assert any("Bob" in str(quad.object) for quad in quads)


def test_406_lists_the_choices_of_the_kind_of_result(files_server: Server) -> None:
    answer = files_server.query(SELECT, "text/turtle")
    assert answer.status_code == 406
    assert answer.json()["choices"][0] == JSON
    answer = files_server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv")
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["choices"]
    assert answer.headers["vary"] == "Accept"


def test_format_parameter_stands_in_for_accept(files_server: Server) -> None:
    answer = files_server.query(SELECT, "text/html", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    unknown = files_server.query(SELECT, "text/csv", format="docx")
    assert unknown.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("json", "application/ld+json"),
        ("csv", "text/turtle; charset=utf-8"),
    ],
)
def test_format_parameter_names_what_clients_call_formats(
    files_server: Server, name: str, content_type: str
) -> None:
    answer = files_server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", format=name)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)


def test_strong_etag_and_304(files_server: Server) -> None:
    first = files_server.query(SELECT)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    headers = {"If-None-Match": f'"other", {etag}'}
    again = files_server.client.get("/sparql", params={"query": SELECT}, headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    other = files_server.query(SELECT, "text/csv")
    assert other.headers["etag"] != etag


def test_gzip_where_accepted_and_not_twice(files_server: Server) -> None:
    query = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c }"
    client = files_server.client
    packed = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    plain = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != packed.headers["etag"]
    assert len(plain.json()["results"]["bindings"]) == len(packed.json()["results"]["bindings"])


def test_too_long_a_query_is_413(files_server: Server) -> None:
    body = b"ASK {}" + b" " * 4 * 2**20
    answer = _post(files_server, body, "application/sparql-query")
    assert answer.status_code == 413


def test_line_ends_may_be_crlf_and_iris_relative(files_server: Server) -> None:
    query = "BASE <http://example.org/>\r\nASK\r\n{ # a remark\r\n <bob> ?p ?o }\r\n"
    assert files_server.query(query).json()["boolean"] is True


def test_page_of_results_needs_no_javascript(files_server: Server) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = files_server.query(SELECT, browser)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "アリス" in answer.text
    assert "<script" not in answer.text
    assert "O&#39;Neil" in answer.text
    answer = files_server.client.get("/sparql", headers={"Accept": browser})
    assert "<textarea" in answer.text
