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
    facts = index.about(iri)
    if not facts:
        return None
    held: dict[str, Markup] = index.held
    if iri not in held:  # the page in the other language says the same
        held[iri] = _embedded(facts, iri)
    return held[iri]


def _embedded(facts: dict[str, list[Node]], iri: str) -> Markup:
    used: set[str] = set()
    statements: dict[str, Any] = {}
    for predicate in sorted(facts):
        name = compact(predicate)
        used.add(name.partition(":")[0])
        nodes = facts[predicate]
        for node in nodes:
            used.add(compact(node if type(node) is str else node[2]).partition(":")[0])
        if predicate in _LEFT_OUT:
            continue
        values = [_json(node, predicate) for node in nodes]
        key = "@type" if predicate == t.TYPE else name
        statements[key] = values[0] if len(values) == 1 else values
    context = {prefix: t.PREFIXES[prefix] for prefix in sorted(used & t.PREFIXES.keys())}
    return embedded({"@context": context, "@id": iri, **statements})


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
