"""A resource goes in; the statements that the graph makes about it, as JSON-LD, come out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from shisaku.pages import terms as t
from shisaku.pages.index import Index, Node
from shisaku.pages.site import embedded

#: Predicates that lead to parts with pages or fragments of their own; the data files hold them.
_LEFT_OUT = frozenset(
    t.POL + name for name in ("hasPassage", "hasMention", "quote", "hasMeasure", "hasObservation")
)
_BY_LENGTH = sorted(t.PREFIXES.items(), key=lambda item: -len(item[1]))


def json_ld_of(index: Index, iri: str) -> Markup | None:
    """Return what the graph says of a resource, ready to embed in a page; None for nothing.

    Every statement is one of the graph (JSON-LD 1.1, with a context of prefixes alone).
    """
    facts = index.facts.get(iri)
    if not facts:
        return None
    body: dict[str, Any] = {"@context": _context(facts), "@id": iri}
    for predicate in sorted(facts):
        if predicate in _LEFT_OUT:
            continue
        values = [_json(node, predicate) for node in facts[predicate]]
        key = "@type" if predicate == t.TYPE else compact(predicate)
        body[key] = values[0] if len(values) == 1 else values
    return embedded(body)


@lru_cache(maxsize=65536)
def compact(iri: str) -> str:
    """Return ``prefix:name`` for an IRI of a known namespace, else the IRI."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and iri[len(namespace) :].replace("-", "").isalnum():
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _json(node: Node, predicate: str) -> Any:
    if isinstance(node, str):
        return compact(node) if predicate == t.TYPE else {"@id": node}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    if node.datatype == t.XSD + "string":
        return node.value
    return {"@value": node.value, "@type": compact(node.datatype)}


def _context(facts: dict[str, list[Node]]) -> dict[str, str]:
    used = set()
    for predicate, nodes in facts.items():
        used.add(compact(predicate).partition(":")[0])
        for node in nodes:
            iri = node if isinstance(node, str) else node.datatype
            used.add(compact(iri).partition(":")[0])
    return {prefix: t.PREFIXES[prefix] for prefix in sorted(used & t.PREFIXES.keys())}
