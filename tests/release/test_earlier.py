"""Earlier editions are made one by one: the release says of each what it says alone, and ties."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from commands import run_shisaku
from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.release.loading import StoreLoader
from shisaku.release.order import make_order
from shisaku.release.publish import publish
from shisaku.release.store import FOLDER
from three_editions import KEYS, PLAN

BASE = Config().base_iri
TIES = {
    "http://purl.org/dc/terms/isReplacedBy",
    "http://purl.org/dc/terms/replaces",
    "http://www.w3.org/ns/prov#wasRevisionOf",
}


#: A store on the disk starts threads, which processes forked later miss: none is opened here.
PUBLISHING = """
import sys
from pathlib import Path
from shisaku.release import store
from shisaku.release.order import make_order
from shisaku.release.publish import publish
store.LARGE = 2_000
out, plan, *sources = sys.argv[1:]
paths = [Path(source) for source in sources]
order = make_order(paths, Path(out), None, plan, [p.stem for p in paths], None, None, False)
print(publish(order, lambda stage: None).folder)
"""
DUMPING = """
import sys
from pyoxigraph import RdfFormat, Store
Store.read_only(sys.argv[1]).dump(sys.stdout.buffer, RdfFormat.N_QUADS)
"""


def held(release: Path) -> set[bytes]:
    """Return all lines of N-Quads of a release's store."""
    command = [sys.executable, "-c", DUMPING, str(release / FOLDER)]
    return set(subprocess.run(command, check=True, capture_output=True).stdout.splitlines())


@pytest.fixture(scope="module")
def three(three_out: Path) -> Path:
    return three_out / "current"


def triples(path: Path) -> set[Triple]:
    return {quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)}


def quads(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("key", KEYS[:-1])
def test_an_earlier_edition_says_what_it_says_alone_and_what_ties_it(
    key: str, three: Path, three_out: Path, tmp_path: Path
) -> None:
    source = three_out.parent / f"{key}.docx"
    done = run_shisaku("publish", source, "--edition", key, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    alone = triples(tmp_path / "current" / "data" / f"{PLAN}-{key}.ttl")
    among = triples(three / "data" / f"{PLAN}-{key}.ttl")
    assert alone < among
    assert {triple.predicate.value for triple in among - alone} <= TIES


def test_the_dump_of_all_holds_the_graph_of_each_edition(three: Path) -> None:
    whole = quads(three / "data" / "shisaku.nq")
    for key in KEYS:
        name = NamedNode(f"{BASE}graph/{PLAN}/{key}")
        own = triples(three / "data" / f"{PLAN}-{key}.ttl")
        assert {quad.triple for quad in whole if quad.graph_name == name} == own
    assert len(whole) == len(set(whole))


@pytest.mark.parametrize("name", ["shisaku.nq", "shisaku.trig"])
def test_a_packed_dump_holds_the_same(name: str, three: Path) -> None:
    path = three / "data" / name
    packed = path.with_name(f"{name}.gz").read_bytes()
    assert gzip.decompress(packed) == path.read_bytes()


def test_the_manifest_counts_all_editions(three: Path) -> None:
    manifest = json.loads((three / "MANIFEST.json").read_bytes())
    assert [source["edition"] for source in manifest["source"]] == [f"{PLAN}/{k}" for k in KEYS]
    measures = (three / "data" / "measures.csv").read_text(encoding="utf-8").splitlines()
    assert manifest["counts"]["editions"] == len(KEYS)
    assert manifest["counts"]["measures"] == len(measures) - 1
    loaded = sum(len(quads(three / name)) for name in manifest["load"])
    assert manifest["counts"]["quads"] == loaded


def test_nothing_of_the_making_is_left(three: Path) -> None:
    listed = {
        entry["path"] for entry in json.loads((three / "MANIFEST.json").read_bytes())["files"]
    }
    found = {path.relative_to(three).as_posix() for path in three.rglob("*") if path.is_file()}
    assert found - listed == {"MANIFEST.json", "STATE.json"}


def test_a_broken_earlier_edition_stops_everything(three_out: Path, tmp_path: Path) -> None:
    sources = [three_out.parent / f"{key}.docx" for key in KEYS]
    broken = tmp_path / sources[0].name
    broken.write_bytes(sources[0].read_bytes()[:-2_000])
    order = make_order(
        [broken, *sources[1:]], tmp_path / "out", None, PLAN, list(KEYS), None, None, False
    )
    with pytest.raises(ShisakuError) as caught:
        publish(order, lambda stage: None)
    assert str(caught.value).startswith(f"{broken.name}: ")
    assert not (tmp_path / "out").exists()


def test_a_large_release_holds_a_store_with_each_triple_once(
    three_out: Path, tmp_path: Path
) -> None:
    sources = [str(three_out.parent / f"{key}.docx") for key in KEYS]
    command = [sys.executable, "-c", PUBLISHING, str(tmp_path), PLAN, *sources]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    folder = Path(done.stdout.strip())
    said = [quad for name in ("shisaku", "catalogue") for quad in quads(_data(folder, name))]
    expected = Store()  # which writes numbers as the store on the disk does
    expected.extend([*said, *(Quad(q.subject, q.predicate, q.object) for q in said)])
    lines = expected.dump(format=RdfFormat.N_QUADS)
    assert lines and held(folder) == set(lines.splitlines())
    here, there = (
        {path.name: path.read_bytes() for path in (release / "site" / "query").glob("*.csv")}
        for release in (folder, three_out / "current")
    )
    assert here == there


def _data(release: Path, name: str) -> Path:
    return release / "data" / f"{name}.nq"


def test_pieces_are_loaded_as_they_are_named(three: Path, tmp_path: Path) -> None:
    pieces = [three / "data" / f"{name}.nq" for name in ("shisaku", "catalogue")]
    with closing(StoreLoader(tmp_path)) as loader:
        loader.add(pieces[0])
        loader.settle()
        loader.add(pieces[1])
        loader.finish()
    expected = Store()
    for piece in pieces:
        expected.bulk_load(path=str(piece), format=RdfFormat.N_QUADS)
    lines = expected.dump(format=RdfFormat.N_QUADS)
    assert lines and set(lines.splitlines()) < held(tmp_path)


def test_a_piece_that_is_gone_is_said_when_all_are_loaded(tmp_path: Path) -> None:
    with pytest.raises(ShisakuError, match=r"gone\.nq"), closing(StoreLoader(tmp_path)) as loader:
        loader.add(tmp_path / "gone.nq")
        loader.finish()
