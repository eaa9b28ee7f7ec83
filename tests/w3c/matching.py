"""Whether two results are the same: solutions and solutions in, a verdict out.

Results are bags of rows unless their order counts, up to the labels of blank nodes.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation

from w3c.results import XSD, Row, Solutions, Term

_BOUNDED = [sign + name for sign in ("", "unsigned") for name in ("Long", "Int", "Short", "Byte")]
_SIGNED = [f"{name}Integer" for name in ("nonNegative", "nonPositive", "positive", "negative")]
_INTEGERS = {f"{XSD}{name[0].lower()}{name[1:]}" for name in ("integer", *_BOUNDED, *_SIGNED)}
_DECIMALS = {*_INTEGERS, XSD + "decimal"}
_FLOATS = {XSD + "double", XSD + "float"}
_DATES = {XSD + "date", XSD + "dateTime", XSD + "time"}


def same(expected: Solutions | bool, given: Solutions | bool, lax: bool = False) -> bool:
    """Whether a given result is the expected one; values count by value and datatype.

    lax: each expected row may stand there fewer times, but once at least (REDUCED).
    """
    if isinstance(expected, bool) or isinstance(given, bool):
        return expected is given
    if set(expected.variables) != set(given.variables):
        return False
    wanted = [_by_value(row) for row in expected.rows]
    rows = [_by_value(row) for row in given.rows]
    if lax:
        most, found = Counter(map(_key, wanted)), Counter(map(_key, rows))
        return set(most) == set(found) and all(found[key] <= most[key] for key in found)
    if len(wanted) != len(rows):
        return False
    if expected.ordered:
        return _paired(list(zip(wanted, rows, strict=True)))
    return _matched(wanted, rows)


def literally(expected: Solutions | bool, given: Solutions | bool) -> bool:
    """Whether the same terms stand in both, spelled alike, blank nodes aside."""
    if isinstance(expected, bool) or isinstance(given, bool):
        return expected is given
    return set(map(_key, expected.rows)) == set(map(_key, given.rows))


def _key(row: Row) -> frozenset[tuple[str, Term]]:
    nameless = ("blank", "", "", "")
    pairs = row.items()
    return frozenset((name, nameless if term[0] == "blank" else term) for name, term in pairs)


def _by_value(row: Row) -> Row:
    return {name: _canonical(term) for name, term in row.items()}


def _canonical(term: Term) -> Term:
    """Spell a number, boolean or date in one way; what is not well-formed stays as it is."""
    kind, value, datatype, language = term
    if datatype == XSD + "boolean":
        value = {"1": "true", "0": "false"}.get(value, value)
    elif datatype in _DATES:
        value = value.replace("+00:00", "Z")
    try:
        if datatype in _DECIMALS:
            value = str(Decimal(value).normalize())
        elif datatype in _FLOATS:
            value = repr(float(value))
    except (InvalidOperation, ValueError):
        return term
    return (kind, value, datatype, language)


def _paired(pairs: list[tuple[Row, Row]]) -> bool:
    names: dict[str, str] = {}
    for left, right in pairs:
        extended = _extended(names, left, right)
        if extended is None:
            return False
        names = extended
    return True


def _extended(names: dict[str, str], left: Row, right: Row) -> dict[str, str] | None:
    """The pairs of blank nodes with those of two rows, None when the rows differ."""
    if left.keys() != right.keys():
        return None
    extended = dict(names)
    for name, term in left.items():
        other = right[name]
        if term[0] != "blank" or other[0] != "blank":
            if term != other:
                return None
        elif extended.setdefault(term[1], other[1]) != other[1]:
            return None
    if len(set(extended.values())) != len(extended):
        return None
    return extended


def _matched(wanted: list[Row], rows: list[Row]) -> bool:
    """Search a bijection of blank nodes under which the bags are equal."""
    if Counter(map(_key, wanted)) != Counter(map(_key, rows)):
        return False
    linked = [row for row in wanted if _has_blank(row)]
    others = [row for row in rows if _has_blank(row)]
    rarity = Counter(map(_key, linked))
    linked.sort(key=lambda row: rarity[_key(row)])
    return _assigned(linked, others, {})


def _has_blank(row: Row) -> bool:
    return any(term[0] == "blank" for term in row.values())


def _assigned(wanted: list[Row], rows: list[Row], names: dict[str, str]) -> bool:
    if not wanted:
        return True
    for place, row in enumerate(rows):
        extended = _extended(names, wanted[0], row)
        rest = [*rows[:place], *rows[place + 1 :]]
        if extended is not None and _assigned(wanted[1:], rest, extended):
            return True
    return False
