"""Measures and the things they name go in; the files that the search page loads come out."""

from __future__ import annotations

from collections.abc import Iterator

from shisaku.pages.index import Index
from shisaku.pages.outline import Outline


def search_files(index: Index, book: Outline) -> Iterator[tuple[str, bytes]]:
    """Yield the search index."""
    yield from ()
