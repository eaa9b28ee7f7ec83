"""A mapping goes in; one that remembers which of its entries were looked at comes out.

``Noted`` is as fast as a dict but knows no more than ``noted[key]``; ``Walked`` can do all that a
mapping can.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Generic, TypeVar

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


class Walked(Mapping[str, V], Generic[V]):
    """A mapping and what has been looked at since it was last cleared.

    looked_at: keys that were looked up, whether they are there or not; walked: that somebody went
    through all of it or counted it.
    """

    __slots__ = ("looked_at", "walked", "whole")

    def __init__(self, whole: Mapping[str, V]) -> None:
        self.whole = whole
        self.looked_at: dict[str, None] = {}
        self.walked = False

    def clear(self) -> None:
        """Forget what was looked at."""
        self.looked_at.clear()
        self.walked = False

    def __getitem__(self, key: str) -> V:
        self.looked_at[key] = None
        return self.whole[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the entry, or the default."""
        self.looked_at[key] = None
        return self.whole.get(key, default)

    def __contains__(self, key: object) -> bool:
        self.looked_at[str(key)] = None
        return key in self.whole

    def __iter__(self) -> Iterator[str]:
        self.walked = True
        return iter(self.whole)

    def __len__(self) -> int:
        self.walked = True
        return len(self.whole)

    def items(self) -> ItemsView[str, V]:
        """Return all entries."""
        self.walked = True
        return self.whole.items()

    def values(self) -> ValuesView[V]:
        """Return all values."""
        self.walked = True
        return self.whole.values()
