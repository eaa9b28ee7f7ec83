"""The dataset that a query itself asks for: its text in, the graphs of FROM and FROM NAMED out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
    | (?P<string>\"{3}(?>(?:\"{0,2}(?:[^"\\]|\\.))*)\"{3} | '{3}(?>(?:'{0,2}(?:[^'\\]|\\.))*)'{3}
        | "(?>(?:[^"\\\r\n]|\\.)*)" | '(?>(?:[^'\\\r\n]|\\.)*)')
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:(?:[\w.:%-]|\\.)*)
    | (?P<word>\w+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """Graphs of FROM and of FROM NAMED, as absolute IRIs in the order they stand."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def dataset_clauses(query: str, base_iri: str) -> Clauses | None:
    """Return the query's own dataset, None when it has no FROM (SPARQL 1.1 Query 13.2).

    A name without a declared prefix is left out: the engine will say what is wrong with it.
    """
    if "from" not in query.lower():
        return None
    base, prefixes = base_iri, {}
    default: list[str] = []
    named: list[str] = []
    tokens = _tokens(query)
    for kind, text in tokens:
        word = text.lower() if kind == "word" else ""
        if word == "base":
            base = urljoin(base, next(tokens, ("", "<>"))[1][1:-1])
        elif word == "prefix":
            prefix = next(tokens, ("", ""))[1]
            prefixes[prefix.rstrip(":")] = urljoin(base, next(tokens, ("", "<>"))[1][1:-1])
        elif word == "from":
            target = default
            kind, text = next(tokens, ("", ""))
            if text.lower() == "named":
                target = named
                kind, text = next(tokens, ("", ""))
            if (iri := _absolute(kind, text, base, prefixes)) is not None:
                target.append(iri)
    return Clauses(tuple(default), tuple(named)) if default or named else None


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind != "blank":
            yield kind, match[0]


def _absolute(kind: str, text: str, base: str, prefixes: dict[str, str]) -> str | None:
    if kind == "iri":
        return urljoin(base, text[1:-1])
    prefix, _, local = text.partition(":")
    if kind == "name" and prefix in prefixes:
        return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return None
