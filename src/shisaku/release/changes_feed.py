"""A history of changes goes in; an Atom feed and an LDES stream (DCAT-AP Feeds) come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode, Triple

from shisaku.config import Config
from shisaku.graph.namespaces import DCT, PREFIXES, RDF, XSD
from shisaku.kept_templates import KeptTemplates
from shisaku.release.changes import (
    GONE,
    HISTORY,
    Change,
    ChangeKind,
    Named,
    changes_since,
    gone_bytes,
    history_bytes,
    read_history,
)
from shisaku.release.dumps import DOCUMENT_FORMATS, in_blocks
from shisaku.release.folder import Content, Staging

STREAM = "changes"
#: Entries of the Atom feed; the stream holds them all.
_NEWEST = 200
_AS = "https://www.w3.org/ns/activitystreams#"
_LDES = "https://w3id.org/ldes#"
_TREE = "https://w3id.org/tree#"
_PUBLISHED, _THING = NamedNode(_AS + "published"), NamedNode(_AS + "object")
#: Changes of which the triples are held at a time.
_BLOCK = 5_000
_PREFIXES = {"as": _AS, "ldes": _LDES, "tree": _TREE} | {
    key: PREFIXES[key] for key in ("dct", "xsd", "rdf")
}


def change_files(
    staging: Staging, named: Callable[[str], Named], config: Config
) -> Iterator[tuple[str, Content]]:
    """Yield path below the release and content of everything that tells what changed.

    staging: a release with all its other files; named: what a path below the base is called.
    """
    history = changes_since(
        read_history(staging.previous),
        staging.before,
        staging.entries,
        named,
        config.release_date,
    )
    yield HISTORY, history_bytes(history)
    yield GONE, gone_bytes(history)
    for path, content in feed_files(history, config):
        yield f"site/{path}", content


def feed_files(history: tuple[Change, ...], config: Config) -> Iterator[tuple[str, Content]]:
    """Yield path below the site and content of ``changes.atom`` and of the stream's four files."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=KeptTemplates(__file__),
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
    for style in DOCUMENT_FORMATS:
        yield f"{STREAM}.{style.extension}", in_blocks(_stream(history, config), style, _PREFIXES)


def _stream(history: tuple[Change, ...], config: Config) -> Iterator[list[Triple]]:
    """Yield the stream in blocks: LDES with ActivityStreams members, as DCAT-AP Feeds has them."""
    page = NamedNode(config.base_iri + STREAM)
    stream = NamedNode(f"{page.value}#stream")
    events = [NamedNode(f"{page.value}#event-{change.number}") for change in history]
    yield [
        Triple(stream, RDF.type, NamedNode(_LDES + "EventStream")),
        Triple(stream, DCT.title, Literal(f"{config.site_title_ja}の変更", language="ja")),
        Triple(stream, DCT.title, Literal(f"Changes of {config.site_title_en}", language="en")),
        Triple(stream, NamedNode(_LDES + "timestampPath"), _PUBLISHED),
        Triple(stream, NamedNode(_LDES + "versionOfPath"), _THING),
        Triple(stream, NamedNode(_TREE + "view"), page),
        *(Triple(stream, NamedNode(_TREE + "member"), event) for event in events),
        Triple(page, RDF.type, NamedNode(_TREE + "Node")),
    ]
    for start in range(0, len(history), _BLOCK):
        several = slice(start, start + _BLOCK)
        yield [
            triple
            for change, event in zip(history[several], events[several], strict=True)
            for triple in _event(change, event, config.base_iri)
        ]


def _event(change: Change, event: NamedNode, base: str) -> Iterator[Triple]:
    node = NamedNode(base + change.path)
    yield Triple(event, RDF.type, NamedNode(_AS + change.kind))
    yield Triple(event, _THING, node)
    yield Triple(event, _PUBLISHED, Literal(f"{change.day}T00:00:00Z", datatype=XSD.dateTime))
    if change.kind is ChangeKind.DELETE:
        yield Triple(node, RDF.type, NamedNode(_AS + "Tombstone"))
    if change.successor:
        yield Triple(node, DCT.isReplacedBy, NamedNode(base + change.successor))
