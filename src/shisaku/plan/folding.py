"""Printed text goes in; one form of every letter and digit comes out, with a way back.

Full-width and half-width forms, compatibility radicals and wave dashes become one form, so that
a rule is written once. Circled and Roman list marks stay, or ① would read as the number 1.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_BY_HAND = {
    ord("⺠"): "民",  # no decomposition in Unicode
    ord("〜"): "~",
    ord("−"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("–"): "-",
    ord("—"): "-",
}


class _Forms(dict[int, str]):
    """One character to one character, computed once and kept."""

    def __missing__(self, code: int) -> str:
        printed = chr(code)
        folded = _BY_HAND.get(code) or unicodedata.normalize("NFKC", printed)
        name = unicodedata.name(printed, "")
        if len(folded) != 1 or name.startswith(
            ("CIRCLED", "PARENTHESIZED", "ROMAN", "SMALL ROMAN")
        ):
            folded = printed
        self[code] = folded
        return folded


_FORMS = _Forms()
_MARKS = frozenset("\u3099\u309a\uff9e\uff9f")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``starts[i]`` is the printed offset of character i, None where both agree."""

    text: str
    starts: tuple[int, ...] | None = None

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed offsets of a folded span, end exclusive."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end]


@lru_cache(maxsize=4096)
def fold(text: str) -> Folded:
    """Fold a text; voiced marks printed apart from their kana are joined to it.

    Remembered, because rules after rules ask for the same lines: four times each.
    """
    if _MARKS.isdisjoint(text):
        return Folded(text.translate(_FORMS))
    letters: list[str] = []
    starts: list[int] = []
    for position, letter in enumerate(text):
        if letter in _MARKS and letters:
            joined = unicodedata.normalize("NFKC", letters[-1] + letter)
            if len(joined) == 1:
                letters[-1] = joined
                continue
        letters.append(letter.translate(_FORMS))
        starts.append(position)
    starts.append(len(text))
    return Folded("".join(letters), tuple(starts))
