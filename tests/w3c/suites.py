"""The W3C's manifests become test cases; the suites are fetched with rdflib's source archive."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "w3c"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
DAWG = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_ARCHIVE = "rdflib-7.6.0.tar.gz"
_SHA256 = "6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df"
_INSIDE = "rdflib-7.6.0/test/data/suites/w3c/"
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^<>]*)>", re.IGNORECASE)


class UnavailableError(Exception):
    """Why the suites cannot be had here."""


@dataclass(frozen=True)
class Case:
    """One entry of a manifest.

    kind: the local name of its type. data: files of the default graph; named: files that are
    named graphs, each under its own IRI. lax: duplicates may or may not be removed. withdrawn:
    the working group took the test back.
    """

    suite: str
    name: str
    kind: str
    query: Path | None
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    result: Path | None
    lax: bool
    withdrawn: bool


@contextmanager
def as_written() -> Iterator[None]:
    """Let rdflib keep the lexical forms of literals, which it would otherwise normalise."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def parsed(path: Path) -> rdflib.Graph:
    """Read a file as RDF, its relative IRIs against its own IRI."""
    kind = {".rdf": "xml", ".nt": "nt"}.get(path.suffix, "turtle")
    with as_written():
        return rdflib.Graph().parse(path, format=kind, publicID=path.as_uri())


def fetched() -> Path:
    """The folder that holds the suites, fetched with pip when it is not yet in the cache.

    Raises UnavailableError.
    """
    folder = CACHE / _INSIDE
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as name:
            _unpack(_download(Path(name)), Path(name))
            (Path(name) / _INSIDE.partition("/")[0]).rename(CACHE / _INSIDE.partition("/")[0])
    return folder


def _download(folder: Path) -> Path:
    name, _, version = _ARCHIVE.removesuffix(".tar.gz").partition("-")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary"]
    try:
        done = subprocess.run(
            [*command, ":all:", "--dest", str(folder), f"{name}=={version}"],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"pip did not fetch {_ARCHIVE} within 300 seconds") from None
    archive = folder / _ARCHIVE
    if not archive.is_file():
        said = done.stderr.strip().splitlines() or ["pip said nothing"]
        raise UnavailableError(f"pip cannot fetch {_ARCHIVE}: {said[-1]}")
    if hashlib.sha256(archive.read_bytes()).hexdigest() != _SHA256:
        raise UnavailableError(f"{_ARCHIVE} is not the archive that is expected")
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as content:
        wanted = [item for item in content.getmembers() if item.name.startswith(_INSIDE)]
        content.extractall(folder, wanted, filter="data")


def cases(root: Path, suite: str) -> list[Case]:
    """The entries of one manifest in their order; suite: its folder below the root."""
    path = root / suite / "manifest.ttl"
    graph = parsed(path)
    (entries,) = graph.objects(None, MF.entries)
    found = Collection(graph, entries)
    return [_case(graph, suite, entry) for entry in dict.fromkeys(found)]


def _case(graph: rdflib.Graph, suite: str, entry: rdflib.term.Node) -> Case:
    kind = str(graph.value(entry, rdflib.RDF.type)).rpartition("#")[2]
    action = graph.value(entry, MF.action)
    query = graph.value(action, QT.query) if action else None
    if query is None and isinstance(action, rdflib.URIRef):
        query = action
    asked = _path(query)
    result = _path(graph.value(entry, MF.result))
    named = _paths(graph.objects(action, QT.graphData)) if action else ()
    return Case(
        suite,
        str(entry).rpartition("#")[2],
        kind,
        asked,
        _paths(graph.objects(action, QT.data)) if action else (),
        tuple(dict.fromkeys((*named, *(_from_clauses(asked) if result else ())))),
        result,
        graph.value(entry, MF.resultCardinality) == MF.LaxCardinality,
        graph.value(entry, DAWG.approval) == DAWG.Withdrawn,
    )


def _paths(nodes: Iterator[rdflib.term.Node]) -> tuple[Path, ...]:
    return tuple(sorted(path for node in nodes if (path := _path(node)) is not None))


def _path(node: rdflib.term.Node | None) -> Path | None:
    if not isinstance(node, rdflib.URIRef) or not node.startswith("file://"):
        return None
    return Path(node.removeprefix("file://").partition("#")[0])


def _from_clauses(query: Path | None) -> list[Path]:
    """The files that a query itself names as its dataset."""
    if query is None:
        return []
    names = _FROM.findall(query.read_text(encoding="utf-8"))
    return [query.with_name(name) for name in names if ":" not in name]
