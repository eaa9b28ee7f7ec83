"""The text of one measure, its profile and reference data go in; its facts come out."""

from __future__ import annotations

import re
from datetime import date

from shisaku.plan.indicators import Segment, segment, short_label
from shisaku.plan.laws import find_laws
from shisaku.plan.mentions import FoldedPassage, find_mentions, fold_passages, lexicon
from shisaku.plan.milestones import milestones_of
from shisaku.plan.model import Indicator, Measure, Milestone, PassageKind, Quote, Value
from shisaku.plan.profile import Profile
from shisaku.plan.reading import read
from shisaku.plan.structure import MeasureText
from shisaku.plan.values import values_of
from shisaku.reference.model import Reference

_RELATED = re.compile(
    r"(?:No\.?|施策番号|施策)\s?\[?(?P<area>\d{1,2})-(?P<measure>\d{1,2})(?![\d-])"
)


def measure_facts(text: MeasureText, profile: Profile, reference: Reference) -> Measure:
    """Read all facts of a measure but its lead ministries, each with the quote it was read from."""
    passages = fold_passages(text.passages)
    indicators, milestones = _goals(text, decided_on(profile))
    systems, organisations = find_mentions(passages, lexicon(reference))
    heading = text.passages[0]
    return Measure(
        number=text.number,
        title=text.title,
        area=text.area,
        position=text.position,
        title_quote=Quote(heading.id, 0, len(heading.text), heading.text),
        passages=text.passages,
        leads=(),
        indicators=indicators,
        milestones=milestones,
        systems=systems,
        organisations=organisations,
        laws=find_laws(passages, reference),
        related=_related(passages, text.number),
    )


def decided_on(profile: Profile) -> date:
    """Return the day a plan was decided; without one, the first day of the edition's year."""
    if profile.issued is not None:
        return profile.issued
    year = re.search(r"\d{4}", profile.edition)
    return date(int(year[0]), 1, 1) if year else date(1, 1, 1)


def _goals(text: MeasureText, decided: date) -> tuple[tuple[Indicator, ...], tuple[Milestone, ...]]:
    indicators: list[Indicator] = []
    milestones: list[Milestone] = []
    for ordinal, part in enumerate(segment(text.of_kind(PassageKind.KPI)), start=1):
        reading = read(part)
        values = values_of(reading, decided)
        indicators.append(_indicator(ordinal, part, tuple(item.value for item in values)))
        milestones.extend(milestones_of(reading, values, len(milestones) + 1, ordinal))
    return tuple(indicators), tuple(milestones)


def _indicator(ordinal: int, part: Segment, values: tuple[Value, ...]) -> Indicator:
    quotes = tuple(piece.quote() for piece in part.pieces)
    return Indicator(ordinal, short_label(part.text), part.text, values, quotes)


def _related(passages: tuple[FoldedPassage, ...], own: str) -> tuple[str, ...]:
    """Return the numbers of other measures that the text points to, in reading order."""
    found = dict.fromkeys(
        f"{int(match['area'])}-{int(match['measure'])}"
        for item in passages
        for match in _RELATED.finditer(item.folded.text)
    )
    return tuple(number for number in found if number != own)
