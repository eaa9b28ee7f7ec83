"""The graphs of a release go in; a store of all of them comes out, in memory or on the disk.

Its default graph holds each triple once. That is what joins need: Oxigraph's union of graphs
repeats a triple for each graph that says it, and editions share periods and units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from shisaku.release.dumps import Part

FOLDER = "store"
#: Releases from this size on, in quads, hold a store; smaller dumps load in less than a second.
LARGE = 300_000

#: Bytes that are loaded at once, 250 MB in memory: each load writes and later merges a file for
#: every index, so that loading edition by edition takes a third more time.
_BATCH = 16_000_000
#: The graph at the end of a line of N-Quads; line ends in literals are escaped.
_GRAPH = re.compile(rb" <[^<> ]*> \.\n")


def whole_store(pieces: Iterable[Part], folder: Path | None = None, settled: bool = True) -> Store:
    """Return a store of N-Quads, each statement in its graph and in the default graph.

    pieces: N-Quads with a graph in each line, as ``graph_files`` writes them; a few are held at
    a time. folder: below it ``store/`` is written, or added to, for servers to open at once; none:
    in memory. settled: put a store on the disk in order, or a join over 30 editions takes three
    times as long; a small piece more does no harm.
    Its bytes differ from run to run, so it is no part of the manifest: a release without it is
    whole, and servers load the dumps then.
    """
    store = Store(str(folder / FOLDER)) if folder else Store()
    for content in _batches(pieces):
        store.bulk_load(content, RdfFormat.N_QUADS, lenient=True)
        store.bulk_load(_GRAPH.sub(b" .\n", content), RdfFormat.N_TRIPLES, lenient=True)
    if folder:
        if settled:
            store.optimize()
        store.flush()
    return store


def _batches(pieces: Iterable[Part]) -> Iterator[bytes]:
    """Yield whole lines of all pieces, some megabytes at a time."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        with BytesIO(piece) if isinstance(piece, bytes) else piece.open("rb") as stream:
            while lines := stream.readlines(_BATCH - size):
                held += lines
                size += sum(map(len, lines))
                if size >= _BATCH:
                    yield b"".join(held)
                    held.clear()
                    size = 0
    if held:
        yield b"".join(held)
