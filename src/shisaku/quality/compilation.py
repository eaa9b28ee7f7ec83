"""Typed shapes come in; SPARQL leaves: one query a constraint, and one screening query a class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from pyoxigraph import Literal

from shisaku.errors import ShisakuError
from shisaku.quality.conditions import broken, is_value_constraint
from shisaku.quality.shapes import Constraint, Shape, target_pattern

_QUERIES = Path(__file__).parent / "queries"
_COUNTS = {"minCount": "<", "maxCount": ">", "qualifiedMinCount": "<"}
_ORDERS = {"lessThan": "<", "lessThanOrEquals": "<="}
#: Pre-binding $this (SHACL clause 5.3.1) equals a join with the targets only without these;
#: a nested SELECT may stand there when it is grouped by $this or distinct in it.
_NOT_JOINABLE = re.compile(
    r"\b(?:MINUS|VALUES|SERVICE|LIMIT|OFFSET)\b"
    r"|\bGROUP\s+BY\s+(?!\$this\b)|\{\s*SELECT\s+(?!(?:DISTINCT\s+)?\$this\b)"
)

Subclasses = Mapping[str, list[str]]


@cache
def query_text(name: str) -> Template:
    """Return a query of this package as a template."""
    return Template((_QUERIES / f"{name}.rq").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A query that finds every breach of one constraint; it binds ?this and perhaps ?value.

    valued: the result names a value: the one bound, or else the focus node.
    """

    component: str
    query: str
    valued: bool


@dataclass(frozen=True, slots=True)
class Star:
    """One pass over a class; shapes[i] is clean when column ``?b{i}`` is 0 and rows = focus."""

    query: str
    shapes: tuple[Shape, ...]


def _count_of(constraint: Constraint) -> int:
    value = constraint.values[0]
    return int(value.value) if isinstance(value, Literal) else 0


def _sparql(shape: Shape, constraint: Constraint, target: str) -> Diagnosis:
    text = constraint.select
    if found := _NOT_JOINABLE.search(text):
        raise ShisakuError(
            "shape-unsupported",
            f"a SPARQL constraint with {found[0]!r} cannot be run over all focus nodes at once.",
            shape.rule.iri,
        )
    text = text.replace("$PATH", shape.path or "$PATH").replace("$this", "?this")
    used = set(re.findall(r"(?<![\w?$])([a-z][\w-]*):", text.partition("SELECT")[2]))
    text = re.sub(r"^PREFIX ([\w-]+): <.*>\n", lambda m: m[0] * (m[1] in used), text, flags=re.M)
    head, opening, rest = re.split(r"(WHERE\s*\{)", text, maxsplit=1)
    head = re.sub(r"SELECT\s+(?!DISTINCT)", "SELECT DISTINCT ", head, count=1)
    return Diagnosis(constraint.component, f"{head}{opening} {target} {rest}", valued=True)


def diagnosis(shape: Shape, constraint: Constraint, subclasses: Subclasses) -> Diagnosis:
    """Return the query of one constraint over all focus nodes of its shape."""
    target = target_pattern(shape.targets, subclasses)
    name = constraint.parameter
    if name == "sparql":
        return _sparql(shape, constraint, target)
    slots = {"target": target, "path": shape.path or ""}
    if name in _COUNTS:
        inner = [f"!({broken(part, subclasses)})" for part in constraint.inner]
        slots["condition"] = " && ".join(inner) or "true"
        slots["comparison"] = f"{_COUNTS[name]} {_count_of(constraint)}"
        return _filled("count", constraint, slots, valued=False)
    if is_value_constraint(constraint):
        slots["broken"] = broken(constraint, subclasses)
        return _filled("value" if shape.path else "focus", constraint, slots, valued=True)
    if name in _ORDERS:
        slots |= {"other": str(constraint.values[0]), "comparison": _ORDERS[name]}
        return _filled("pair", constraint, slots, valued=True)
    if name == "hasValue":
        slots["term"] = str(constraint.values[0])
        return _filled("has_value", constraint, slots, valued=False)
    return _filled("unique_language", constraint, slots, valued=False)


def _filled(name: str, constraint: Constraint, slots: dict[str, str], valued: bool) -> Diagnosis:
    return Diagnosis(constraint.component, query_text(name).substitute(slots), valued)


def checked_query(shape: Shape, subclasses: Subclasses) -> str:
    """Return the query that counts the focus nodes of a shape."""
    target = target_pattern(shape.targets, subclasses)
    return query_text("checked").substitute(target=target)


def in_star(constraint: Constraint) -> bool:
    """Return whether a star can judge the constraint on a property with one value at most."""
    if constraint.parameter in {"minCount", "maxCount"}:
        return _count_of(constraint) == 1
    return is_value_constraint(constraint)


def is_single(shape: Shape) -> bool:
    """Return whether the shape allows one value at most, so that a star can read it."""
    return shape.path is not None and any(
        item.parameter == "maxCount" and _count_of(item) == 1 for item in shape.constraints
    )


def star(shapes: tuple[Shape, ...], subclasses: Subclasses) -> Star:
    """Return the screening query of property shapes that share their targets."""
    sums, properties = [], []
    for index, shape in enumerate(shapes):
        variable = f"?v{index}"
        required = any(item.parameter == "minCount" for item in shape.constraints)
        conditions = [
            f"({broken(item, subclasses, variable)})"
            for item in shape.constraints
            if is_value_constraint(item)
        ]
        bad = " || ".join(conditions) or "false"
        sums.append(f"(SUM(IF(BOUND({variable}), IF({bad}, 1, 0), {int(required)})) AS ?b{index})")
        properties.append(f"OPTIONAL {{ ?this {shape.path} {variable} }}")
    query = query_text("star").substitute(
        target=target_pattern(shapes[0].targets, subclasses),
        sums="\n  ".join(sums),
        properties="\n  ".join(properties),
    )
    return Star(query, shapes)
