"""The KPI passages of a measure go in; indicators come out, each with the pieces it is made of.

A KPI block is printed as lines. A line starts an indicator unless it only completes the one
before: a bracket, a ※ note, an item of a 参考 list, a line after a heading that ends with a colon.
Two indicators glued into one line part after the bracket that closes a reference figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shisaku.plan.folding import Folded, fold
from shisaku.plan.model import Passage, PassageKind, Quote

_NOTHING = re.compile(r"^\s*[-ー－―]?\s*$")
_CONTINUES = re.compile(r"^\s*(?:[(【〔※]|引き続き、|以降、|なお、|(?:KPI|指標|目標)の?設定時期)")
_GROUP = re.compile(r"^\s*(?:【[^】]*】|<[^>]*>)\s*$")
_ANGLE = re.compile(r"^\s*<[^>]*>\s*$")
_REFERENCE = re.compile(r"^\s*[(【]?参考[)】:]?.*[^。]?$")
_REFERENCE_ITEM = re.compile(
    r"^\s*(?:[・･]?[^:。]{1,60}:\s*約?\d|[・･]?\S[^:。(]{0,40}[\s]+[\d,]+\s*\D{0,6}$"
    r"|[・･]?\S[^。]{0,60}:[^。]{0,20}\d|(?:\d{4}年|令和|平成)|[(※])"
)
_UNSET = re.compile(r"^\s*(?:未設定|検討中|調整中)")
_DATE_OR_FIGURE = re.compile(r"\d")
_GLUE = re.compile(r"(?:時点|現在|実績)\)+(?=[^\s\d、。,.()のをにはがとでへも※・~:【〔])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one passage, offsets in printed characters."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The stretch as printed."""
        return self.passage.text[self.start : self.end]

    def quote(self, start: int | None = None, end: int | None = None) -> Quote:
        """Quote the stretch, or a part of it given in offsets of the passage."""
        first = self.start if start is None else start
        last = self.end if end is None else end
        return Quote(self.passage.id, first, last, self.passage.text[first:last])


@dataclass(frozen=True, slots=True)
class Segment:
    """The text of one indicator: its pieces joined by line feeds."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """As printed, one piece a line."""
        return "\n".join(piece.text for piece in self.pieces)

    def quote(self, start: int, end: int) -> Quote:
        """Quote a span of ``text``; it is cut at the end of the line where it starts."""
        offset = 0
        for piece in self.pieces:
            length = piece.end - piece.start
            if start < offset + length:
                first = piece.start + start - offset
                return piece.quote(first, min(piece.end, piece.start + end - offset))
            offset += length + 1
        raise IndexError(f"{start} is behind the end of the text")


def says_nothing(text: str) -> bool:
    """Tell whether a KPI line is only the dash that stands for no KPI."""
    return bool(_NOTHING.match(fold(text).text))


def segment(passages: Iterable[Passage]) -> tuple[Segment, ...]:
    """Part the KPI passages of one measure into indicators, in reading order."""
    lines = [
        piece
        for passage in passages
        if passage.kind is PassageKind.KPI and not says_nothing(passage.text)
        for piece in _trimmed(passage)
    ]
    groups: list[list[Piece]] = []
    reading = _Reading()
    for piece in lines:
        for part in _parted(piece, reading.in_reference):
            if reading.continues(fold(part.text).text) and groups:
                groups[-1].append(part)
            else:
                groups.append([part])
    return tuple(Segment(tuple(group)) for group in _joined(groups))


def _trimmed(passage: Passage) -> list[Piece]:
    """Leave out white space at the end of a line; in front it is left out too."""
    text = passage.text
    start = len(text) - len(text.lstrip())
    return [Piece(passage, start, len(text.rstrip()))]


def _parted(piece: Piece, in_reference: bool) -> list[Piece]:
    """Part a line in which a reference figure is followed by the next indicator."""
    if not in_reference:
        return [piece]
    folded = fold(piece.text)
    for match in _GLUE.finditer(folded.text):
        head, rest = folded.text[: match.end()], folded.text[match.end() :]
        if _balanced(head) and len(rest) > 10 and not _REFERENCE.match(rest):
            middle = piece.start + folded.printed(match.end(), match.end())[0]
            return [
                Piece(piece.passage, piece.start, middle),
                Piece(piece.passage, middle, piece.end),
            ]
    return [piece]


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


class _Reading:
    """What the lines read so far say about the next one."""

    def __init__(self) -> None:
        self.in_reference = False
        self._heading_open = False
        self._first = True

    def continues(self, line: str) -> bool:
        """Tell whether a folded line belongs to the indicator before it."""
        if self._first:
            self._first = False
            self._note(line)
            return False
        if self._heading_open:
            self._note(line)
            return True
        if _GROUP.match(line) and not _DATE_OR_FIGURE.search(line):
            self._note(line)
            return False
        if _CONTINUES.match(line) or _REFERENCE.match(line):
            self._note(line)
            return True
        if self.in_reference and _REFERENCE_ITEM.match(line):
            return True
        self._note(line)
        return False

    def _note(self, line: str) -> None:
        heading = bool(_GROUP.match(line)) and not _DATE_OR_FIGURE.search(line)
        self._heading_open = heading or line.rstrip().endswith(":")
        if _REFERENCE.match(line):
            self.in_reference = True
        elif not _CONTINUES.match(line):
            self.in_reference = False


def _joined(groups: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Join 【…】 groups with the bare indicator line above that they break down."""
    result: list[list[Piece]] = []
    for group in groups:
        folded = [fold(piece.text).text for piece in group]
        heads = result and fold(result[-1][0].text).text
        is_part = folded[0].lstrip().startswith("【") and len(group) > 1
        if is_part and heads and not _UNSET.match(folded[1]) and _opens_groups(result[-1], heads):
            result[-1].extend(group)
        else:
            result.append(group)
    return result


