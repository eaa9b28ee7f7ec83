"""The quads of a large release go in; a store on the disk that servers open at once comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad, Store

FOLDER = "store"
#: Releases from this size on, in quads, hold a store; smaller dumps load in less than a second.
LARGE = 300_000


def write_store(folder: Path, parts: Sequence[Iterable[Quad]]) -> None:
    """Write ``store/`` below a folder: all quads, and each triple once in the default graph.

    Its bytes differ from run to run, so it is no part of the manifest: a release without it is
    whole, and servers load the dumps then.
    """
    store = Store(str(folder / FOLDER))
    for quads in parts:
        store.bulk_extend(
            chain.from_iterable(
                (quad, Quad(quad.subject, quad.predicate, quad.object)) for quad in quads
            )
        )
    store.optimize()
    store.flush()
