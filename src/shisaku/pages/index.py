"""The quads of a release go in; a look-up from subject and predicate to objects comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyoxigraph as ox

from shisaku.pages import terms as t
from shisaku.pages.noted import Noted


class Text(NamedTuple):
    """A literal: its characters, its language tag (or empty) and its datatype IRI."""

    value: str
    language: str
    datatype: str


#: An object of a statement: an IRI as a plain string, or a literal.
Node = str | Text


@dataclass(frozen=True, slots=True)
class Index:
    """All statements of a release, whichever graph they stand in, grouped by subject.

    base: the base IRI, ends with a slash; facts: subject to predicate to objects, in a fixed
    order; kinds: class IRI to its instances, sorted; looked_at, listed: what of both has been
    looked at, which whoever wants to know it empties before; held: what views in another language
    need not work out again, emptied with them.
    """

    base: str
    facts: dict[str, dict[str, list[Node]]]
    kinds: dict[str, list[str]]
    looked_at: Noted[dict[str, list[Node]]] = field(init=False, repr=False, compare=False)
    listed: Noted[list[str]] = field(init=False, repr=False, compare=False)
    held: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "looked_at", Noted(self.facts, {}))
        object.__setattr__(self, "listed", Noted(self.kinds, []))

    def about(self, subject: str) -> dict[str, list[Node]]:
        """Return all statements about a subject, by predicate; empty where there are none."""
        return self.looked_at[subject]

    def nodes(self, subject: str, predicate: str) -> list[Node]:
        """Return all objects, IRIs and literals."""
        return self.looked_at[subject].get(predicate, _NO_NODES)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the objects that are IRIs."""
        found = self.looked_at[subject].get(predicate, _NO_NODES)
        return [node for node in found if type(node) is str]

    def iri(self, subject: str, predicate: str) -> str:
        """Return the first object that is an IRI, or an empty string."""
        for node in self.looked_at[subject].get(predicate, _NO_NODES):
            if type(node) is str:
                return node
        return ""

    def texts(self, subject: str, predicate: str) -> list[Text]:
        """Return the objects that are literals."""
        found = self.looked_at[subject].get(predicate, _NO_NODES)
        return [node for node in found if type(node) is Text]

    def value(self, subject: str, predicate: str) -> str:
        """Return the characters of the first literal, or an empty string."""
        for node in self.looked_at[subject].get(predicate, _NO_NODES):
            if type(node) is Text:
                return node.value
        return ""

    def number(self, subject: str, predicate: str) -> int:
        """Return the first literal as a whole number, 0 where there is none."""
        value = self.value(subject, predicate)
        return int(value) if value.isdigit() else 0

    def text(self, subject: str, predicate: str, language: str) -> Text | None:
        """Return the literal in the language, else one without, else the first there is."""
        found = self.texts(subject, predicate)
        for wanted in (language, "", "ja"):
            for literal in found:
                if literal.language == wanted:
                    return literal
        return found[0] if found else None

    def has_type(self, subject: str, kind: str) -> bool:
        """Tell whether the subject is stated to be of the class."""
        return kind in self.nodes(subject, t.TYPE)

    def of_kind(self, kind: str) -> list[str]:
        """Return the instances of a class, sorted by IRI."""
        return self.listed[kind]

    def path(self, iri: str) -> str | None:
        """Return the IRI below the base, or None where it stands outside."""
        return iri[len(self.base) :] if iri.startswith(self.base) else None


_NO_NODES: list[Node] = []


def build_index(quads: Iterable[ox.Quad], base: str) -> Index:
    """Group the quads of a store (or any iterable of quads) by subject and predicate."""
    facts: dict[str, dict[str, list[Node]]] = {}
    for quad in quads:
        subject, term = quad.subject, quad.object
        key = subject.value if isinstance(subject, ox.NamedNode) else f"_:{subject}"
        node: Node
        if isinstance(term, ox.NamedNode):
            node = term.value
        elif isinstance(term, ox.Literal):
            node = Text(term.value, term.language or "", term.datatype.value)
        else:
            node = f"_:{term}"
        facts.setdefault(key, {}).setdefault(quad.predicate.value, []).append(node)
    kinds: dict[str, list[str]] = {}
    for key in sorted(facts):
        for predicate, nodes in facts[key].items():
            if len(nodes) > 1:
                facts[key][predicate] = sorted(set(nodes), key=_order)
        for kind in facts[key].get(t.TYPE, ()):
            if type(kind) is str:
                kinds.setdefault(kind, []).append(key)
    return Index(base, facts, kinds)


def _order(node: Node) -> tuple[str, ...]:
    return (node,) if isinstance(node, str) else tuple(node)
