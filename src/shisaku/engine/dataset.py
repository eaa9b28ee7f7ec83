"""RDF files or a release's store become the dataset that queries run on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from shisaku.errors import ShisakuError

#: File name extension -> format of --data files and dumps.
RDF_FILES: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".n3": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}
_UNION = (Path(__file__).parent / "queries" / "union.ru").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the data is: files, or the folder of a store; union makes the default graph hold all.

    A store folder already holds the union in its default graph.
    """

    files: tuple[str, ...] = ()
    store: str | None = None
    union: bool = True


@dataclass(frozen=True, slots=True)
class Dataset:
    """A loaded store. overlapping: some triple stands in two named graphs."""

    store: Store
    overlapping: bool


def load_files(files: tuple[str, ...], union: bool) -> Dataset:
    """Read files into memory; blank nodes of different files stay different.

    Relative IRIs are resolved against the file's own IRI (RFC 3986, 5.1.3). Raises ShisakuError.
    """
    store = Store()
    for name in files:
        _load(store, Path(name))
    named = len(store) - _size(store)
    overlapping = False
    if union and named:
        before = _size(store)
        store.update(_UNION)
        overlapping = _size(store) < before + named
    elif named:
        overlapping = len({(q.subject, q.predicate, q.object) for q in _named(store)}) < named
    return Dataset(store, overlapping)


def open_store(folder: str) -> Dataset:
    """Open a release's store for reading."""
    return Dataset(Store.read_only(folder), False)


def format_of(path: Path) -> RdfFormat:
    """Return the format that a file's name announces; raises ShisakuError for others."""
    found = RDF_FILES.get(path.suffix.lower())
    if found is None:
        raise ShisakuError(
            "data-format",
            "the name does not say which RDF format this is.",
            str(path),
            f"Known extensions: {' '.join(RDF_FILES)}.",
        )
    return found


def _load(store: Store, path: Path) -> None:
    file_format = format_of(path)
    try:
        store.load(path=str(path), format=file_format, base_iri=path.resolve().as_uri())
    except FileNotFoundError as error:
        raise ShisakuError("data-missing", "there is no such file.", str(path)) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ShisakuError(
            "data-unreadable",
            f"the file cannot be read as {file_format.name}: {error}.",
            str(path),
            "Check the file with an RDF validator, or rename it to the format it is in.",
        ) from error


def _size(store: Store) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))


def _named(store: Store) -> Iterator[Quad]:
    default = DefaultGraph()
    return (quad for quad in store if quad.graph_name != default)


def graph_names(names: tuple[str, ...]) -> list[NamedNode]:
    """Turn IRIs into terms; raises ValueError for what is no absolute IRI."""
    return [NamedNode(name) for name in names]
