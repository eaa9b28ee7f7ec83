"""A mutation from mutations.toml comes in; the store is broken by it, and mended on the way out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, QuerySolutions, RdfFormat, Store, Triple, parse

from shisaku.config import Config
from shisaku.graph.namespaces import PREFIXES

FOLDER = Path(__file__).parent
BASE = Config().base_iri


@dataclass(frozen=True)
class Mutation:
    """One way of breaking a statement, and the rule that must notice."""

    rule: str
    where: str
    delete: str = ""
    insert: str = ""


def mutations() -> tuple[Mutation, ...]:
    """Return all mutations, in the order of their rules."""
    table = tomllib.loads((FOLDER / "mutations.toml").read_text(encoding="utf-8"))
    return tuple(Mutation(rule, **entry) for rule, entry in sorted(table.items()))


def _quads(template: str, solution: dict[str, str]) -> list[Triple]:
    """Return the statements of a template with the variables of one solution filled in."""
    if not template:
        return []
    head = "".join(f"@prefix {key}: <{iri}> .\n" for key, iri in PREFIXES.items())
    body = re.sub(r"\?(\w+)", lambda match: solution[match[1]], template)
    found = parse(f"{head}{body} .".encode(), format=RdfFormat.TURTLE)
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in found]


def change_of(store: Store, mutation: Mutation) -> tuple[list[Quad], list[Quad]]:
    """Return the quads that the mutation takes away and adds; fail where it finds no place."""
    head = "".join(f"PREFIX {key}: <{iri}>\n" for key, iri in PREFIXES.items())
    query = f"{head}SELECT * WHERE {{ {mutation.where} }} LIMIT 1"
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    row = next(iter(answer), None)
    assert row is not None, f"{mutation.rule}: the graph has no place for the mutation"
    solution = {name: str(row[name]) for name in names if row[name] is not None}
    taken = [
        quad
        for triple in _quads(mutation.delete, solution)
        for quad in store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
    ]
    assert bool(taken) == bool(mutation.delete), f"{mutation.rule}: nothing to delete"
    graph = taken[0].graph_name if taken else DefaultGraph()
    added = [
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in _quads(mutation.insert, solution)
    ]
    return taken, added


@contextmanager
def broken(store: Store, mutation: Mutation) -> Iterator[Store]:
    """Break the store, and mend it afterwards."""
    taken, added = change_of(store, mutation)
    fresh = [quad for quad in added if quad not in store]
    for quad in taken:
        store.remove(quad)
    store.extend(fresh)
    yield store
    for quad in fresh:
        store.remove(quad)
    store.extend(taken)
