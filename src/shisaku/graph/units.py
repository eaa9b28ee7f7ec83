"""A printed unit in, its concept out, from ontology/units.ttl or from the unit itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from shisaku.assets import asset_folder
from shisaku.graph.iris import Iris, opaque_key
from shisaku.graph.namespaces import POL, SKOS
from shisaku.graph.statements import Statements

#: Key of the unit of a bare number.
NO_UNIT = "one"

_FILE_BASE = "https://w3id.org/shisaku/"


@dataclass(frozen=True, slots=True)
class UnitTable:
    """keys: printed form (NFKC) to key; statements: key to what the file says of it."""

    keys: dict[str, str]
    statements: dict[str, tuple[tuple[NamedNode, NamedNode | Literal], ...]]


@cache
def unit_table() -> UnitTable:
    """Read ontology/units.ttl once."""
    start = _FILE_BASE + "unit/"
    keys: dict[str, str] = {}
    statements: dict[str, list[tuple[NamedNode, NamedNode | Literal]]] = {}
    content = (asset_folder("ontology") / "units.ttl").read_bytes()
    for triple in parse(content, format=RdfFormat.TURTLE, base_iri=_FILE_BASE):
        subject, item = triple.subject, triple.object
        assert isinstance(subject, NamedNode) and isinstance(item, NamedNode | Literal)
        key = subject.value.removeprefix(start)
        if triple.predicate in (SKOS.notation, SKOS.altLabel):
            keys.setdefault(unicodedata.normalize("NFKC", item.value), key)
        if triple.predicate != SKOS.inScheme:
            statements.setdefault(key, []).append((triple.predicate, item))
    return UnitTable(keys, {key: tuple(said) for key, said in statements.items()})


def unit_key(printed: str | None) -> str:
    """Return the key of a printed unit; a unit outside the table has an opaque one."""
    if not printed:
        return NO_UNIT
    folded = unicodedata.normalize("NFKC", printed).strip()
    return unit_table().keys.get(folded) or opaque_key(folded)


def describe_units(printed: Iterable[str | None], iris: Iris, out: Statements) -> None:
    """Say every unit once, sorted by key, with its QUDT match where one is true."""
    known = unit_table().statements
    for key, form in sorted({unit_key(form): form or "" for form in printed}.items()):
        node = iris.unit(key)
        if key in known:
            for verb, item in known[key]:
                out.add(node, verb, item)
            out.add(node, SKOS.inScheme, iris.units)
            continue
        out.types(node, POL.Unit)
        out.concept(node, iris.units, form, form, f"{form} (as printed)")
