"""A block goes in; what it is in the layout of a plan comes out: heading, label, text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, lru_cache

from shisaku.document.model import Block, BlockKind
from shisaku.plan.profile import Layout, Profile


class _Letters(dict[int, int]):
    """One character to one character; the others stay, without an exception for each of them."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


# So that offsets in folded text are offsets in printed text.
_FOLD = _Letters(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "－‐‑‒–—―−─━ー﹣ｰ"), ord("-"))
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\t"), ord(" "))
    | {ord("︓"): ord(":"), ord("﹕"): ord(":"), ord("∶"): ord(":")}
)
_KANJI = "〇一二三四五六七八九"
_OPENING = "[【〔(<「■□●○◆◇▪・ "
_CLOSING = r"[\]】〕)>」]?"
_LONGEST_HEADING = 200


@lru_cache(maxsize=4096)
def half_width(text: str) -> str:
    """Fold letters, digits, punctuation and every dash to half width, length unchanged.

    Remembered, because a line is asked for by several signs.
    """
    return text.translate(_FOLD)


def whole_number(text: str) -> int:
    """Read a chapter number in digits or, up to 99, in kanji: 12, １２, 十二."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return 10 * (_KANJI.find(tens) if tens else int(bool(ten))) + max(_KANJI.find(ones), 0)


class Sign(Enum):
    """What a line is in the layout."""

    MEASURE = auto()
    AREA = auto()
    KPI = auto()
    LEAD = auto()
    TITLE = auto()
    NUMBER = auto()
    BODY = auto()
    TEXT = auto()


LABELS = frozenset({Sign.KPI, Sign.LEAD, Sign.TITLE, Sign.NUMBER, Sign.BODY})


@dataclass(frozen=True, slots=True)
class Line:
    """A block and what it is. text: what is left as content once number and label are off.

    area, number: of a measure heading; area also of an area heading.
    """

    sign: Sign
    text: str
    block: Block
    area: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Signs:
    """The compiled patterns of a profile. labels: longest first, by their first letter."""

    layout: Layout
    heading: re.Pattern[str]
    styled_heading: re.Pattern[str] | None
    area_heading: re.Pattern[str] | None
    area_number: re.Pattern[str]
    subheading: re.Pattern[str] | None
    furniture: re.Pattern[str] | None
    labels: dict[str, list[tuple[Sign, str]]]
    areas: dict[str, int]
    none_marks: frozenset[str]
    label_starts: frozenset[str]

    def line(self, block: Block) -> Line:
        """Tell what a block is; without any sign it is text.

        A number that Word prints by itself is read as if it were typed, where that makes a sign.
        """
        line = self._typed(block)
        if line.sign is Sign.TEXT and block.label:
            numbered = self._typed(replace(block, text=f"{block.label} {block.text}"))
            if numbered.sign in (Sign.MEASURE, Sign.AREA):
                return replace(numbered, block=block)
        return line

    def _typed(self, block: Block) -> Line:
        folded = half_width(block.text[:_LONGEST_HEADING])
        styled = block.kind is BlockKind.HEADING
        if block.kind is not BlockKind.BULLET and len(block.text) < _LONGEST_HEADING:
            found = self._measure(block, folded, self.heading)
            if found is None and styled and self.styled_heading is not None:
                found = self._measure(block, folded, self.styled_heading)
            found = found or self._area(block, folded)
            if found is not None:
                return found
        return self._label(block, folded) or Line(Sign.TEXT, block.text, block)

    def bare_number(self, line: Line) -> Line | None:
        """Read a cell that holds nothing but the number of a measure."""
        if self.styled_heading is None:
            return None
        found = self._measure(line.block, half_width(line.text), self.styled_heading)
        return found if found is not None and not found.text else None

    def is_none(self, text: str) -> bool:
        """Tell whether a text stands for an empty block."""
        return half_width(text).strip() in self.none_marks

    def is_furniture(self, text: str) -> bool:
        """Tell whether a line is no content, for example a page number."""
        return self.furniture is not None and (
            self.furniture.fullmatch(half_width(text)) is not None
        )

    def section(self, line: Line) -> str | None:
        """The section that a sub-heading opens, None for other text."""
        found = None
        if self.subheading is not None:
            found = self.subheading.fullmatch(half_width(line.text))
        if found is not None:
            return line.text[slice(*found.span("section"))].strip()
        return line.text if line.block.kind is BlockKind.HEADING else None

    def without_mark(self, text: str) -> tuple[str, bool]:
        """Take a list mark of the profile off a body paragraph; True where there was one."""
        if text.startswith(self.layout.list_marks):
            return text[1:].strip(), True
        return text, False

    def _measure(self, block: Block, folded: str, pattern: re.Pattern[str]) -> Line | None:
        found = pattern.fullmatch(folded)
        if found is None:
            return None
        title = block.text[slice(*found.span("title"))].strip()
        if title.endswith("。"):
            return None
        parts = found.groupdict()
        area = parts.get("area") or "0"
        return Line(Sign.MEASURE, title, block, whole_number(area), whole_number(parts["number"]))

    def _area(self, block: Block, folded: str) -> Line | None:
        if self.area_heading is not None:
            found = self.area_heading.fullmatch(folded)
            if found is not None and not found["title"].endswith("。"):
                title = block.text[slice(*found.span("title"))].strip()
                return Line(Sign.AREA, title, block, whole_number(found["number"]))
        if not self.areas:
            return None
        number = self.areas.get(_plain(folded))
        start = 0
        if number is None:
            prefix = self.area_number.match(folded)
            start = prefix.end() if prefix else 0
            number = self.areas.get(_plain(folded[start:])) if start else None
        if number is None:
            return None
        return Line(Sign.AREA, block.text[start:].strip(), block, number)

    def _label(self, block: Block, folded: str) -> Line | None:
        for sign, label in self.labels.get(_first_letter(folded), ()):
            found = _label_pattern(label).match(folded)
            if found is not None:
                rest = block.text[found.end() :].strip()
                bracketed = found["opening"].strip()[-1:] and found["closing"]
                if not rest or found["colon"] or (bracketed and sign in (Sign.KPI, Sign.LEAD)):
                    return Line(sign, rest, block)
        return None


@cache
def signs_of(profile: Profile) -> Signs:
    """Compile the patterns of a profile once."""
    layout = profile.layout
    labels = [
        (sign, label)
        for sign, names in (
            (Sign.KPI, layout.kpi),
            (Sign.LEAD, layout.lead),
            (Sign.TITLE, layout.title),
            (Sign.NUMBER, layout.number),
            (Sign.BODY, layout.body),
        )
        for label in names
    ]
    by_letter: dict[str, list[tuple[Sign, str]]] = {}
    for sign, label in sorted(labels, key=lambda item: -len(item[1])):
        by_letter.setdefault(_first_letter(half_width(label)), []).append((sign, label))
    return Signs(
        layout,
        re.compile(layout.heading, re.IGNORECASE),
        _optional(layout.styled_heading),
        _optional(layout.area_heading),
        re.compile(layout.area_number),
        _optional(layout.subheading),
        _optional("|".join(f"(?:{pattern})" for pattern in layout.furniture)),
        by_letter,
        {_plain(half_width(area.title_ja)): area.number for area in profile.areas},
        frozenset(map(half_width, layout.none_marks)),
        frozenset(
            half_width(label)[:end]
            for label in (*layout.kpi, *layout.lead)
            for end in range(1, len(label))
        ),
    )


def _first_letter(folded: str) -> str:
    """The first letter behind opening brackets and list marks, in small."""
    return folded.lstrip(_OPENING)[:1].lower()


@cache
def _label_pattern(label: str) -> re.Pattern[str]:
    """A label however it is spaced, bracketed or marked, up to the colon behind it.

    Compiled when a line begins like the label: most labels of a profile stand in no plan at all.
    """
    core = r" *".join(re.escape(letter) for letter in half_width(label))
    return re.compile(
        rf"(?P<opening>[{re.escape(_OPENING)}]*){core} *(?P<closing>{_CLOSING}) *(?P<colon>:?) *",
        re.IGNORECASE,
    )


def _optional(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE) if pattern else None


def _plain(text: str) -> str:
    return text.replace(" ", "").lower()
