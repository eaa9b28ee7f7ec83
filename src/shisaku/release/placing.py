"""A path and content go in; the file stands in the release and in its site, and is returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from shisaku.release.dumps import Graph
from shisaku.release.folder import Made, Staging
from shisaku.release.packing import compressed

#: Dumps from this size on, in bytes, also stand there compressed.
_LARGE = 100_000

#: Formats that name graphs, so that one file holds all of them.
WHOLE = ("nq", "trig")


def twice(staging: Staging, path: str, content: bytes | Iterable[bytes]) -> Iterator[Made]:
    """Put a file of the release that also stands in the site, which is whole by itself."""
    made = staging.put(path, content)
    yield made
    yield staging.put_link(f"site/{path}", made.entry)


def dump(staging: Staging, path: str, content: bytes) -> Iterator[Made]:
    """Put a dump, from a certain size on also compressed."""
    yield from twice(staging, path, content)
    if len(content) >= _LARGE:
        yield from twice(staging, f"{path}.gz", compressed(content))


def spool_of(staging: Staging) -> Path:
    """Return the folder for parts of joint files; it is gone before the release is there."""
    return staging.folder / ".spool"


def dump_path(graph: Graph, extension: str, base: str) -> str:
    """Return where the dump of one graph stands: ``data/jutenkeikaku-2023.ttl``."""
    name = graph.name.value.removeprefix(f"{base}graph/").replace("/", "-")
    return f"data/{name}.{extension}"
