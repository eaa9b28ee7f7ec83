"""A document goes in and a release comes out, through the command line, with real files."""

from __future__ import annotations

import gzip
import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from commands import run_shisaku

POL = "https://w3id.org/shisaku/ns#"
LEADS = """
PREFIX pol: <https://w3id.org/shisaku/ns#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT (COUNT(DISTINCT ?measure) AS ?count) {
  ?measure a pol:Measure ; pol:leadOrganization/foaf:name "総務省"@ja
}
"""


def manifest_of(out: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((out / "current" / "MANIFEST.json").read_bytes())
    return loaded


def store_of(out: Path) -> ox.Store:
    store = ox.Store()
    for path in ("data/shisaku.nq", "data/catalogue.nq"):
        store.bulk_load(path=out / "current" / path, format=ox.RdfFormat.N_QUADS)
    return store


def quads_of_edition(out: Path) -> set[str]:
    graph = ox.NamedNode("http://127.0.0.1:8000/graph/jutenkeikaku/2023")
    return {str(quad) for quad in store_of(out).quads_for_pattern(None, None, None, graph)}


def test_the_manifest_lists_every_file_with_size_and_checksum(sample_out: Path) -> None:
    release = sample_out / "current"
    listed = {entry["path"]: entry for entry in manifest_of(sample_out)["files"]}
    found = {str(path.relative_to(release)) for path in release.rglob("*") if path.is_file()}
    assert found == set(listed) | {"MANIFEST.json", "STATE.json"}
    for path in ("data/shisaku.nq", "catalog.ttl", "site/index.html"):
        content = (release / path).read_bytes()
        assert listed[path]["bytes"] == len(content)
        assert listed[path]["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_sample_holds_all_measures_and_those_of_one_ministry(sample_out: Path) -> None:
    assert manifest_of(sample_out)["counts"]["measures"] == 154
    (row,) = store_of(sample_out).query(LEADS, use_default_graph_as_union=True)
    assert row["count"].value == "36"


def test_the_sample_says_that_its_translations_are_unofficial(sample_out: Path) -> None:
    marked = store_of(sample_out).quads_for_pattern(
        None, ox.NamedNode(f"{POL}translationStatus"), None, None
    )
    assert len({quad.subject.value for quad in marked}) == 154


def test_each_document_has_its_files_for_static_hosts(sample_out: Path) -> None:
    site = sample_out / "current" / "site"
    for extension in ("html", "ttl", "jsonld", "nt", "rdf"):
        assert (site / f"jutenkeikaku/2023/measure/4-8.{extension}").is_file()
    assert (site / "en/jutenkeikaku/2023/measure/4-8.html").is_file()


def test_the_four_data_files_of_a_measure_hold_the_same_graph(sample_out: Path) -> None:
    stem = sample_out / "current/site/jutenkeikaku/2023/measure/4-8"
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    graphs = {
        extension: {str(quad.triple) for quad in ox.parse(path=f"{stem}.{extension}", format=style)}
        for extension, style in formats.items()
    }
    assert len(graphs["ttl"]) > 50
    assert all(graph == graphs["ttl"] for graph in graphs.values())


def test_compressed_dumps_are_the_dumps(sample_out: Path) -> None:
    data = sample_out / "current" / "data"
    packed = sorted(data.glob("*.gz"))
    assert packed
    for path in packed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()


def test_the_same_input_gives_the_same_bytes(sample_docx: Path, tmp_path: Path) -> None:
    listed = []
    for name in ("a", "b"):
        done = run_shisaku("publish", sample_docx, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
        listed.append(manifest_of(tmp_path / name))
    assert listed[0] == listed[1]


def test_an_unchanged_input_writes_nothing(sample_docx: Path, sample_out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sample_out.iterdir() if path.is_dir()}
    done = run_shisaku("publish", sample_docx, "--out", sample_out)
    assert done.returncode == 0
    assert "Nothing has changed" in done.stdout
    after = {path: path.stat().st_mtime_ns for path in sample_out.iterdir() if path.is_dir()}
    assert after == before


def test_a_changed_base_makes_another_release_and_keeps_the_old(
    sample_docx: Path, tmp_path: Path
) -> None:
    for base in ("http://127.0.0.1:8000/", "https://example.go.jp/lod"):
        assert (
            run_shisaku("publish", sample_docx, "--out", tmp_path, "--base", base).returncode == 0
        )
    assert manifest_of(tmp_path)["base"] == "https://example.go.jp/lod/"
    assert len([path for path in tmp_path.iterdir() if (path / "MANIFEST.json").is_file()]) == 3


def test_word_and_text_give_the_same_graph_but_for_the_source_file(
    plan_out: Path, plan_text: Path, tmp_path: Path
) -> None:
    done = run_shisaku("publish", plan_text, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert manifest_of(tmp_path)["counts"]["measures"] == 154
    different = quads_of_edition(plan_out) ^ quads_of_edition(tmp_path)
    assert different
    assert all("<http://127.0.0.1:8000/jutenkeikaku/2023/source>" in quad for quad in different)


def test_only_what_1_1_lacks_is_excepted_and_said_in_the_open(plan_out: Path) -> None:
    report = json.loads((plan_out / "current/quality/report.json").read_bytes())
    assert report["publishable"]
    assert report["totals"]["Violation"] == 0
    focus = {
        row["focus"] for rule in report["rules"] for row in rule["findings"] if row.get("reason")
    }
    assert all("measure/1-1" in str(item) for item in focus)


@pytest.mark.parametrize("delay", [0.3, 0.9, 1.5, 2.1, 2.7, 3.3])
def test_kill_at_any_moment_leaves_the_served_release(
    sample_docx: Path, sample_out: Path, tmp_path: Path, delay: float
) -> None:
    out = tmp_path / "out"
    done = run_shisaku("publish", sample_docx, "--out", out)
    assert done.returncode == 0, done.stderr
    before = (out / "current").resolve()
    files = {path: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "shisaku.cli", "publish", str(sample_docx)]
    process = subprocess.Popen(
        [*command, "--out", str(out), "--base", "http://other.example/"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    served = (out / "current").resolve()
    assert (served / "MANIFEST.json").is_file()
    assert all(path.read_bytes() == content for path, content in files.items())
    if served != before:
        listed = json.loads((served / "MANIFEST.json").read_bytes())["files"]
        assert all((served / entry["path"]).stat().st_size == entry["bytes"] for entry in listed)
    again = run_shisaku("publish", sample_docx, "--out", out, "--base", "http://other.example/")
    assert again.returncode == 0
    assert not list(out.glob(".staging-*"))
