"""Pieces of N-Quads are named as they are made; the store of a large release is loaded beside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from shisaku.errors import ShisakuError
from shisaku.release.store import whole_store


class StoreLoader:
    """Loads pieces into ``store/`` below a folder in a program of its own.

    Not in a forked process: the threads of a store that was opened before would be missing
    there. It ends when this process does.
    """

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", __name__, str(folder)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        """End the program, whatever it does."""
        self._process.kill()
        self._process.communicate()

    def add(self, *pieces: Path) -> None:
        """Name pieces that are whole on the disk and stay there until ``finish``."""
        self._say("".join(f"{piece}\n" for piece in pieces))

    def settle(self) -> None:
        """Let the store be put in order, which takes a while, as only small pieces are to come."""
        self._say("\n")

    def finish(self) -> None:
        """Wait until all pieces are loaded; raises ShisakuError when they could not be."""
        self._say("\n\n")  # the end of either part
        _, told = self._process.communicate()
        if self._process.returncode:
            raise ShisakuError(
                "store-not-loaded",
                "the store of the release could not be loaded"
                + (f": {told.strip().splitlines()[-1]}." if told.strip() else "."),
                None,
                "Publish again; nothing was switched.",
            )

    def _say(self, lines: str) -> None:
        stream = self._process.stdin
        assert stream is not None  # it is a pipe
        try:
            stream.write(lines)
            stream.flush()
        except BrokenPipeError:
            pass  # ``finish`` says why it has ended


def main() -> None:
    """Load what standard input names: pieces, an empty line, a few more and an empty line."""
    folder = Path(sys.argv[1])
    whole_store(_paths(sys.stdin), folder)
    whole_store(_paths(sys.stdin), folder, settled=False)


def _paths(stream: TextIO) -> Iterator[Path]:
    """Yield paths up to an empty line; ends the program when nobody is there to say more."""
    for line in stream:
        if line == "\n":
            return
        yield Path(line.removesuffix("\n"))
    sys.exit("the publish has ended")


if __name__ == "__main__":
    main()
