"""A history of changes goes in; an Atom feed and an LDES stream (DCAT-AP Feeds) come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from shisaku.config import Config
from shisaku.graph.namespaces import DCT, PREFIXES, RDF, XSD
from shisaku.release.changes import (
    GONE,
    HISTORY,
    Change,
    ChangeKind,
    Named,
    changes_since,
    gone_bytes,
    history_bytes,
)
from shisaku.release.folder import FileEntry

STREAM = "changes"
#: Entries of the Atom feed; the stream holds them all.
_NEWEST = 200
_AS = "https://www.w3.org/ns/activitystreams#"
_LDES = "https://w3id.org/ldes#"
_TREE = "https://w3id.org/tree#"
_PREFIXES = {"as": _AS, "ldes": _LDES, "tree": _TREE} | {
    key: PREFIXES[key] for key in ("dct", "xsd", "rdf")
}
_FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "nt": RdfFormat.N_TRIPLES,
}


def change_files(
    previous: Path | None,
    entries: Mapping[str, FileEntry],
    named: Callable[[str], Named],
    config: Config,
) -> Iterator[tuple[str, bytes]]:
    """Yield path below the release and bytes of everything that tells what changed.

    previous: the release served so far; entries: all other files of the new one; named: what a
    path below the base is called.
    """
    history = changes_since(previous, entries, named, config.release_date)
    yield HISTORY, history_bytes(history)
    yield GONE, gone_bytes(history)
    for path, content in feed_files(history, config):
        yield f"site/{path}", content


def feed_files(history: tuple[Change, ...], config: Config) -> Iterator[tuple[str, bytes]]:
    """Yield path below the site and bytes of ``changes.atom`` and of the stream's four files."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    newest = history[: -_NEWEST - 1 : -1]
    day = history[-1].day if history else config.release_date
    atom = environment.get_template("changes.atom.jinja")
    yield (
        f"{STREAM}.atom",
        atom.render(config=config, changes=newest, day=day, deleted=ChangeKind.DELETE).encode(),
    )
    triples = list(_stream(history, config))
    for extension, form in _FORMATS.items():
        content = serialize(triples, format=form, prefixes=_PREFIXES)
        assert content is not None  # it is None only when an output file is given
        yield f"{STREAM}.{extension}", content


def _stream(history: tuple[Change, ...], config: Config) -> Iterator[Triple]:
    """Yield the stream: LDES with ActivityStreams members, as DCAT-AP Feeds has them."""
    page = NamedNode(config.base_iri + STREAM)
    stream = NamedNode(f"{page.value}#stream")
    published, thing = NamedNode(_AS + "published"), NamedNode(_AS + "object")
    yield Triple(stream, RDF.type, NamedNode(_LDES + "EventStream"))
    yield Triple(stream, DCT.title, Literal(f"{config.site_title_ja}の変更", language="ja"))
    yield Triple(stream, DCT.title, Literal(f"Changes of {config.site_title_en}", language="en"))
    yield Triple(stream, NamedNode(_LDES + "timestampPath"), published)
    yield Triple(stream, NamedNode(_LDES + "versionOfPath"), thing)
    yield Triple(stream, NamedNode(_TREE + "view"), page)
    events = [NamedNode(f"{page.value}#event-{change.number}") for change in history]
    for event in events:
        yield Triple(stream, NamedNode(_TREE + "member"), event)
    yield Triple(page, RDF.type, NamedNode(_TREE + "Node"))
    for change, event in zip(history, events, strict=True):
        node = NamedNode(config.base_iri + change.path)
        yield Triple(event, RDF.type, NamedNode(_AS + change.kind))
        yield Triple(event, thing, node)
        moment = Literal(f"{change.day}T00:00:00Z", datatype=XSD.dateTime)
        yield Triple(event, published, moment)
        if change.kind is ChangeKind.DELETE:
            yield Triple(node, RDF.type, NamedNode(_AS + "Tombstone"))
        if change.successor:
            yield Triple(node, DCT.isReplacedBy, NamedNode(config.base_iri + change.successor))
