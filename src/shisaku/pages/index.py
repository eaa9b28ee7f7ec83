"""The quads of a release go in; a look-up from subject and predicate to objects comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
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
    order; kinds: class IRI to its instances, sorted; said: if it was made from lines, those about
    a subject: in which lists, from and before which place; looked_at, listed: what of facts and
    kinds has been looked at, which whoever wants to know it empties before; held: what views in
    another language need not work out again, emptied with them.
    """

    base: str
    facts: dict[str, dict[str, list[Node]]]
    kinds: dict[str, list[str]]
    said: dict[str, list[tuple[Sequence[bytes], int, int]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    looked_at: Noted[dict[str, list[Node]]] = field(init=False, repr=False, compare=False)
    listed: Noted[list[str]] = field(init=False, repr=False, compare=False)
    held: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "looked_at", Noted(self.facts, {}))
        object.__setattr__(self, "listed", Noted(self.kinds, []))

    def about(self, subject: str) -> dict[str, list[Node]]:
        """Return all statements about a subject, by predicate; empty where there are none."""
        return self.looked_at[subject]

    def digest(self, subject: str) -> str:
        """Return a digest of all statements about a subject; it also depends on how they came."""
        found = blake2b(digest_size=16)
        said = self.said.get(subject)
        for lines, start, end in said or ():
            found.update(b"".join(lines[start:end]))
        if not said:
            found.update(repr(sorted(self.facts.get(subject, {}).items())).encode())
        return found.hexdigest()

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
    facts = _Facts()
    for quad in quads:
        facts.add(_name(quad.subject), quad.predicate.value, _node(quad.object))
    return facts.index(base)


def index_of_lines(
    graphs: Iterable[Sequence[bytes]], base: str, more: Iterable[ox.Quad] = ()
) -> Index:
    """Group the statements of graphs, and some more, like ``build_index``.

    graphs: each as lines of N-Triples, in the form that Oxigraph writes, with their line ends.
    Takes two thirds of the time that terms take which Oxigraph hands over one by one.
    """
    facts = _Facts()
    for lines in graphs:
        facts.add_lines(lines)
    for quad in more:
        facts.add(_name(quad.subject), quad.predicate.value, _node(quad.object))
        facts.said.pop(_name(quad.subject), None)
    return facts.index(base)


_STRING = t.XSD + "string"
_LANGUAGE_STRING = t.RDF + "langString"


class _Facts:
    """Statements being grouped.

    several: lists of objects that came to hold more than one; they are sorted at the end; said:
    the lines about a subject, where all of it was entered as lines.
    """

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, list[Node]]] = {}
        self.several: list[tuple[dict[str, list[Node]], str]] = []
        self.said: dict[str, list[tuple[Sequence[bytes], int, int]]] = {}

    def add(self, subject: str, predicate: str, node: Node) -> None:
        """Enter a statement."""
        about = self.facts.get(subject)
        if about is None:
            self.facts[subject] = {predicate: [node]}
            return
        nodes = about.get(predicate)
        if nodes is None:
            about[predicate] = [node]
            return
        nodes.append(node)
        if len(nodes) == 2:
            self.several.append((about, predicate))

    def add_lines(self, lines: Sequence[bytes]) -> None:
        """Enter statements; ``add`` is written out, since here a call is what takes the time."""
        facts, several = self.facts, self.several
        names: dict[bytes, str] = {}
        last = b""
        about: dict[str, list[Node]] = {}
        begun: list[tuple[str, int]] = []
        for number, line in enumerate(lines):
            written, named, rest = line.split(b" ", 2)
            if written != last:
                last = written
                subject = written.decode()
                subject = subject[1:-1] if subject[0] == "<" else f"_:{subject}"
                about = facts.setdefault(subject, {})
                begun.append((subject, number))
            predicate = names.get(named)
            if predicate is None:
                predicate = names[named] = named[1:-1].decode()
            term = rest[:-3].decode()
            node: Node
            if "\\" in term or term[0] == "_":
                (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES, lenient=True)
                node = _node(quad.object)
            elif term[0] == "<":
                node = term[1:-1]
            elif term[-1] == '"':
                node = Text(term[1:-1], "", _STRING)
            elif term[-1] == ">":
                value, _, datatype = term.rpartition('"^^<')
                node = Text(value[1:], "", datatype[:-1])
            else:
                value, _, language = term.rpartition('"@')
                node = Text(value[1:], language, _LANGUAGE_STRING)
            nodes = about.get(predicate)
            if nodes is None:
                about[predicate] = [node]
            else:
                nodes.append(node)
                if len(nodes) == 2:
                    several.append((about, predicate))
        ends = [number for _, number in begun[1:]]
        for (subject, start), end in zip(begun, [*ends, len(lines)], strict=True):
            self.said.setdefault(subject, []).append((lines, start, end))

    def index(self, base: str) -> Index:
        """Return the index of all statements that were entered."""
        for about, predicate in self.several:
            about[predicate] = sorted(set(about[predicate]), key=_order)
        kinds: dict[str, list[str]] = {}
        for subject in sorted(self.facts):
            for kind in self.facts[subject].get(t.TYPE, ()):
                if type(kind) is str:
                    kinds.setdefault(kind, []).append(subject)
        return Index(base, self.facts, kinds, self.said)


def _name(subject: object) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else f"_:{subject}"


def _node(term: object) -> Node:
    if isinstance(term, ox.Literal):
        return Text(term.value, term.language or "", term.datatype.value)
    return _name(term)


def _order(node: Node) -> tuple[str, ...]:
    return (node,) if isinstance(node, str) else tuple(node)
