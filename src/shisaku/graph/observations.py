"""Indicators and their values in, RDF Data Cube observations out.

Each number is one observation (RDF Data Cube, clause 6). Two numbers of one role and period
would break integrity constraint 12, so each of them hangs on a part of the indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from shisaku.graph.figure_names import figure_name
from shisaku.graph.iris import Iris, part
from shisaku.graph.namespaces import (
    POL,
    QB,
    RDFS,
    SCHEMA,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    SKOS,
    XSD,
)
from shisaku.graph.periods import UNSPECIFIED, labels
from shisaku.graph.quotes import Citations
from shisaku.graph.statements import Statements
from shisaku.graph.units import unit_key
from shisaku.plan.model import Indicator, Qualifier, Role, Value

#: Class of an observation by its role, and how the role is called in labels.
ROLES: dict[Role, tuple[NamedNode, str]] = {
    Role.TARGET: (POL.Target, "目標"),
    Role.ACTUAL: (POL.Actual, "実績"),
    Role.EXPECTED: (POL.Expected, "見込み"),
    Role.BUDGET: (POL.Budget, "予算"),
}

#: Code of a qualifier in the code list ``qualifier``.
QUALIFIER_CODES: dict[Qualifier, str] = {
    Qualifier.AT_LEAST: "at-least",
    Qualifier.AT_MOST: "at-most",
    Qualifier.ABOUT_LEVEL: "about-level",
    Qualifier.ABOUT: "about",
    Qualifier.MORE_THAN: "more-than",
    Qualifier.LESS_THAN: "less-than",
    Qualifier.DECREASE: "decrease",
    Qualifier.INCREASE: "increase",
    Qualifier.EXPECTED: "expected",
}

_BEFORE_THE_NUMBER = {Qualifier.ABOUT}
_SLOT = tuple[Role, str]


def period_key(value: Value) -> str:
    """Return the key of a value's period, ``unspecified`` where none is printed."""
    return value.period.key if value.period else UNSPECIFIED


def describe_indicator(
    indicator: Indicator,
    number: str,
    measure: NamedNode,
    texts: Mapping[str, str],
    iris: Iris,
    citations: Citations,
    out: Statements,
) -> NamedNode:
    """Say one indicator of measure ``number``, its observations and, where needed, its parts.

    texts: the passages of the measure by their id.
    """
    node = part(measure, f"kpi/{indicator.ordinal}")
    quotes = citations.cite(indicator.quotes)
    _indicator_concept(node, f"{number}/{indicator.ordinal}", indicator, indicator.label, iris, out)
    out.add(node, POL.indicatorOf, measure)
    out.integer(node, POL.position, indicator.ordinal)
    out.add(node, POL.quote, *quotes)
    whole, *parts = _by_part(indicator.values)
    first_line = indicator.quotes[0].passage if indicator.quotes else ""
    for value in whole:
        name = "" if value.quote.passage == first_line else _name(value, texts)
        label = f"{name}（{indicator.label}）" if name else indicator.label
        _observation(value, node, label, iris, citations, out)
    part_labels = _part_labels(indicator, parts, texts)
    for index, (values, label) in enumerate(zip(parts, part_labels, strict=True), start=1):
        piece = part(node, f"part/{index}")
        notation = f"{number}/{indicator.ordinal}.{index}"
        _indicator_concept(piece, notation, indicator, label, iris, out)
        out.types(piece, POL.SubIndicator)
        out.add(piece, POL.indicatorOf, measure)
        out.add(piece, POL.partOf, node)
        out.add(piece, SKOS.broader, node)
        out.add(node, SKOS.narrower, piece)
        out.integer(piece, POL.position, index)
        out.add(piece, POL.quote, *quotes)
        for value in values:
            _observation(value, piece, label, iris, citations, out)
    return node


def _by_part(values: Sequence[Value]) -> list[list[Value]]:
    """Return the values of the whole indicator first, then those of each part in order.

    The n-th number of a role and period that has several belongs to part n.
    """
    slots: dict[_SLOT, list[Value]] = defaultdict(list)
    for value in values:
        slots[(value.role, period_key(value))].append(value)
    groups: list[list[Value]] = [[]]
    for several in slots.values():
        if len(several) == 1:
            groups[0].extend(several)
            continue
        while len(groups) <= len(several):
            groups.append([])
        for index, value in enumerate(several, start=1):
            groups[index].append(value)
    return groups


def _name(value: Value, texts: Mapping[str, str]) -> str:
    return figure_name(texts.get(value.quote.passage, ""), value.quote)


def _part_labels(
    indicator: Indicator, parts: Sequence[Sequence[Value]], texts: Mapping[str, str]
) -> list[str]:
    """Tell parts apart: by what their figure counts, else by their unit, else by number."""
    names = [_name(values[0], texts) for values in parts]
    units = [values[0].unit or "" for values in parts]
    told = []
    for index, (name, unit) in enumerate(zip(names, units, strict=True), start=1):
        if name and names.count(name) == 1:
            told.append(f"{name}（{indicator.label}）")
        else:
            own = unit if unit and units.count(unit) == 1 else index
            told.append(f"{indicator.label}（{own}）")
    return told


def _indicator_concept(
    node: NamedNode, notation: str, indicator: Indicator, label: str, iris: Iris, out: Statements
) -> None:
    out.types(node, POL.Indicator, SCHEMA.StatisticalVariable)
    out.concept(node, iris.indicators, notation, label)
    out.ja(node, SKOS.definition, indicator.text)


def _observation(
    value: Value,
    node: NamedNode,
    label: str,
    iris: Iris,
    citations: Citations,
    out: Statements,
) -> None:
    role_class, role_name = ROLES[value.role]
    period = iris.period(period_key(value))
    item = part(node, f"{value.role.value}/{period.value.rpartition('/')[2]}")
    out.add(node, POL.hasObservation, item)
    out.types(item, QB.Observation, role_class)
    out.add(item, QB.dataSet, iris.observations)
    out.add(item, POL.edition, iris.edition)
    out.add(item, POL.indicator, node)
    out.add(item, POL.valueRole, iris.code("value-role", value.role.value))
    out.add(item, SDMX_DIMENSION.refPeriod, period)
    out.add(
        item, SDMX_MEASURE.obsValue, Literal(f"{value.number.normalize():f}", datatype=XSD.decimal)
    )
    out.add(item, SDMX_ATTRIBUTE.unitMeasure, iris.unit(unit_key(value.unit)))
    if value.qualifier:
        code = QUALIFIER_CODES[value.qualifier]
        out.add(item, POL.qualifier, iris.code("qualifier", code))
    if value.cumulative:
        out.add(item, POL.cumulative, Literal(True))
    if value.cadence:
        out.add(item, POL.cadence, iris.code("cadence", value.cadence.value))
    when = labels(value.period)[0] + "、" if value.period else ""
    out.ja(item, RDFS.label, f"{label}：{figure(value)}（{when}{role_name}）")
    out.add(item, POL.quote, *citations.cite([value.quote]))


def figure(value: Value) -> str:
    """Return the figure as people read it: 約3,275万 stays a plain number, 32,750,000t/年以上."""
    number = f"{value.number:,f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    text = number + (value.unit or "")
    if value.qualifier is None:
        return text
    word = value.qualifier.value
    return word + text if value.qualifier in _BEFORE_THE_NUMBER else text + word
