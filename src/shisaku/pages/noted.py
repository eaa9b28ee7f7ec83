"""A mapping goes in; one that remembers which of its entries were looked at comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

V = TypeVar("V")


class Noted(dict[str, V]):
    """The entries of ``whole`` that have been looked up since it was last cleared.

    A key that ``whole`` lacks stands for ``nothing`` and is noted too. Only ``noted[key]`` looks
    up; the second look at an entry costs what a dict costs.
    """

    __slots__ = ("nothing", "whole")

    def __init__(self, whole: Mapping[str, V], nothing: V) -> None:
        super().__init__()
        self.whole = whole
        self.nothing = nothing

    def __missing__(self, key: str) -> V:
        found = self[key] = self.whole.get(key, self.nothing)
        return found
