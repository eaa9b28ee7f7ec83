"""The graphs of a release go in; a store of all of them comes out, in memory or on the disk.

Its default graph holds each triple once. That is what joins need: Oxigraph's union of graphs
repeats a triple for each graph that says it, and editions share periods and units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from shisaku.release.dumps import Part

FOLDER = "store"
#: Releases from this size on, in quads, hold a store; smaller dumps load in less than a second.
LARGE = 300_000

#: The graph at the end of a line of N-Quads; line ends in literals are escaped.
_GRAPH = re.compile(rb" <[^<> ]*> \.\n")


def whole_store(pieces: Iterable[Part], folder: Path | None = None) -> Store:
    """Return a store of N-Quads, each statement in its graph and in the default graph.

    pieces: N-Quads with a graph in each line, as ``graph_files`` writes them; one is held at a
    time. folder: below it ``store/`` is written, for servers to open at once; in memory if none.
    Its bytes differ from run to run, so it is no part of the manifest: a release without it is
    whole, and servers load the dumps then.
    """
    store = Store(str(folder / FOLDER)) if folder else Store()
    for piece in pieces:
        content = piece if isinstance(piece, bytes) else piece.read_bytes()
        store.bulk_load(content, RdfFormat.N_QUADS, lenient=True)
        store.bulk_load(_GRAPH.sub(b" .\n", content), RdfFormat.N_TRIPLES, lenient=True)
    if folder:
        store.optimize()  # or a join over 30 editions takes three times as long
        store.flush()
    return store


def write_store(folder: Path, parts: Sequence[Iterable[Quad]]) -> None:
    """Write ``store/`` below a folder: all quads, and each triple once in the default graph."""
    store = Store(str(folder / FOLDER))
    for quads in parts:
        store.bulk_extend(
            chain.from_iterable(
                (quad, Quad(quad.subject, quad.predicate, quad.object)) for quad in quads
            )
        )
    store.optimize()
    store.flush()
