"""The SPARQL 1.1 Protocol, query side: an HTTP request becomes a Question, or a problem.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from shisaku.engine.model import Question
from shisaku.engine.reading import nesting, service_calls
from shisaku.formats import GRAPHS, PAGE, SOLUTIONS, Format
from shisaku.service.negotiation import accepts_gzip, choose
from shisaku.service.problems import ProblemError, problem

METHODS = b"GET, HEAD, POST, OPTIONS"
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000
#: Requests below this many characters are remembered.
_REMEMBERED = 8192
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_UPDATE_HINT = "This endpoint is read-only; the dumps under /data/ may be loaded elsewhere."
_FORMATS = (*SOLUTIONS, *GRAPHS, PAGE)
_BY_FORMAT = {item.name: item for item in _FORMATS}
#: What well-known clients call the formats.
_FORMAT_ALIASES = {
    "json-ld": "jsonld",
    "n-quads": "nq",
    "n-triples": "nt",
    "n3": "ttl",
    "nquads": "nq",
    "ntriples": "nt",
    "rdf+xml": "rdf",
    "rdf/xml": "rdf",
    "rdfxml": "rdf",
    "turtle": "ttl",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a protocol reader needs to know beside the request."""

    base_iri: str
    max_rows: int
    max_bytes: int
    page_rows: int
    max_nesting: int
    service_hosts: frozenset[str]
    compress: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A read request: the question, and whether its result becomes a page."""

    question: Question
    page: bool


def parameters_of(data: bytes) -> tuple[tuple[str, str], ...]:
    """Read percent-encoded parameters, strictly as UTF-8; raises ProblemError."""
    return _remembered_parameters(data) if len(data) < _REMEMBERED else _parameters(data)


def _parameters(data: bytes) -> tuple[tuple[str, str], ...]:
    try:
        text = data.decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeError:
        raise problem("parameters-malformed") from None
    except ValueError:
        raise problem("parameters-many") from None
    return tuple(pairs)


def media_type_of(content_type: str | None) -> tuple[str, str]:
    """Split a Content-Type into media type and charset (lower case, charset empty if absent)."""
    kind, _, rest = (content_type or "").partition(";")
    match = re.search(r'charset\s*=\s*"?([^\s";]+)', rest, re.IGNORECASE)
    return kind.strip().lower(), match[1].lower() if match else ""


def posted_parameters(
    content_type: str | None, body: bytes, url_parameters: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """The parameters of a POST: the form, or the body as query beside those of the address.

    Protocol 2.1.2 and 2.1.3. Raises ProblemError.
    """
    kind, charset = media_type_of(content_type)
    if not kind:
        raise problem("content-type-missing", f"Send it as {_DIRECT} or as {_FORM}.")
    if kind == _UPDATE:
        raise update_refused()
    if kind not in (_FORM, _DIRECT):
        raise problem("content-type-wrong", f"Send it as {_DIRECT} or as {_FORM}.", value=kind)
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise problem("charset-wrong", value=charset)
    if kind == _FORM:
        return parameters_of(body) + url_parameters
    try:
        query = body.decode("utf-8")
    except UnicodeDecodeError:
        raise problem("body-not-utf8") from None
    return (("query", query), *url_parameters)


def update_refused() -> ProblemError:
    """Why an update is not carried out."""
    return ProblemError(
        "update-refused", 403, "Updates are not accepted: the data is read-only.", _UPDATE_HINT
    )


def read(
    parameters: tuple[tuple[str, str], ...],
    accept: str | None,
    accept_encoding: str | None,
    reading: Reading,
) -> Asked:
    """Turn parameters and headers into a question; raises ProblemError."""
    short = sum(len(value) for _, value in parameters) < _REMEMBERED
    return (_remembered_read if short else _read)(parameters, accept, accept_encoding, reading)


def _read(
    parameters: tuple[tuple[str, str], ...],
    accept: str | None,
    accept_encoding: str | None,
    reading: Reading,
) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise update_refused()
    queries = values.get("query", [])
    if len(queries) != 1:
        raise problem("query-repeated" if queries else "query-missing")
    _check(queries[0], reading)
    named = _named_format(values.get("format", [""])[0])
    page = named is PAGE if named else choose(accept, (*SOLUTIONS, PAGE)) is PAGE
    solutions, graph = (_chosen(named, accept, offers) for offers in (SOLUTIONS, GRAPHS))
    gzip = reading.compress and not page and accepts_gzip(accept_encoding)
    question = Question(
        query=queries[0],
        base_iri=reading.base_iri,
        default_graphs=_graphs("default-graph-uri", values),
        named_graphs=_graphs("named-graph-uri", values),
        solutions="json" if page else _name(solutions),
        graph="ttl" if page else _name(graph),
        encoding="gzip" if gzip else None,
        max_rows=reading.page_rows if page else reading.max_rows,
        max_bytes=reading.max_bytes,
    )
    return Asked(question, page)


#: Requests are repeated; both steps are pure, so short ones are remembered.
_remembered_parameters = lru_cache(maxsize=512)(_parameters)
_remembered_read = lru_cache(maxsize=512)(_read)


def _name(chosen: Format | None) -> str | None:
    return None if chosen is None else chosen.name


def _named_format(value: str) -> Format | None:
    """The format that a client names beside Accept; clients send many names, some unknown."""
    name = value.lower().removeprefix(".")
    return _BY_FORMAT.get(_FORMAT_ALIASES.get(name, name)) or choose_exactly(name)


def choose_exactly(media_type: str) -> Format | None:
    """The format of a media type, by its own name or an alias."""
    return next((f for f in _FORMATS if media_type in (f.media_type, *f.aliases)), None)


def _chosen(named: Format | None, accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    """The named format where it can carry this kind of result, else by Accept."""
    if named is None:
        return choose(accept, offers)
    if named in offers:
        return named
    return choose(", ".join(named.aliases), offers) or choose(accept, offers) or offers[0]


def _graphs(name: str, values: dict[str, list[str]]) -> tuple[str, ...] | None:
    graphs = values.get(name)
    if graphs is None:
        return None
    for value in graphs:
        if not _ABSOLUTE.fullmatch(value):
            raise problem("graph-iri", name=name, value=value)
    return tuple(dict.fromkeys(graphs))


def _check(query: str, reading: Reading) -> None:
    if nesting(query, reading.max_nesting) > reading.max_nesting:
        raise ProblemError(
            "query-too-deep",
            400,
            f"Brackets nest more than {reading.max_nesting} deep in the query.",
        )
    for call in service_calls(query):
        if reason := _refused_target(call.target, reading.service_hosts):
            before = query[: call.offset]
            raise ProblemError(
                "service-refused",
                403,
                f"SERVICE is not allowed here: {reason}",
                "Ask that endpoint itself, and join the results on your side.",
                before.count("\n") + 1,
                call.offset - (before.rfind("\n") + 1) + 1,
            )


def _refused_target(target: str, hosts: frozenset[str]) -> str | None:
    if not hosts:
        return "this service calls no other."
    match = re.fullmatch(r"<https?://(?:[^/?#>@]*@)?([^/?#>@]+)[^>]*>", target, re.IGNORECASE)
    if match is None:
        return f"{target} must be written as a full http(s) IRI."
    if match[1].lower() not in hosts:
        return f"{match[1]} is not one of the hosts that the operator lists."
    return None
