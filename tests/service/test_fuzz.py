"""A thousand seeded malformed requests: no 5xx but 503, and the server lives."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from running import Server, running

REQUESTS = 1000
QUERIES = (
    b"SELECT * WHERE { ?s ?p ?o } LIMIT 3",
    b"CONSTRUCT WHERE { ?s ?p ?o }",
    b"ASK { GRAPH ?g { ?s ?p 'x'@en } FILTER(REGEX(STR(?s), '^a')) }",
    b"PREFIX e: <http://e/> SELECT (COUNT(*) AS ?n) { ?s e:p/e:q* ?o OPTIONAL { ?o e:r ?x } }",
)


def _bytes(rng: random.Random, most: int) -> bytes:
    return rng.randbytes(rng.randrange(most))


def _mutated(rng: random.Random) -> bytes:
    query = bytearray(rng.choice(QUERIES))
    for _ in range(rng.randrange(1, 6)):
        place = rng.randrange(len(query))
        kind = rng.randrange(4)
        if kind == 0:
            query[place] = rng.randrange(256)
        elif kind == 1:
            del query[place : place + rng.randrange(8)]
        elif kind == 2:
            query[place:place] = rng.choice([b"{", b"(", b"<", b'"', b"#", b"\\u0000", b"'''"])
        else:
            query += query[: rng.randrange(len(query) + 1)]
        if not query:
            query += b"A"
    return bytes(query)


def _get(path: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + headers + b"Connection: close\r\n\r\n"


def _post(body: bytes, kind: bytes, headers: bytes = b"") -> bytes:
    return (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: "
        + kind
        + b"\r\n"
        + headers
        + b"Content-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
    )


def _malformed_utf8(rng: random.Random) -> bytes:
    return _get(b"/sparql?query=" + quote_from_bytes(_bytes(rng, 200)).encode())


def _mutated_get(rng: random.Random) -> bytes:
    return _get(b"/sparql?query=" + quote_from_bytes(_mutated(rng)).encode())


def _mutated_post(rng: random.Random) -> bytes:
    kinds = [b"application/sparql-query", b"application/x-www-form-urlencoded", b"text/x", b";;"]
    return _post(_mutated(rng), rng.choice(kinds))


def _random_path(rng: random.Random) -> bytes:
    return _get(b"/" + quote_from_bytes(_bytes(rng, 60), safe="/.%?#").encode())


def _raw_bytes(rng: random.Random) -> bytes:
    return _bytes(rng, 400) + b"\r\n\r\n"


def _strange_headers(rng: random.Random) -> bytes:
    accept = bytes(byte for byte in _bytes(rng, 80) if byte not in b"\r\n\0")
    header = rng.choice(
        [b"Accept: ", b"Accept-Encoding: ", b"If-None-Match: ", b"Accept-Language: "]
    )
    return _get(b"/sparql?query=ASK%20%7B%7D", header + accept + b"\r\n")


def _huge_header(rng: random.Random) -> bytes:
    return _get(b"/sparql?query=ASK%20%7B%7D", b"X-Long: " + b"x" * rng.randrange(10**6) + b"\r\n")


def _many_parameters(rng: random.Random) -> bytes:
    return _get(b"/sparql?query=ASK%20%7B%7D" + b"&default-graph-uri=x:y" * rng.randrange(5000))


def _nested(rng: random.Random) -> bytes:
    opening, closing = rng.choice([(b"{", b"}"), (b"(", b")"), (b"[", b"]"), (b"<<", b">>")])
    query = b"ASK { " + opening * 10_000 + closing * 10_000 + b" }"
    return _post(query, b"application/sparql-query")


def _long_chain(rng: random.Random) -> bytes:
    part = rng.choice([b"!", b"-", b"1+", b"^", b"a/", b"a|", b"{} UNION ", b"?s ?p ?o . "])
    query = b"ASK { " + part * 20_000 + b" }"
    return _post(query, b"application/sparql-query")


def _ten_megabytes(rng: random.Random) -> bytes:
    return _post(b"ASK { }" + b" " * 10_000_000, b"application/sparql-query")


COMMON: tuple[Callable[[random.Random], bytes], ...] = (
    _malformed_utf8,
    _mutated_get,
    _mutated_post,
    _random_path,
    _raw_bytes,
    _strange_headers,
    _many_parameters,
)
RARE: tuple[Callable[[random.Random], bytes], ...] = (
    _huge_header,
    _nested,
    _long_chain,
    _ten_megabytes,
)


def _status(server: Server, request: bytes) -> int:
    """Send raw bytes and return the status; 0 when the server hung up without one."""
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(200)
        except (BrokenPipeError, ConnectionResetError):
            return 0
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@pytest.mark.parametrize("seed", [20230609])
def test_a_thousand_malformed_requests(seed: int) -> None:
    rng = random.Random(seed)
    data = Path(__file__).parent / "data"
    seen: Counter[int] = Counter()
    with running(data / "people.ttl", data / "graphs.trig", deadline=1.0) as server:
        for number in range(REQUESTS):
            make = rng.choice(RARE if number % 20 == 0 else COMMON)
            status = _status(server, make(rng))
            assert status < 500 or status == 503, f"{make.__name__} of request {number}: {status}"
            seen[status] += 1
        assert server.query("ASK {}").json()["boolean"] is True
    assert seen[200] > 0
    assert seen[400] > 100
