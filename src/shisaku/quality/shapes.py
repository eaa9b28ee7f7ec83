"""SHACL shapes in Turtle come in; typed shapes leave, and any term not covered is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from shisaku.assets import asset_folder
from shisaku.errors import ShisakuError
from shisaku.quality.model import SH, Rule, Severity, Text

Term = NamedNode | BlankNode | Literal | Triple
Subject = NamedNode | BlankNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACE = "https://w3id.org/shisaku/shapes#"

#: Parameter of each covered constraint component -> local name of the component.
COMPONENTS = {
    "class": "Class",
    "datatype": "Datatype",
    "nodeKind": "NodeKind",
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "minInclusive": "MinInclusive",
    "maxInclusive": "MaxInclusive",
    "minLength": "MinLength",
    "maxLength": "MaxLength",
    "pattern": "Pattern",
    "languageIn": "LanguageIn",
    "uniqueLang": "UniqueLang",
    "in": "In",
    "hasValue": "HasValue",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "qualifiedMinCount": "QualifiedMinCount",
    "sparql": "SPARQL",
}
_TARGETS = {
    "targetClass": "?this a {term} .",
    "targetSubjectsOf": "?this {term} ?any_ .",
    "targetObjectsOf": "?any_ {term} ?this .",
}
_LISTS = frozenset({"in", "languageIn"})
_SAID = frozenset(
    {"name", "description", "message", "severity", "property", "path", "order", "flags"}
    | {"qualifiedValueShape"}
)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: parameter (``minCount``) and its values; flags of a pattern.

    inner: the constraints of a qualified value shape; select: text of a SPARQL constraint.
    """

    parameter: str
    values: tuple[Term, ...]
    flags: str = ""
    inner: tuple[Constraint, ...] = ()
    select: str = ""

    @property
    def component(self) -> str:
        """IRI of the constraint component."""
        return f"{SH}{COMPONENTS[self.parameter]}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with its rule; targets: (kind, IRI) pairs; path: SPARQL property path or None."""

    rule: Rule
    targets: tuple[tuple[str, str], ...]
    path: str | None
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """All shapes in the order of their keys, and the Turtle files they were read from.

    One object for one reading, so that what is compiled from it can be kept.
    """

    shapes: tuple[Shape, ...]
    files: tuple[Path, ...]


def _refuse(node: Term, sentence: str) -> ShisakuError:
    hint = "Known constraints: " + ", ".join(f"sh:{name}" for name in COMPONENTS) + "."
    return ShisakuError("shape-unsupported", sentence, str(node), hint)


