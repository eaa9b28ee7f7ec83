"""A store of all graphs holds them and, in the default graph, each triple once."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from shisaku.release.store import FOLDER, whole_store

PIECES = (
    b'<http://e/a> <http://e/b> "1 < 2 <x> <http://e/g> .\\n"@ja <http://e/g> .\n',
    b"<http://e/a> <http://e/b> <http://e/c> <http://e/g> .\n"
    b"<http://e/a> <http://e/b> <http://e/c> <http://e/h> .\n",
    b"<http://e/c> <http://e/b> <http://e/a> <http://e/h> .\n",
)


@pytest.mark.parametrize("on_disk", [False, True])
def test_the_store_holds_all_graphs_and_their_union_without_repetition(
    tmp_path: Path, on_disk: bool
) -> None:
    pieces: list[bytes | Path] = [*PIECES]
    pieces[1] = tmp_path / "piece.nq"
    (tmp_path / "piece.nq").write_bytes(PIECES[1])
    store = whole_store(pieces, tmp_path if on_disk else None)
    if on_disk:
        del store
        store = ox.Store.read_only(str(tmp_path / FOLDER))
    expected = set(ox.parse(b"".join(PIECES), format=ox.RdfFormat.N_QUADS))
    default = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert len(default) == 3
    assert {quad.triple for quad in default} == {quad.triple for quad in expected}
    assert set(store) - set(default) == expected
    assert (tmp_path / FOLDER).exists() == on_disk
