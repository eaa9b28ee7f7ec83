"""A constraint comes in; the SPARQL expression that is true for a value breaking it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from shisaku.quality.model import SH
from shisaku.quality.shapes import Constraint

XSD = "http://www.w3.org/2001/XMLSchema#"

#: Node kinds, SHACL clause 4.1.3.
_NODE_KINDS = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBlank({v})",
    "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "(isBlank({v}) || isIRI({v}))",
    "IRIOrLiteral": "(isIRI({v}) || isLiteral({v}))",
    "BlankNodeOrLiteral": "(isBlank({v}) || isLiteral({v}))",
}
#: Datatypes whose lexical form a cast can prove; others are compared by name alone.
_CAST = frozenset(XSD + name for name in ("boolean", "date", "dateTime", "decimal", "integer"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A constraint, the variable that holds the value, and the class tree of the data."""

    constraint: Constraint
    v: str
    subclasses: Mapping[str, list[str]]

    @property
    def term(self) -> str:
        """First value of the constraint in SPARQL syntax."""
        return str(self.constraint.values[0])

    @property
    def number(self) -> str:
        """First value as a bare number."""
        value = self.constraint.values[0]
        return value.value if isinstance(value, Literal) else str(value)


def _class(asked: _Asked) -> str:
    iri = asked.term.strip("<>")
    classes = asked.subclasses.get(iri, [iri])
    if len(classes) == 1:
        return f"NOT EXISTS {{ {asked.v} a <{iri}> }}"
    either = " || ".join(f"EXISTS {{ {asked.v} a <{name}> }}" for name in classes)
    return f"!({either})"


def _datatype(asked: _Asked) -> str:
    iri = asked.term.strip("<>")
    proof = f"isLiteral({asked.v}) && DATATYPE({asked.v}) = <{iri}>"
    if iri in _CAST:
        proof += f" && COALESCE(<{iri}>(STR({asked.v})) = <{iri}>(STR({asked.v})), false)"
    return f"!({proof})"


def _node_kind(asked: _Asked) -> str:
    kind = _NODE_KINDS[asked.term.strip("<>").removeprefix(SH)]
    return "!" + kind.format(v=asked.v)


def _pattern(asked: _Asked) -> str:
    flags = f", {Literal(asked.constraint.flags)}" if asked.constraint.flags else ""
    return f"(isBlank({asked.v}) || !REGEX(STR({asked.v}), {asked.term}{flags}))"


def _language_in(asked: _Asked) -> str:
    ranges = " || ".join(
        f"LANGMATCHES(LANG({asked.v}), {language})" for language in asked.constraint.values
    )
    return f"!(isLiteral({asked.v}) && ({ranges}))"


def _in(asked: _Asked) -> str:
    terms = " || ".join(f"sameTerm({asked.v}, {term})" for term in asked.constraint.values)
    return f"!({terms})"


def _length(sign: str) -> Callable[[_Asked], str]:
    return lambda asked: f"(isBlank({asked.v}) || STRLEN(STR({asked.v})) {sign} {asked.number})"


def _bound(sign: str) -> Callable[[_Asked], str]:
    return lambda asked: f"!COALESCE({asked.v} {sign} {asked.term}, false)"


_BROKEN: dict[str, Callable[[_Asked], str]] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "languageIn": _language_in,
    "in": _in,
    "minLength": _length("<"),
    "maxLength": _length(">"),
    "minInclusive": _bound(">="),
    "maxInclusive": _bound("<="),
}


def is_value_constraint(constraint: Constraint) -> bool:
    """Return whether the constraint is judged on each value alone."""
    return constraint.parameter in _BROKEN


def broken(
    constraint: Constraint, subclasses: Mapping[str, list[str]], variable: str = "?value"
) -> str:
    """Return an expression, never an error, that is true where ``variable`` breaks it.

    Clauses 4.1 (value type), 4.3 (range), 4.4 (string) and 4.8 (others) of SHACL.
    """
    return _BROKEN[constraint.parameter](_Asked(constraint, variable, subclasses))
