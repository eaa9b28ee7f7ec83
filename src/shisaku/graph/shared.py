"""The graph of an edition in; what it says of resources that other editions know as well, out."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from shisaku.graph.iris import Iris


def shared(quads: Iterable[Quad], base: str, plan: str, edition: str) -> list[Quad]:
    """Return the quads whose subject is not below ``{base}{plan}/{edition}/``.

    quads: those of the edition's graph. The edition itself and its plan are shared, and so are
    periods, units, laws and organisations that are described there. No quad has a blank node.
    """
    own = f"{Iris(base, plan, edition).edition.value}/"
    return [
        quad
        for quad in quads
        if isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(own)
    ]
