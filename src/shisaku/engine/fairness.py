"""Who is next: waiting jobs of many clients come out in turn, one client after the other."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """A bounded queue with a line for each client; lines are served round robin."""

    def __init__(self, total: int, per_client: int) -> None:
        self._total = total
        self._per_client = per_client
        self._lines: OrderedDict[str, deque[Item]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def full(self) -> bool:
        """Whether nobody may join."""
        return self._size >= self._total

    def full_for(self, client: str) -> bool:
        """Whether this client's line is as long as it may be."""
        return len(self._lines.get(client, ())) >= self._per_client

    def push(self, client: str, item: Item) -> None:
        """Join the end of the client's line."""
        self._lines.setdefault(client, deque()).append(item)
        self._size += 1

    def pop(self) -> Item | None:
        """Take the first of the line whose turn it is; None when nobody waits."""
        if not self._lines:
            return None
        client, line = self._lines.popitem(last=False)
        item = line.popleft()
        if line:
            self._lines[client] = line
        self._size -= 1
        return item

    def remove(self, client: str, item: Item) -> bool:
        """Leave the line; False when the item is not in it."""
        line = self._lines.get(client)
        if line is None or item not in line:
            return False
        line.remove(item)
        if not line:
            del self._lines[client]
        self._size -= 1
        return True
