"""Folded text goes in; which bracket every character stands in comes out.

Nesting is counted, because plans nest brackets three deep; a closing bracket without an opening
one is skipped, and an opening one that never closes ends with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_PAIRS = {")": "(", "】": "【", "〕": "〔", "]": "[", "」": "「", "』": "『"}
_NESTING = frozenset("(【〔")
_PRINTED = _PAIRS | {"）": "（", "］": "［", "｣": "｢"}
_OPENERS = frozenset(_PRINTED.values())
_MARKS = re.compile("[" + re.escape("".join((*_OPENERS, *_PRINTED))) + "]")


@dataclass(frozen=True, slots=True)
class Bracket:
    """A stretch inside a bracket; the root stretch is the whole text.

    start, end: offsets of the content, end exclusive; parent: index of the stretch around it.
    """

    start: int
    end: int
    parent: int | None


def _start(bracket: Bracket) -> int:
    return bracket.start


@dataclass(frozen=True, slots=True)
class Nesting:
    """All brackets of a text; ``brackets[0]`` is the root; ``inside[i]`` names that of character i.

    unbalanced: offsets of brackets without a partner.
    """

    brackets: tuple[Bracket, ...]
    inside: tuple[int, ...]
    unbalanced: tuple[int, ...]

    def around(self, position: int) -> Bracket:
        """Return the innermost bracket around a character."""
        return self.brackets[self.inside[position]]

    def opened_at(self, start: int) -> Bracket:
        """Return the bracket whose content starts at a place, the root where there is none."""
        place = bisect_left(self.brackets, start, lo=1, key=_start)
        found = place < len(self.brackets) and self.brackets[place].start == start
        return self.brackets[place if found else 0]

    def opened_between(self, start: int, end: int) -> tuple[Bracket, ...]:
        """Return the brackets whose content starts in a span."""
        first = bisect_left(self.brackets, start, lo=1, key=_start)
        return self.brackets[first : bisect_left(self.brackets, end, lo=1, key=_start)]

    def chain(self, position: int) -> list[Bracket]:
        """Return the brackets around a character, innermost first, the root last."""
        index: int | None = self.inside[position]
        found = []
        while index is not None:
            found.append(self.brackets[index])
            index = self.brackets[index].parent
        return found


def nest(text: str) -> Nesting:
    """Find the round, lenticular and tortoise-shell brackets of a folded text."""
    brackets: list[list[int | None]] = [[0, len(text), None]]
    inside: list[int] = []
    unbalanced: list[int] = []
    stack = [0]
    for position, letter in enumerate(text):
        if letter == "\n":
            while len(stack) > 1:
                lost = stack.pop()
                brackets[lost][1] = position
                unbalanced.append((brackets[lost][0] or 0) - 1)
        if letter in _NESTING:
            inside.append(stack[-1])
            brackets.append([position + 1, len(text), stack[-1]])
            stack.append(len(brackets) - 1)
        elif letter in _PAIRS and _PAIRS[letter] in _NESTING:
            if len(stack) > 1:
                brackets[stack.pop()][1] = position
            else:
                unbalanced.append(position)
            inside.append(stack[-1])
        else:
            inside.append(stack[-1])
    unbalanced.extend((brackets[lost][0] or 0) - 1 for lost in stack[1:])
    return Nesting(
        tuple(Bracket(start or 0, end or 0, parent) for start, end, parent in brackets),
        tuple(inside),
        tuple(sorted(unbalanced)),
    )


def strays(text: str) -> tuple[int, ...]:
    """Return the offsets of all brackets and quotation marks of a line without a partner.

    Full-width and half-width brackets are no partners here; fold the text to let them be.
    """
    stack: list[tuple[str, int]] = []
    lost: list[int] = []
    for match in _MARKS.finditer(text):
        letter, position = match[0], match.start()
        if letter in _OPENERS:
            stack.append((letter, position))
        elif stack and stack[-1][0] == _PRINTED[letter]:
            stack.pop()
        else:
            lost.append(position)
    return tuple(sorted([*lost, *(position for _, position in stack)]))