def _opens_groups(group: Sequence[Piece], head: str) -> bool:
    """A bare line heads groups; the groups already joined to it do not change that."""
    if _DATE_OR_FIGURE.search(head) or head.lstrip().startswith("【"):
        return False
    return len(group) == 1 or fold(group[1].text).text.lstrip().startswith("【")


_BULLET = re.compile(r"^\s*[・･●○◆■□①-⑳]\s*")
_TRAILING = re.compile(
    r"\s*[(【〔][^()【】〔〕]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*[)】〕]+\s*$"
)
_FIGURE_AFTER_COLON = re.compile(r":\s*(?:約?\s*\d|令和|平成|毎年|毎月|年間).*$", re.DOTALL)
_AFTER_BLANK = re.compile(
    r"(?<=[ぁ-んァ-ヴー一-龥)])\s+(?:(?:現状|基準|目標)値?(?:[:\s\d]|$)|令和|平成|約?[\d,.]+(?:%|[一-龥])).*$"
)
_LAST_DATE = re.compile(r"\s*\d{4}年度?(?:（[^（）]*）)?$")
_HEADING_ONLY = re.compile(r"【(?P<name>[^【】]+)】")
_DETAIL = re.compile(r"※|\d|参考|累計|年度計|目標|実績|見込")


def short_label(text: str) -> str:
    """Return the first line of an indicator without bullet and without bracketed target or date."""
    lines = text.split("\n")
    label = _BULLET.sub("", lines[0]).strip()
    if len(lines) > 1 and _ANGLE.match(fold(label).text):
        label = label.strip("＜＞<>") + "：" + lines[1].strip()
    for shorten in (_without_brackets, _without_figure, _without_brackets, _without_columns):
        label = shorten(label)
    group = _HEADING_ONLY.fullmatch(label)
    label = group["name"] if group else label
    return label.rstrip("：:。 ").rstrip() or lines[0].strip()


def _without_brackets(label: str) -> str:
    """Leave out brackets at the end that hold a date, a figure or a reference."""
    while True:
        folded = fold(label)
        tail = _TRAILING.search(folded.text)
        if not tail or tail.start() == 0 or not _DETAIL.search(tail[0]):
            return label
        label = _head(label, folded, tail.start()).rstrip()


def _without_figure(label: str) -> str:
    """Leave out the figure after a colon: 都市数：200都市程度."""
    folded = fold(label)
    cut = _FIGURE_AFTER_COLON.search(folded.text)
    if cut and cut.start() > 1 and _balanced(folded.text[: cut.start()]):
        return _LAST_DATE.sub("", _head(label, folded, cut.start()))
    return label


def _without_columns(label: str) -> str:
    """Leave out what stands in columns behind the name: 申請率　令和４年度 35％."""
    folded = fold(label)
    blank = _AFTER_BLANK.search(folded.text)
    return _head(label, folded, blank.start()) if blank and blank.start() > 1 else label


def _head(label: str, folded: Folded, end: int) -> str:
    """Return what is printed before a folded offset."""
    return label[: folded.printed(end, end)[1]]
