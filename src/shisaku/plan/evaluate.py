"""Annotated measures and a Plan go in; precision, recall and F1 of each field come out.

Only measures of the gold file are scored. Text is compared after NFKC without white space and
without leading bullets. Each annotated entry is paired with at most one entry that was read.

========== =====================================================================================
measures   the number is found
titles     same text; areas: same number; ministries: same name and scope
indicators same text of the whole segment, lines joined
values     same role, number, unit, period, qualifier, cumulative and cadence
values_core as values, without unit and qualifier
milestones same period, and texts alike: one holds the other, or difflib's ratio is 0.6 or more
systems    same name, where the canonical name and the names as printed all count,
           also those before and inside a bracket
laws       same name and number; statutes only, no public notices (告示)
========== =====================================================================================

An annotation "annual" or "monthly" in place of a period means a value without period and with that
cadence. Entries marked optional, and fields marked ambiguous, count neither way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from shisaku.plan.figures import find_figures
from shisaku.plan.folding import fold
from shisaku.plan.gold import CADENCES, Annotations, GoldMeasure, GoldValue, load_gold
from shisaku.plan.model import Measure, Passage, PassageKind, Plan, Value

__all__ = ["FIELDS", "Evaluation", "FieldScore", "Hit", "evaluate", "load_gold"]

_ALIKE = 0.6
_SHORTEST_PART = 4
_SPACE = re.compile(r"\s+")
_NAME_PARTS = re.compile(r"[（）()「」]")
_BULLET = re.compile(r"^[・･]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was missed or falsely found, beside the passage it stands in, if any."""

    measure: str
    entry: str
    passage: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How well one field was read; all figures lie between 0 and 1."""

    precision: float
    recall: float
    f1: float
    found: int
    expected: int
    missed: tuple[Hit, ...]
    false: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all fields, in the order of FIELDS."""

    fields: dict[str, FieldScore]

    def to_json(self) -> str:
        """Return the scores as JSON text, fields below the key ``fields``."""
        table = {name: asdict(score) for name, score in self.fields.items()}
        return json.dumps({"fields": table}, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class _Read:
    """Something that was read: the forms it may be compared by, words for a person, its place."""

    forms: tuple[Any, ...]
    shown: str
    passage: str | None


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is compared: what was read, what the gold file says, when both agree."""

    name: str
    annotated: str
    read: Callable[[Measure], Iterator[_Read]]
    form: Callable[[Any], Any]
    shown: Callable[[Any], str]
    agree: Callable[[Any, Any], float]


@dataclass(slots=True)
class _Tally:
    """Counts and lists of one field while measures are compared."""

    matched: int = 0
    missed: list[Hit] = field(default_factory=list)
    false: list[Hit] = field(default_factory=list)

    def score(self) -> FieldScore:
        found, expected = self.matched + len(self.false), self.matched + len(self.missed)
        precision = self.matched / found if found else 1.0
        recall = self.matched / expected if expected else 1.0
        both = found + expected
        f1 = 2 * self.matched / both if both else 1.0
        missed, false = tuple(self.missed), tuple(self.false)
        return FieldScore(
            round(precision, 4), round(recall, 4), round(f1, 4), found, expected, missed, false
        )


def evaluate(gold: Sequence[GoldMeasure], plan: Plan) -> Evaluation:
    """Score a plan against annotated measures."""
    measures = {measure.number: measure for measure in plan.measures}
    tallies = {item.name: _Tally() for item in _FIELDS}
    presence = _Tally()
    for annotated in gold:
        measure = measures.get(annotated.number)
        if measure is None:
            presence.missed.append(Hit(annotated.number, annotated.number, None, None))
        else:
            presence.matched += 1
        for item in _FIELDS:
            expected = annotated.fields[item.annotated]
            if not expected.ambiguous:
                _compare(item, expected, annotated.number, measure, tallies[item.name])
    scores = {"measures": presence.score()}
    scores |= {name: tally.score() for name, tally in tallies.items()}
    return Evaluation({name: scores[name] for name in FIELDS})


def _compare(
    item: _Field, expected: Annotations, number: str, measure: Measure | None, tally: _Tally
) -> None:
    """Pair what is annotated with what was read, the most alike first."""
    read = list(item.read(measure)) if measure else []
    kept, rest = _pairs(item, expected.entries, read)
    _, rest_after = _pairs(item, expected.optional, rest)
    tally.matched += len(expected.entries) - len(kept)
    passages = {passage.id: passage for passage in measure.passages} if measure else {}
    for entry in kept:
        passage = _place(entry, tuple(passages.values()))
        tally.missed.append(_hit(number, item.shown(entry), passage))
    for found in rest_after:
        passage = passages.get(found.passage or "")
        tally.false.append(_hit(number, found.shown, passage))


def _pairs(
    item: _Field, entries: Sequence[Any], read: Sequence[_Read]
) -> tuple[list[Any], list[_Read]]:
    """Return the annotated entries and the read ones that found no partner."""
    candidates = sorted(
        (
            (-likeness, left, right)
            for left, entry in enumerate(entries)
            for right, found in enumerate(read)
            if (likeness := _likeness(item, entry, found)) > 0
        ),
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for _, left, right in candidates:
        if left not in taken_left and right not in taken_right:
            taken_left.add(left)
            taken_right.add(right)
    missed = [entry for place, entry in enumerate(entries) if place not in taken_left]
    return missed, [found for place, found in enumerate(read) if place not in taken_right]


def _likeness(item: _Field, entry: Any, found: _Read) -> float:
    form = item.form(entry)
    return max((item.agree(form, other) for other in found.forms), default=0.0)


def _hit(number: str, shown: str, passage: Passage | None) -> Hit:
    place, text = (passage.id, passage.text) if passage else (None, None)
    return Hit(number, shown, place, text)


def _place(entry: Any, passages: Sequence[Passage]) -> Passage | None:
    """Find the passage that an annotated entry was most likely read from."""
    if isinstance(entry, GoldValue):
        for passage in passages:
            if passage.kind is PassageKind.KPI and any(
                figure.value == entry.number for figure in find_figures(fold(passage.text).text)
            ):
                return passage
        return None
    words = str(entry[0] if isinstance(entry, tuple) else entry)
    parts = [normal(part) for part in words.split("\n")]
    for part in parts:
        for passage in passages:
            if part and part in normal(passage.text):
                return passage
    return None


def normal(text: str) -> str:
    """Return a text as it is compared: folded, without white space and leading bullets."""
    return _BULLET.sub("", _SPACE.sub("", fold(text).text))


def _same(left: Any, right: Any) -> float:
    return 1.0 if left == right else 0.0


def _alike(left: tuple[str, str], right: tuple[str, str]) -> float:
    """Compare milestones: the period must agree, the words may differ a little."""
    if left[1] != right[1]:
        return 0.0
    short, long = sorted((left[0], right[0]), key=len)
    if short == long:
        return 2.0
    ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
    holds = len(short) >= _SHORTEST_PART and short in long
    return max(ratio, _ALIKE) if holds else ratio if ratio >= _ALIKE else 0.0


def _titles(measure: Measure) -> Iterator[_Read]:
    yield _Read((normal(measure.title),), measure.title, measure.title_quote.passage)


def _areas(measure: Measure) -> Iterator[_Read]:
    yield _Read((measure.area,), str(measure.area), None)


def _ministries(measure: Measure) -> Iterator[_Read]:
    for lead in measure.leads:
        form = (normal(lead.name), normal(lead.scope or ""))
        yield _Read((form,), _scoped((lead.name, lead.scope)), lead.quote.passage)


def _indicators(measure: Measure) -> Iterator[_Read]:
    for indicator in measure.indicators:
        passage = indicator.quotes[0].passage if indicator.quotes else None
        yield _Read((normal(indicator.text),), indicator.text, passage)


def _milestones(measure: Measure) -> Iterator[_Read]:
    for milestone in measure.milestones:
        form = (normal(milestone.text), milestone.period.key)
        shown = f"{milestone.text} [{milestone.period.key}]"
        yield _Read((form,), shown, milestone.quote.passage)


def _systems(measure: Measure) -> Iterator[_Read]:
    for mention in measure.systems:
        forms = {mention.name}
        for quote in mention.quotes:
            forms |= {quote.exact, *_NAME_PARTS.split(quote.exact)} - {""}
        compared = tuple(sorted(normal(form).casefold() for form in forms))
        yield _Read(compared, mention.name, mention.quotes[0].passage)


def _laws(measure: Measure) -> Iterator[_Read]:
    for law in measure.laws:
        if law.number and "告示" not in law.number:
            form = (normal(law.name), normal(law.number))
            yield _Read((form,), f"{law.name} ({law.number})", law.quotes[0].passage)


def _gold_of(value: Value) -> GoldValue:
    """Write a value the way it is annotated."""
    period = value.period.key if value.period else None
    cadence = value.cadence.value if value.cadence else None
    qualifier = value.qualifier.value if value.qualifier else None
    number = value.number
    return GoldValue(
        value.role.value, number, value.unit, period, qualifier, value.cumulative, cadence
    )


def _exact(value: GoldValue) -> tuple[Any, ...]:
    unit = normal(value.unit) if value.unit else None
    return (*_core(value), unit, value.qualifier)


def _core(value: GoldValue) -> tuple[Any, ...]:
    period, cadence = value.period, value.cadence
    if period in CADENCES and cadence is None:
        period, cadence = None, period
    return (value.role, Decimal(value.number), period, value.cumulative, cadence)


def _values(form: Callable[[GoldValue], Any]) -> Callable[[Measure], Iterator[_Read]]:
    def read(measure: Measure) -> Iterator[_Read]:
        for indicator in measure.indicators:
            for value in indicator.values:
                known = _gold_of(value)
                yield _Read((form(known),), _value_words(known), value.quote.passage)

    return read


def _value_words(value: GoldValue) -> str:
    parts = [
        value.role,
        f"{value.number:f}",
        value.unit,
        value.period,
        value.qualifier,
        "cumulative" if value.cumulative else None,
        value.cadence,
    ]
    return " | ".join(part or "-" for part in parts)


def _scoped(lead: tuple[str, str | None]) -> str:
    return f"{lead[1]}：{lead[0]}" if lead[1] else lead[0]


def _value_field(name: str, form: Callable[[GoldValue], Any]) -> _Field:
    return _Field(name, "values", _values(form), form, _value_words, _same)


_FIELDS = (
    _Field("titles", "titles", _titles, normal, str, _same),
    _Field("areas", "areas", _areas, int, str, _same),
    _Field(
        "ministries",
        "ministries",
        _ministries,
        lambda lead: (normal(lead[0]), normal(lead[1] or "")),
        _scoped,
        _same,
    ),
    _Field("indicators", "indicators", _indicators, normal, str, _same),
    _value_field("values", _exact),
    _value_field("values_core", _core),
    _Field(
        "milestones",
        "milestones",
        _milestones,
        lambda milestone: (normal(milestone[0]), milestone[1]),
        lambda milestone: f"{milestone[0]} [{milestone[1]}]",
        _alike,
    ),
    _Field("systems", "systems", _systems, lambda name: normal(name).casefold(), str, _same),
    _Field(
        "laws",
        "laws",
        _laws,
        lambda law: (normal(law[0]), normal(law[1])),
        lambda law: f"{law[0]} ({law[1]})",
        _same,
    ),
)

#: The scored fields, in the order they are reported.
FIELDS = ("measures", *(item.name for item in _FIELDS))
