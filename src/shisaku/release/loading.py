"""Pieces of N-Quads are named as they are made; the store of a large release is loaded beside."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

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
            self._crew = Crew({_STORE: lambda: self._load(reading)}, 1, (_STORE,))
            os.close(reading)
        else:
            self._crew = Crew({_STORE: lambda: _load(self._named, self._folder)}, 0)

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

    def settle(self) -> None:
        """Let the store be put in order, which takes a while, as only small pieces are to come."""
        if self._pipe is not None:
            os.write(self._pipe, b"\n")

    def finish(self) -> None:
        """Wait until all pieces are loaded; raises ShisakuError when the process was lost."""
        if self._pipe is not None:
            os.write(self._pipe, b"\n\n")  # the end of either part
        self._crew.finish()

    def _load(self, reading: int) -> None:
        with os.fdopen(reading) as stream:
            _load(_paths(stream), self._folder)
            _load(_paths(stream), self._folder, settled=False)


def _load(pieces: Iterable[Path], folder: Path, settled: bool = True) -> None:
    whole_store(pieces, folder, settled)


def _paths(stream: TextIO) -> Iterator[Path]:
    """Yield paths up to an empty line; other processes may hold the other end of the pipe."""
    for line in iter(stream.readline, "\n"):
        yield Path(line.removesuffix("\n"))
