"""One indicator goes in; its folded text with dates, figures and brackets comes out."""

from __future__ import annotations

import re
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
_SPEAKS_OUTSIDE = re.compile(r"\)(?:まで|に|中|末|から|以降)")
_REFERENCE_OPENS = re.compile(r"\s*参考")
_NOTE = re.compile(r"※(?!\)|\s*(?:現在|現状|[^、。]{0,12}(?:時点|実績)))")
_REFERENCE_LINE = re.compile(r"^\s*[(【]\s*参考", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands where in one indicator; all offsets are those of ``text``, which is folded."""

    segment: Segment
    folded: Folded
    nesting: Nesting
    dates: tuple[DateMention, ...]
    figures: tuple[Figure, ...]

    @property
    def text(self) -> str:
        """The folded text, lines joined by line feeds."""
        return self.folded.text

    def quote(self, start: int, end: int) -> Quote:
        """Quote a span of the folded text in the passage where it is printed."""
        return self.segment.quote(*self.folded.printed(start, end))

    def level(self, mention: DateMention) -> Bracket:
        """Return the bracket that a date speaks in.

        A date alone in a bracket that a particle follows, ５年後（2029年度）までに, speaks outside.
        """
        chain = self.nesting.chain(mention.start)
        here = chain[0]
        alone = here.start == mention.start and mention.end == here.end
        if len(chain) > 1 and alone and _SPEAKS_OUTSIDE.match(self.text, here.end):
            return chain[1]
        return here

    def is_basis(self, mention: DateMention) -> bool:
        """Tell whether a date is only compared with."""
        return bool(_BASIS.match(self.text, mention.end))

    def is_start(self, mention: DateMention) -> bool:
        """Tell whether something goes on from a date."""
        return bool(_START.match(self.text, mention.end))

    def line(self, position: int) -> tuple[int, int]:
        """Return where the line of a character starts and ends."""
        end = self.text.find("\n", position)
        return self.text.rfind("\n", 0, position) + 1, len(self.text) if end < 0 else end

    def in_reference(self, position: int) -> bool:
        """Tell whether a character stands in （参考…） or in the list of reference figures."""
        for bracket in self.nesting.chain(position)[:-1]:
            if _REFERENCE_OPENS.match(self.text, bracket.start):
                return True
        return bool(_REFERENCE_LINE.search(self.text[:position]))

    def in_note(self, position: int) -> bool:
        """Tell whether a character stands in a ※ note that explains words of the indicator."""
        start, _ = self.line(position)
        return bool(_NOTE.search(self.text, start, position))

    def stretch(self, position: int) -> Bracket:
        """Return the innermost bracket around a character."""
        return self.nesting.chain(position)[0]


def read(segment: Segment) -> Reading:
    """Find dates, figures and brackets of an indicator."""
    folded = fold(segment.text)
    dates = find_dates(folded.text)
    figures = find_figures(folded.text, [(item.start, item.end) for item in dates])
    return Reading(segment, folded, nest(folded.text), dates, figures)
