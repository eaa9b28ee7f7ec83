"""A figure of a read indicator goes in; the date it stands for comes out.

A figure gets the date of the bracket that follows it, else the nearest date before it in its own
bracket, else the next date there, else the same one bracket further out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from shisaku.plan.figures import Figure
from shisaku.plan.periods import DateMention
from shisaku.plan.reading import Reading

#: An arrow leads from where things stand to the goal: 35か所（2022年度）→ 40か所.
ARROW = "→"

_ATTACHED = re.compile(r"[)\s]*(?:の|は|:)?\s*約?")
_OPENS = re.compile(r"[^()、。\n→\d]{0,12}\(")
_MARKED = re.compile(r"時点|現在|実績")
_EACH = "いずれも"


@dataclass(frozen=True, slots=True)
class Dating:
    """The date of a figure; attached: it leads to the figure directly or follows in a bracket."""

    mention: DateMention | None
    attached: bool


def date_of(reading: Reading, figure: Figure) -> Dating:
    """Find the date of a figure."""
    following = _in_following_bracket(reading, figure)
    if following:
        return Dating(following, True)
    position = figure.start
    index: int | None = reading.nesting.inside[figure.start]
    while index is not None:
        earlier = _last_before(reading, index, position, figure)
        if earlier:
            between = _ATTACHED.fullmatch(reading.text, earlier.end, figure.start)
            return Dating(earlier, bool(between))
        later = _next_after(reading, index, position)
        if later:
            return Dating(later, False)
        bracket = reading.nesting.brackets[index]
        position, index = bracket.start, bracket.parent
    return Dating(_in_later_bracket(reading, figure), False)


def _last_before(
    reading: Reading, bracket: int, position: int, figure: Figure
) -> DateMention | None:
    """Return the last date before a place that no other figure has for itself; ※ begins anew."""
    resets = reading.text.rfind("※", reading.line(figure.start)[0], figure.start)
    dates = reading.dates_of(bracket)
    for item in reversed(dates[: bisect_right(dates, position, key=lambda item: item.end)]):
        if item.start < resets:
            return None
        if reading.is_start(item) or reading.is_basis(item):
            continue
        if reading.owners.get(item.start) in {None, figure}:
            return item
    return None


def _next_after(reading: Reading, bracket: int, position: int) -> DateMention | None:
    """Return the next date of the same bracket and sentence."""
    here = reading.nesting.brackets[bracket]
    for item in reading.dates_between(position, min(here.end, _clause_end(reading, position))):
        if reading.level(item) is not here:
            continue
        if not (reading.is_start(item) or reading.is_basis(item)):
            return None if item.start in reading.owners else item
    return None


def _clause_end(reading: Reading, position: int) -> int:
    """Return where the sentence, the line or the side of an arrow ends."""
    line_end = reading.line(position)[1]
    ends = [reading.text.find(mark, position, line_end) for mark in ("。", ARROW)]
    return min([line_end, *(end for end in ends if end >= 0)])


def _in_following_bracket(reading: Reading, figure: Figure) -> DateMention | None:
    """Return the date of the bracket that follows a figure: 105調査（2023年２月時点）."""
    opened = _OPENS.match(reading.text, figure.end)
    if opened is None:
        return None
    content = reading.nesting.opened_at(opened.end())
    inside = reading.dates_between(content.start, content.end)
    if not inside or reading.figures_between(content.start, content.end):
        return None
    leading = reading.text[content.start : inside[0].start].strip("~ ").removeprefix(_EACH)
    marked = [item for item in inside if _MARKED.match(reading.text, item.end)]
    if marked:
        return marked[-1]
    goals = [item for item in inside if not reading.is_start(item)]
    return goals[0] if goals and not leading else None


def _in_later_bracket(reading: Reading, figure: Figure) -> DateMention | None:
    """Return a date that opens a later bracket of the sentence, or closes a 参考 list."""
    reference = reading.in_reference(figure.start)
    limit = len(reading.text) if reference else _clause_end(reading, figure.end)
    stretch = reading.nesting.inside[figure.start]
    for bracket in reading.nesting.opened_between(figure.end, limit):
        if bracket.parent != stretch:
            continue
        start = bracket.start + len(_EACH) * reading.text.startswith(_EACH, bracket.start)
        inside = reading.dates_between(start, bracket.end)
        goals = [item for item in inside if not (reading.is_basis(item) or reading.is_start(item))]
        if goals and inside[0].start == start:
            return goals[0]
    return None
