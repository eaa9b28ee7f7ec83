"""One indicator goes in; its folded text with dates, figures and brackets comes out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from shisaku.plan.brackets import Bracket, Nesting, nest
from shisaku.plan.figures import Figure, find_figures
from shisaku.plan.folding import Folded, fold
from shisaku.plan.indicators import Segment
from shisaku.plan.model import Quote
from shisaku.plan.periods import DateMention, find_dates

#: A date that something is compared with: 2018年度比, 試行時点（2020年度）と比べ.
_BASIS = re.compile(r"\)*\s*(?:比|と比べ|に比べ|と比較|に対する|対比|の水準|水準|を基準)")
#: A date from which something goes on; no deadline.
_START = re.compile(r"\)*\s*(?:以降|以後|から|より|開始)")
#: A figure that has the date before it for itself: 2021年度の35.4%.
_OWNS = re.compile(r"\s*の\s*約?")
_SPEAKS_OUTSIDE = re.compile(r"\)(?:まで|に|中|末|から|以降)")
_REFERENCE_OPENS = re.compile(r"\s*参考")
_REFERENCE_LINE = re.compile(r"^\s*[(【]\s*参考", re.MULTILINE)
_NOTE = re.compile(r"※(?!\)|\s*(?:現在|現状|[^、。]{0,12}(?:時点|実績)))")


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands where in one indicator; all offsets are those of ``text``, which is folded.

    dates, figures: in reading order; owners: the figure that a date, by its start, has for itself.
    """

    segment: Segment
    folded: Folded
    nesting: Nesting
    dates: tuple[DateMention, ...]
    figures: tuple[Figure, ...]
    owners: Mapping[int, Figure]
    _dates_by_level: Mapping[int, tuple[DateMention, ...]]
    _date_starts: tuple[int, ...]
    _figure_starts: tuple[int, ...]
    _line_starts: tuple[int, ...]
    _notes: tuple[int, ...]
    _reference_from: int

    @property
    def text(self) -> str:
        """The folded text, lines joined by line feeds."""
        return self.folded.text

    def quote(self, start: int, end: int) -> Quote:
        """Quote a span of the folded text in the passage where it is printed."""
        return self.segment.quote(*self.folded.printed(start, end))

    def level(self, mention: DateMention) -> Bracket:
        """Return the bracket that a date speaks in."""
        return self.nesting.brackets[_level(self.text, self.nesting, mention)]

    def dates_of(self, bracket: int) -> tuple[DateMention, ...]:
        """Return the dates that speak in a bracket, given by its index."""
        return self._dates_by_level.get(bracket, ())

    def dates_between(self, start: int, end: int) -> tuple[DateMention, ...]:
        """Return the dates that start in a span."""
        starts = self._date_starts
        return self.dates[bisect_left(starts, start) : bisect_left(starts, end)]

    def figures_between(self, start: int, end: int) -> tuple[Figure, ...]:
        """Return the figures that start in a span."""
        starts = self._figure_starts
        return self.figures[bisect_left(starts, start) : bisect_left(starts, end)]

    def counts_between(self, start: int, end: int) -> bool:
        """Tell whether a figure that names nothing starts in a span."""
        return any(not figure.names for figure in self.figures_between(start, end))

    def last_end_before(self, position: int) -> int:
        """Return where the last date or figure that starts before a place ends, 0 without one."""
        before = (
            self.dates[: bisect_left(self._date_starts, position)][-1:],
            self.figures[: bisect_left(self._figure_starts, position)][-1:],
        )
        return max((item.end for found in before for item in found), default=0)

    def is_basis(self, mention: DateMention) -> bool:
        """Tell whether a date is only compared with."""
        return bool(_BASIS.match(self.text, mention.end))

    def is_start(self, mention: DateMention) -> bool:
        """Tell whether something goes on from a date."""
        return bool(_START.match(self.text, mention.end))

    def line(self, position: int) -> tuple[int, int]:
        """Return where the line of a character starts and ends."""
        after = bisect_right(self._line_starts, position)
        last = after == len(self._line_starts)
        end = len(self.text) if last else self._line_starts[after] - 1
        return self._line_starts[after - 1], end

    def in_reference(self, position: int) -> bool:
        """Tell whether a character stands in （参考…） or in the list of reference figures."""
        if position > self._reference_from:
            return True
        chain = self.nesting.chain(position)[:-1]
        return any(_REFERENCE_OPENS.match(self.text, bracket.start) for bracket in chain)

    def in_note(self, position: int) -> bool:
        """Tell whether a character stands in a ※ note that explains words of the indicator."""
        before = bisect_left(self._notes, position)
        return before > 0 and self._notes[before - 1] >= self.line(position)[0]


def read(segment: Segment) -> Reading:
    """Find dates, figures and brackets of an indicator."""
    folded = fold(segment.text)
    text = folded.text
    dates = find_dates(text)
    figures = find_figures(text, [(item.start, item.end) for item in dates])
    nesting = nest(text)
    by_level: dict[int, list[DateMention]] = {}
    for item in dates:
        by_level.setdefault(_level(text, nesting, item), []).append(item)
    reference = _REFERENCE_LINE.search(text)
    return Reading(
        segment=segment,
        folded=folded,
        nesting=nesting,
        dates=dates,
        figures=figures,
        owners=_owners(text, dates, figures),
        _dates_by_level={level: tuple(found) for level, found in by_level.items()},
        _date_starts=tuple(item.start for item in dates),
        _figure_starts=tuple(item.start for item in figures),
        _line_starts=(0, *(match.end() for match in re.finditer("\n", text))),
        _notes=tuple(match.start() for match in _NOTE.finditer(text)),
        _reference_from=reference.start() if reference else len(text),
    )


def _level(text: str, nesting: Nesting, mention: DateMention) -> int:
    """Return the index of the bracket that a date speaks in.

    A date alone in a bracket that a particle follows, ５年後（2029年度）までに, speaks outside.
    """
    index = nesting.inside[mention.start]
    here = nesting.brackets[index]
    alone = here.start == mention.start and mention.end == here.end
    if here.parent is not None and alone and _SPEAKS_OUTSIDE.match(text, here.end):
        return here.parent
    return index


def _owners(
    text: str, dates: tuple[DateMention, ...], figures: tuple[Figure, ...]
) -> dict[int, Figure]:
    starts = [figure.start for figure in figures]
    found: dict[int, Figure] = {}
    for item in dates:
        after = bisect_left(starts, item.end)
        if after < len(figures) and _OWNS.fullmatch(text, item.end, starts[after]):
            found[item.start] = figures[after]
    return found
