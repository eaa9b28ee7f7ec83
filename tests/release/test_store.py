"""A large release holds a store with the graphs and, in the default graph, each triple once."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from shisaku.release.store import FOLDER, write_store


def test_the_store_holds_all_graphs_and_their_union_without_repetition(tmp_path: Path) -> None:
    one, two, three = (ox.NamedNode(f"http://example.org/{name}") for name in ("a", "b", "c"))
    graphs = [ox.NamedNode("http://example.org/g"), ox.NamedNode("http://example.org/h")]
    write_store(
        tmp_path,
        (
            [ox.Quad(one, two, three, graphs[0]), ox.Quad(one, two, three, graphs[1])],
            [ox.Quad(three, two, one, graphs[1])],
        ),
    )
    store = ox.Store.read_only(str(tmp_path / FOLDER))
    held = sorted(str(quad) for quad in store)
    assert len(held) == 5
    default = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert {quad.triple for quad in default} == {
        ox.Triple(one, two, three),
        ox.Triple(three, two, one),
    }
