"""Pieces of N-Quads are named as they are made; the store of a large release is loaded beside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from shisaku.release.crew import Crew
from shisaku.release.store import whole_store

_STORE = "store"


class StoreLoader:
    """Loads pieces into ``store/`` below a folder in a process of its own.

    The store's threads would not survive in processes that are forked later, and loading takes
    about as long as everything else that one of two cores does. hands: 0 where processes cannot
    be forked; then all is loaded at the end.
    """

    def __init__(self, folder: Path, hands: int) -> None:
        self._folder = folder
        self._named: list[Path] = []
        self._pipe: int | None = None
        if hands:
            reading, self._pipe = os.pipe()
            self._crew = Crew({_STORE: lambda: self._load(_lines(reading))}, 1, (_STORE,))
            os.close(reading)
        else:
            self._crew = Crew({_STORE: lambda: self._load(iter(self._named))}, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pipe is not None:
            os.close(self._pipe)
        self._crew.__exit__(kind, error, trace)

    def add(self, *pieces: Path) -> None:
        """Name pieces that are whole on the disk and stay there until ``finish``."""
        if self._pipe is None:
            self._named.extend(pieces)
        else:
            os.write(self._pipe, "".join(f"{piece}\n" for piece in pieces).encode())

    def finish(self) -> None:
        """Wait until all pieces are loaded; raises ShisakuError when the process was lost."""
        if self._pipe is not None:
            os.write(self._pipe, b"\n")
        self._crew.finish()

    def _load(self, pieces: Iterator[Path]) -> None:
        whole_store(pieces, self._folder)


def _lines(reading: int) -> Iterator[Path]:
    """Yield paths from a pipe until an empty line; other processes may hold its other end."""
    with os.fdopen(reading) as stream:
        for line in iter(stream.readline, "\n"):
            yield Path(line.removesuffix("\n"))
