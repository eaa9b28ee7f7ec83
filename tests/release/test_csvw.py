"""A maintained CSVW processor makes the graph's own triples from each CSV and its metadata."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from shisaku.release.tables.columns import load_tables

HERE = Path(__file__).parent / "csvw"
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "csvw"
PACKAGES = ("rdf-parser-csvw@1.1.0", "n3@2")
TABLES = {table.name: table for table in load_tables()}


@pytest.fixture(scope="session")
def processor() -> Path:
    """The folder with rdf-parser-csvw, installed outside the checkout's files."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed, so the CSVW processor rdf-parser-csvw cannot run")
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (CACHE / "node_modules" / "n3").is_dir():
        (CACHE / "package.json").write_text('{"private": true}\n')
        done = subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", *PACKAGES],
            cwd=CACHE,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"rdf-parser-csvw cannot be installed: {done.stderr[-200:]}")
    return CACHE


def as_triples(metadata: Path, target: Path) -> Path:
    """Write the metadata as N-Triples; the context is a local copy of the terms it uses."""
    document = json.loads(metadata.read_bytes())
    document["@context"] = json.loads((HERE / "context.json").read_bytes())
    Graph().parse(data=json.dumps(document), format="json-ld").serialize(target, format="nt11")
    return target


@pytest.mark.parametrize("name", TABLES)
def test_the_processor_regenerates_the_triples(
    name: str, processor: Path, sample_out: Path, tmp_path: Path
) -> None:
    data = sample_out / "current" / "data"
    metadata = as_triples(data / f"{name}.csv-metadata.json", tmp_path / "metadata.nt")
    done = subprocess.run(
        ["node", HERE / "triples.mjs", processor, metadata, data / f"{name}.csv"],
        capture_output=True,
        check=True,
    )
    made = {
        (str(item.subject), str(item.predicate), str(item.object))
        for item in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)
    }
    # The processor does not split cells at a separator: those columns are read by
    # the other processor, in test_tables.py.
    joined = {f"<{column.property}>" for column in TABLES[name].columns if column.query}
    rows = {item[0] for item in made}
    stated = {f"<{column.property}>" for column in TABLES[name].columns if column.property} - joined
    graph = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in ox.parse((data / "shisaku.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)
        if str(quad.subject) in rows and str(quad.predicate) in stated
    }
    regenerated = {item for item in made if item[1] not in joined}
    assert regenerated <= graph
    assert len(regenerated) >= 0.98 * len(graph)
