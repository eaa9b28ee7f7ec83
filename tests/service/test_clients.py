"""The clients that people use, against a running server."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from running import Server
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

NAMES = "SELECT ?s ?name WHERE { ?s <http://xmlns.com/foaf/0.1/name> ?name } ORDER BY ?name"
PERSON = "http://xmlns.com/foaf/0.1/Person"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_select(files_server: Server, method: str, form: str) -> None:
    client = SPARQLWrapper(f"{files_server.url}sparql", returnFormat=form)
    client.setMethod(method)
    client.setQuery(NAMES)
    answer = client.query().convert()
    if form == JSON:
        assert len(answer["results"]["bindings"]) == 5
    else:
        assert len(answer.getElementsByTagName("result")) == 5


def test_sparqlwrapper_construct_and_csv(files_server: Server) -> None:
    client = SPARQLWrapper(f"{files_server.url}sparql", returnFormat=TURTLE)
    client.setQuery("DESCRIBE <http://example.org/bob>")
    graph = rdflib.Graph().parse(data=client.query().convert(), format="turtle")
    assert len(graph) == 3
    client.setReturnFormat(CSV)
    client.setQuery(NAMES)
    assert client.query().convert().decode().startswith("s,name\r\n")


def test_rdflib_sparqlstore(files_server: Server) -> None:
    store = SPARQLStore(f"{files_server.url}sparql", returnFormat="json")
    graph = rdflib.Graph(store)
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(PERSON)))) == 2
    names = {str(row.name) for row in graph.query(NAMES)}
    assert {"Alice", "アリス"} <= names


def test_pandas_through_csv(files_server: Server) -> None:
    answer = files_server.query(NAMES, "text/csv")
    frame = pd.read_csv(io.BytesIO(answer.content))
    assert list(frame.columns) == ["s", "name"]
    assert len(frame) == 5
    assert (frame["name"] == 'O\'Neil, "Sam"\nof two lines').sum() == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(files_server: Server) -> None:
    command = ["curl", "-sS", "--compressed", "-H", "Accept: text/csv", "--data-urlencode"]
    done = subprocess.run(
        [*command, f"query={NAMES}", f"{files_server.url}sparql"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 7


def _comunica() -> Path | None:
    """The command of Comunica, installed once in a cache folder; None where npm cannot."""
    if shutil.which("npm") is None:
        return None
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shisaku" / "comunica"
    command = cache / "node_modules" / ".bin" / "comunica-sparql"
    if not command.exists():
        cache.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        subprocess.run([*install, "@comunica/query-sparql@4"], cwd=cache, check=False, timeout=300)
    return command if command.exists() else None


def test_comunica(files_server: Server) -> None:
    command = _comunica()
    if command is None:
        pytest.skip("npm, or the package @comunica/query-sparql, is not to be had")
    done = subprocess.run(
        [str(command), f"sparql@{files_server.url}sparql", NAMES, "-t", "application/json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert len(json.loads(done.stdout)) == 5
