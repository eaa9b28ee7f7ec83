"""A builder of look-ups over reference data goes in; one that builds only once comes out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from shisaku.reference.model import Reference

_Table = TypeVar("_Table")


def once_per_reference(build: Callable[[Reference], _Table]) -> Callable[[Reference], _Table]:
    """Keep what was built last; other reference data builds it anew."""
    kept: list[tuple[Reference, _Table]] = []

    @wraps(build)
    def look_up(reference: Reference) -> _Table:
        if not kept or kept[0][0] is not reference:
            kept[:] = [(reference, build(reference))]
        return kept[0][1]

    return look_up
