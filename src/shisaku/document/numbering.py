"""The numbering part of a Word file goes in; the number that Word prints by itself comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from shisaku.document.styles import W, properties_of, switch, value_of

_PLACE = re.compile(r"%([1-9])")
_FULL_WIDTH = {0x30 + digit: 0xFF10 + digit for digit in range(10)}
_KANJI = "〇一二三四五六七八九"
_DEEPEST = 9


def _kanji(number: int) -> str:
    """Count in kanji up to 99: 七, 十二, 三十."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (_KANJI[tens] if tens > 1 else "") + "十" * (tens > 0) + (_KANJI[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(0x61 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


# Number formats (ECMA-376 part 1, 17.18.59); any other prints decimal digits.
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": lambda number: (
        chr(0x245F + number) if 0 < number <= 20 else str(number)
    ),
    "decimalZero": lambda number: f"{number:02}",
    "japaneseCounting": _kanji,
    "chineseCounting": _kanji,
    "ideographDigital": lambda number: "".join(_KANJI[int(digit)] for digit in str(number)),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: first number, format, text with places such as ``%1``."""

    start: int
    form: str
    text: str
    style: str | None
    plain_digits: bool


class Numbering:
    """The lists of a file and how far each has counted while its paragraphs are read in order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(W + "abstractNum"):
            key = str(abstract.get(W + "abstractNumId"))
            self._levels[key] = {
                _whole(level.get(W + "ilvl"), 0): _level(level)
                for level in abstract.iterchildren(W + "lvl")
            }
        for item in root.iterchildren(W + "num"):
            key = str(item.get(W + "numId"))
            self._lists[key] = value_of(properties_of(item), "abstractNumId") or ""
            for override in item.iterchildren(W + "lvlOverride"):
                start = value_of(properties_of(override), "startOverride")
                if start is not None:
                    depth = _whole(override.get(W + "ilvl"), 0)
                    self._restarts[key, depth] = _whole(start, 1)

    def label(self, key: str, depth: int | None, style: str | None) -> str:
        """Count a paragraph of a list and return what is printed before it (17.9.11, 17.9.23).

        key: ``w:numId``; depth: its level from 0, None where only the style tells it. Bullets
        and lists that are not defined print nothing.
        """
        abstract = self._lists.get(key, "")
        levels = self._levels.get(abstract, {})
        if depth is None:
            depth = next((at for at, level in levels.items() if level.style == style), 0)
        level = levels.get(depth)
        if level is None or level.form == "bullet" or not 0 <= depth < _DEEPEST:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _DEEPEST)
        restart = self._restarts.get((key, depth))
        if restart is not None and (key, depth) not in self._begun:
            counts[depth] = restart
        else:
            last = counts[depth]
            counts[depth] = level.start if last is None else last + 1
        self._begun.add((key, depth))
        counts[depth + 1 :] = [None] * (_DEEPEST - depth - 1)
        plain = level.plain_digits
        return _PLACE.sub(
            lambda place: _shown(levels, counts, int(place[1]) - 1, plain), level.text
        )


def _level(element: etree._Element) -> _Level:
    said = properties_of(element)
    return _Level(
        _whole(value_of(said, "start"), 1),
        value_of(said, "numFmt") or "decimal",
        value_of(said, "lvlText") or "",
        value_of(said, "pStyle"),
        switch(said, "isLgl") is True,
    )


def _shown(levels: dict[int, _Level], counts: list[int | None], depth: int, plain: bool) -> str:
    """The number of one level, in its own format or in plain digits (``w:isLgl``)."""
    level = levels.get(depth)
    if level is None:
        return ""
    count = counts[depth]
    number = level.start if count is None else count
    return str(number) if plain else _FORMATS.get(level.form, str)(number)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default
