"""Indicators and observations go in; values as people read them, and their bars, come out."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.links import Link, Words
from shisaku.pages.outline import REF_PERIOD, UNIT, Outline
from shisaku.pages.reader import Reader, Source

#: Roles in the order in which a card shows them.
ROLE_ORDER = {"actual": 0, "expected": 1, "budget": 2, "target": 3}

#: Values further apart than this many times are not one quantity measured twice.
_FAR_APART = 100

#: Qualifiers printed before the number in English; Japanese prints all but these after it.
_BEFORE_JA = frozenset({"about"})


class Value(NamedTuple):
    """One observation, in words.

    number: with thousands separators; before, after: qualifier around it; due: last day of the
    period (ISO 8601) or empty; amount: the bare number; part_anchor: fragment of the part that the
    value belongs to, on the first of its values.
    """

    iri: str
    anchor: str
    role: str
    role_label: str
    number: str
    amount: Decimal
    unit: Words | None
    before: str
    after: str
    cumulative: bool
    cadence: Words | None
    period: Link | None
    due: str
    part: Words | None
    part_anchor: str
    sources: tuple[Source, ...]


class Bar(NamedTuple):
    """One bar of a small picture: width in per cent of the widest."""

    role: str
    label: str
    text: str
    width: str


class Indicator(NamedTuple):
    """A KPI with its values and, where two values can be compared, bars.

    share: how much of the target the newest measurement reached, in whole per cent, or None.
    """

    link: Link
    anchor: str
    notation: str
    name: Words
    lines: tuple[Words, ...]
    values: tuple[Value, ...]
    bars: tuple[Bar, ...]
    share: int | None
    sources: tuple[Source, ...]


def indicator_view(reader: Reader, book: Outline, iri: str) -> Indicator:
    """Describe one KPI together with its parts."""
    index = reader.index
    values = [
        value_view(reader, observation, part)
        for holder in (iri, *book.parts.get(iri, ()))
        for part in [reader.name(holder) if holder != iri else None]
        for observation in book.observations.get(holder, ())
    ]
    values.sort(key=lambda v: (v.due or "9999", ROLE_ORDER.get(v.role, 9), v.iri))
    values = _with_part_anchors(values)
    definition = reader.words(iri, t.SKOS + "definition")
    lines = definition.text.split("\n") if definition else []
    link = reader.link(iri)
    return Indicator(
        link,
        "-".join(iri.rsplit("/", 2)[1:]),
        index.value(iri, t.SKOS + "notation"),
        link.words,
        tuple(definition._replace(text=line) for line in lines) if definition else (),
        tuple(values),
        bars_of(values),
        share_of(values),
        reader.sources(iri),
    )


def value_view(
    reader: Reader, iri: str, part: Words | None = None, *, quoted: bool = True
) -> Value:
    """Describe one observation; its sources are left out unless they are to be quoted."""
    index, label = reader.index, reader.labels
    role = _tail(index.iri(iri, t.POL + "valueRole"))
    qualifier = index.iri(iri, t.POL + "qualifier")
    word = reader.name(qualifier).text if qualifier else ""
    leads = reader.language == "en" or _tail(qualifier) in _BEFORE_JA
    period = index.iri(iri, REF_PERIOD)
    unit = index.iri(iri, UNIT)
    cadence = index.iri(iri, t.POL + "cadence")
    amount = _decimal(index.value(iri, t.SDMX_MEASURE + "obsValue"))
    known = bool(period) and _tail(period) != "unspecified"
    return Value(
        iri,
        reader.href(iri).partition("#")[2],
        role,
        getattr(label.role, role, role),
        f"{amount:,f}",
        amount,
        reader.name(unit) if unit and _tail(unit) != "one" else None,
        word if leads else "",
        "" if leads else word,
        index.value(iri, t.POL + "cumulative") == "true",
        reader.name(cadence) if cadence else None,
        reader.link(period) if known else None,
        index.value(period, t.SCHEMA + "endDate") if known else "",
        part,
        "",
        reader.sources(iri) if quoted else (),
    )


def bars_of(values: list[Value]) -> tuple[Bar, ...]:
    """Return bars for values of one unit, oldest first; none where there is nothing to compare."""
    units = {value.unit for value in values}
    shown = [value for value in values if value.amount > 0 and value.role != "budget"]
    if len(shown) < 2 or len(units) != 1 or any(value.part for value in shown):
        return ()
    most = max(value.amount for value in shown)
    if most > _FAR_APART * min(value.amount for value in shown):
        return ()
    return tuple(
        Bar(
            value.role,
            " ".join((value.period.words.text if value.period else "", value.role_label)).strip(),
            value.number + (value.unit.text if value.unit else ""),
            f"{value.amount * 100 / most:.1f}",
        )
        for value in shown
    )


def share_of(values: list[Value]) -> int | None:
    """Return how much of the last target the last measurement makes, where both are counts."""
    actual = [value for value in values if value.role == "actual" and not value.part]
    target = [value for value in values if value.role == "target" and not value.part]
    if not actual or not target or actual[-1].unit != target[-1].unit:
        return None
    if not 0 < actual[-1].amount < target[-1].amount or actual[-1].due > target[-1].due:
        return None
    if target[-1].amount > _FAR_APART * actual[-1].amount:
        return None
    return int(actual[-1].amount * 100 / target[-1].amount)


def _with_part_anchors(values: list[Value]) -> list[Value]:
    """Let the first value of each part carry the part's own anchor."""
    seen: set[str] = set()
    found = []
    for value in values:
        anchor = "-".join(value.anchor.split("-")[:2]) if value.part else ""
        found.append(value._replace(part_anchor="" if anchor in seen else anchor))
        seen.add(anchor)
    return found


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