class _Reader:
    """Walks one shapes graph; knows nothing of data."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.said: dict[Term, list[tuple[str, Term]]] = defaultdict(list)
        for triple in triples:
            self.said[triple.subject].append((triple.predicate.value, triple.object))
        self.known_prefixes: dict[Subject, str] = {}

    def statements(self, subject: Subject) -> list[tuple[str, Term]]:
        """Return (predicate IRI, object) of a subject."""
        return self.said.get(subject, [])

    def terms(self, subject: Subject, name: str) -> list[Term]:
        """Return the objects of ``sh:name``, sorted as text."""
        wanted = SH + name
        found = [term for predicate, term in self.statements(subject) if predicate == wanted]
        return sorted(found, key=str) if len(found) > 1 else found

    def items(self, head: Term) -> tuple[Term, ...]:
        """Return the members of an RDF list."""
        members: list[Term] = []
        while isinstance(head, BlankNode):
            cell = dict(self.statements(head))
            members.append(cell[RDF + "first"])
            head = cell[RDF + "rest"]
        return tuple(members)

    def text(self, subject: Subject, name: str) -> Text:
        """Return ``sh:name`` in both languages; both must be there."""
        said = {
            term.language: term.value
            for term in self.terms(subject, name)
            if isinstance(term, Literal)
        }
        if set(said) != {"ja", "en"}:
            raise _refuse(subject, f"sh:{name} must be given once in ja and once in en.")
        return Text(said["ja"], said["en"])

    def path(self, node: Term) -> str:
        """Return a path as SPARQL: predicate, inverse, alternative or sequence (clause 2.3.1)."""
        if isinstance(node, NamedNode):
            return str(node)
        if not isinstance(node, BlankNode):
            raise _refuse(node, "a literal cannot be a path.")
        said = dict(self.statements(node))
        if RDF + "first" in said:
            return "(" + "/".join(self.path(item) for item in self.items(node)) + ")"
        if inner := said.get(SH + "inversePath"):
            return f"^{self.path(inner)}"
        if choices := said.get(SH + "alternativePath"):
            return "(" + "|".join(self.path(item) for item in self.items(choices)) + ")"
        raise _refuse(node, "this kind of path is not covered.")

    def prefixes(self, subject: Subject) -> str:
        """Return the PREFIX lines that ``sh:prefixes`` of a SPARQL constraint points at."""
        lines: set[str] = set()
        for ontology in self.terms(subject, "prefixes"):
            if isinstance(ontology, Literal | Triple):
                raise _refuse(subject, "sh:prefixes must point at an IRI.")
            if ontology not in self.known_prefixes:
                self.known_prefixes[ontology] = "\n".join(sorted(self._declared(ontology)))
            lines.update(self.known_prefixes[ontology].split("\n"))
        return "\n".join(sorted(lines))

    def _declared(self, ontology: Subject) -> Iterator[str]:
        for entry in self.terms(ontology, "declare"):
            said = dict(self.statements(entry)) if isinstance(entry, BlankNode) else {}
            prefix, namespace = said[SH + "prefix"], said[SH + "namespace"]
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                yield f"PREFIX {prefix.value}: <{namespace.value}>"

    def constraints(self, subject: Subject) -> Iterator[Constraint]:
        """Yield the constraints of one shape; refuse what is not covered."""
        flags = "".join(t.value for t in self.terms(subject, "flags") if isinstance(t, Literal))
        for predicate, value in sorted(self.statements(subject), key=str):
            name = predicate.removeprefix(SH)
            if predicate == RDF + "type" or name in _SAID or name in _TARGETS:
                continue
            if name not in COMPONENTS:
                raise _refuse(subject, f"{predicate} is not covered by the engine.")
            if name == "sparql" and isinstance(value, BlankNode):
                select = next(t for t in self.terms(value, "select") if isinstance(t, Literal))
                yield Constraint(name, (), select=f"{self.prefixes(value)}\n{select.value}")
            elif name == "qualifiedMinCount":
                shape = self.terms(subject, "qualifiedValueShape")[0]
                inner = tuple(self.constraints(shape)) if isinstance(shape, BlankNode) else ()
                yield Constraint(name, (value,), inner=inner)
            else:
                values = self.items(value) if name in _LISTS else (value,)
                yield Constraint(name, values, flags=flags if name == "pattern" else "")

    def targets(self, subject: Subject) -> tuple[tuple[str, str], ...]:
        """Return the targets of a node shape as (kind, IRI)."""
        return tuple(
            (kind, str(term).strip("<>")) for kind in _TARGETS for term in self.terms(subject, kind)
        )

    def shape(self, node: Term, group: NamedNode) -> Shape:
        """Return one node or property shape; its targets are those of the node shape."""
        if not isinstance(node, NamedNode):
            raise _refuse(group, "every shape needs an IRI, so that results can name it.")
        paths = self.terms(node, "path")
        path = self.path(paths[0]) if paths else None
        constraints = tuple(self.constraints(node))
        severities = self.terms(node, "severity")
        severity = str(severities[0]).strip("<>").removeprefix(SH) if severities else "Violation"
        simple = path.strip("<>") if path and isinstance(paths[0], NamedNode) else path
        rule = Rule(
            iri=node.value,
            key=node.value.rpartition("#")[2],
            group=group.value.rpartition("#")[2],
            name=self.text(node, "name"),
            message=self.text(node, "message"),
            severity=Severity(severity),
            path=simple,
            components=tuple(sorted({item.component for item in constraints})),
        )
        return Shape(rule, self.targets(group), path, constraints)

    def all(self) -> Iterator[Shape]:
        """Yield every shape that has constraints of its own."""
        kind = (RDF + "type", NamedNode(SH + "NodeShape"))
        for group in [subject for subject, said in self.said.items() if kind in said]:
            if not isinstance(group, NamedNode):
                raise _refuse(group, "every node shape needs an IRI.")
            if not self.targets(group):
                raise _refuse(group, "a node shape needs a target.")
            parts = self.terms(group, "property")
            if any(True for _ in self.constraints(group)):
                parts.append(group)
            for part in parts:
                yield self.shape(part, group)


def target_pattern(
    targets: tuple[tuple[str, str], ...], subclasses: Mapping[str, list[str]], once: bool = True
) -> str:
    """Return the graph pattern that binds ``?this`` to the focus nodes (SHACL clause 2.1.3).

    subclasses: class IRI -> the class and all below it in the data; once: bind each node once.
    """
    groups = [
        _TARGETS[kind].format(term=f"<{term}>")
        for kind, iri in targets
        for term in (subclasses.get(iri, [iri]) if kind == "targetClass" else [iri])
    ]
    if len(groups) == 1 and (targets[0][0] == "targetClass" or not once):
        return groups[0]
    union = " UNION ".join(f"{{ {group} }}" for group in groups)
    return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}" if once else union


def _files(folder: Path | None) -> tuple[Path, ...]:
    return tuple(sorted((folder or asset_folder("shapes")).glob("*.ttl")))


@lru_cache(maxsize=4)
def load_shapes(folder: Path | None = None) -> Shapes:
    """Read all Turtle files of a folder, by default the shapes of Shisaku.

    Raises ShisakuError for a file that is no Turtle or a shape that the engine does not cover.
    """
    files = _files(folder)
    triples: list[Triple] = []
    for path in files:
        try:
            triples += [quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)]
        except SyntaxError as error:
            raise ShisakuError("shapes-unreadable", f"not Turtle: {error}.", path.name) from error
    shapes = sorted(_Reader(triples).all(), key=lambda shape: shape.rule.key)
    keys = [shape.rule.key for shape in shapes]
    if len(keys) != len(set(keys)):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ShisakuError("shape-twice", "a shape belongs to two node shapes.", twice)
    return Shapes(tuple(shapes), files)


def shapes_turtle(folder: Path | None = None) -> bytes:
    """Return all shapes as one Turtle file, for validators of other people."""
    files = _files(folder)
    return "\n".join(path.read_text(encoding="utf-8") for path in files).encode()
