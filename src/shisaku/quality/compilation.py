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

_VALUES_FIRST = re.compile(r"^[^{]*\bWHERE\s*\{\s*\$this\s+\$PATH\s+\?value\s*\.")

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
    """One pass over a class.

    Column ``?b{i}`` counts the focus nodes that break what ``in_star`` covers of shapes[i]; it
    is to be trusted when ?rows equals ?focus, so that no property has a second value.
    """

    query: str
    shapes: tuple[Shape, ...]


def _count_of(constraint: Constraint) -> int:
    value = constraint.values[0]
    return int(value.value) if isinstance(value, Literal) else 0


def _sparql(shape: Shape, constraint: Constraint, target: str) -> Diagnosis:
    text = constraint.select
    if _says_its_target(shape, text):
        target = ""
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


def _says_its_target(shape: Shape, text: str) -> bool:
    """Return whether a constraint on the subjects of a property begins with that property.

    Asking for the target as well would take 0.4 times as long again.
    """
    said = shape.targets == (("targetSubjectsOf", (shape.path or "").strip("<>")),)
    return said and bool(_VALUES_FIRST.search(text))


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
    target = target_pattern(shape.targets, subclasses, once=False)
    return query_text("checked").substitute(target=target)


def _is_single(shape: Shape) -> bool:
    return any(c.parameter == "maxCount" and _count_of(c) == 1 for c in shape.constraints)


def in_star(shape: Shape, constraint: Constraint) -> bool:
    """Return whether one pass over a class can judge the constraint, together with others."""
    name = constraint.parameter
    if name == "maxCount":
        return _count_of(constraint) == 1
    if name == "minCount":
        return _count_of(constraint) == 1 or (_count_of(constraint) == 2 and not _is_single(shape))
    if name == "qualifiedMinCount":
        return _count_of(constraint) == 1 and not _is_single(shape)
    return name in {"hasValue", "uniqueLang"} or is_value_constraint(constraint)


def _sign(shape: Shape, variable: str, subclasses: Subclasses) -> tuple[str, str]:
    """Return an expression that is true for a focus node in the wrong, and the pattern it needs.

    The pattern binds a property that has one value at most; any other is looked into by EXISTS.
    """
    covered = [item for item in shape.constraints if in_star(shape, item)]
    value = variable if shape.path else "?this"
    wrong = " || ".join(
        f"({broken(item, subclasses, value)})" for item in covered if is_value_constraint(item)
    )
    signs = [
        f"NOT EXISTS {{ ?this {shape.path} {item.values[0]} }}"
        for item in covered
        if item.parameter == "hasValue"
    ]
    if shape.path is None:
        return wrong or "false", ""
    if _is_single(shape):
        absent = "true" if any(item.parameter == "minCount" for item in covered) else "false"
        one = f"IF(BOUND({variable}), {wrong or 'false'}, {absent})"
        return " || ".join([one, *signs]), f"OPTIONAL {{ ?this {shape.path} {variable} }}"
    if wrong:
        signs.append(f"EXISTS {{ ?this {shape.path} {variable} FILTER({wrong}) }}")
    for item in covered:
        if item.parameter in _VALUES_TOGETHER:
            signs.append(_together(shape, item, variable, subclasses))
    return " || ".join(signs) or "false", ""


_VALUES_TOGETHER = frozenset({"minCount", "qualifiedMinCount", "uniqueLang"})


def _together(shape: Shape, item: Constraint, variable: str, subclasses: Subclasses) -> str:
    """Return the sign of a constraint on all values of a property together."""
    one, two = f"?this {shape.path} {variable}", f"?this {shape.path} {variable}, {variable}_"
    if item.parameter == "uniqueLang":
        return (
            f'EXISTS {{ {two} FILTER(LANG({variable}) != "" && !sameTerm({variable}, {variable}_)'
            f" && LCASE(LANG({variable})) = LCASE(LANG({variable}_))) }}"
        )
    if item.parameter == "qualifiedMinCount":
        good = " && ".join(f"!({broken(part, subclasses, variable)})" for part in item.inner)
        return f"NOT EXISTS {{ {one} FILTER({good or 'true'}) }}"
    if _count_of(item) == 1:
        return f"NOT EXISTS {{ {one} }}"
    return f"NOT EXISTS {{ {two} FILTER(!sameTerm({variable}, {variable}_)) }}"


def star(shapes: tuple[Shape, ...], subclasses: Subclasses) -> Star:
    """Return the screening query of shapes that share their targets."""
    signs = [_sign(shape, f"?v{index}", subclasses) for index, shape in enumerate(shapes)]
    query = query_text("star").substitute(
        target=target_pattern(shapes[0].targets, subclasses),
        sums="\n  ".join(
            f"(SUM(IF({wrong}, 1, 0)) AS ?b{index})" for index, (wrong, _) in enumerate(signs)
        ),
        properties="\n  ".join(pattern for _, pattern in signs if pattern),
    )
    return Star(query, shapes)
