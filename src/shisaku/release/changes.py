"""Two releases go in; what was created, updated and deleted between them comes out.

A resource is one with a document of its own; it changed when its N-Triples file did. The history
goes on from release to release in ``changes.json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from shisaku.graph.namespaces import DCT, ELI, FOAF, RDFS, SKOS
from shisaku.release.folder import FileEntry

HISTORY = "changes.json"
GONE = "gone.json"
_SITE = "site/"
_DOCUMENT = ".nt"
#: Documents about the release itself, which change with every one.
_NOT_TOLD = ("quality", "query", "changes")
_TITLES = (DCT.title, SKOS.prefLabel, FOAF.name, ELI.title, RDFS.label)


class ChangeKind(StrEnum):
    """What happened to a resource, in the words of ActivityStreams."""

    CREATE = "Create"
    UPDATE = "Update"
    DELETE = "Delete"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. number: from 1, never used again; day: ISO date of the release.

    path: of the resource below the base; successor: path of what replaces a deleted one, or "".
    """

    number: int
    day: str
    kind: ChangeKind
    path: str
    title_ja: str
    title_en: str
    successor: str = ""


class Named(NamedTuple):
    """What a resource is called, empty where nothing is said; successor: path of its successor."""

    ja: str = ""
    en: str = ""
    successor: str = ""


def changes_since(
    history: tuple[Change, ...],
    files_before: Mapping[str, FileEntry],
    files: Mapping[str, FileEntry],
    named: Callable[[str], Named],
    day: str,
) -> tuple[Change, ...]:
    """Return the whole history, oldest first, with what a release adds to it.

    history: that of the release before; files_before, files: of that and of this one by path;
    named: what a path below the base is called, asked for what is new, changed or gone.
    """
    before = _documents(files_before if history else {})
    now = _documents(files)
    titles = {change.path: (change.title_ja, change.title_en) for change in history}
    added: list[Change] = []
    for path in sorted(before.keys() | now.keys()):
        kind = _kind(before.get(path), now.get(path))
        if kind is None:
            continue
        ja, en, successor = named(path)
        if kind is ChangeKind.DELETE:
            ja, en = titles.get(path, ("", ""))
        else:
            successor = ""
        number = len(history) + len(added) + 1
        added.append(Change(number, day, kind, path, ja or path, en, successor))
    return (*history, *added)


def named_in(store: Store, base: str) -> Callable[[str], Named]:
    """Return a function that looks a path below the base up in a store."""

    def named(path: str) -> Named:
        return Named(*_title(store, base + path), _successor(store, base, path))

    return named


def named_documents(store: Store, base: str, paths: Iterable[str]) -> dict[str, Named]:
    """Return what resources are called, by their paths below the base, as plain data."""
    named = named_in(store, base)
    return {path: named(path) for path in paths}


def read_history(release: Path | None) -> tuple[Change, ...]:
    """Return the history that a release holds; empty for none."""
    if release is None or not (release / HISTORY).is_file():
        return ()
    rows = json.loads((release / HISTORY).read_bytes())
    return tuple(Change(**(row | {"kind": ChangeKind(row["kind"])})) for row in rows)


def history_bytes(history: tuple[Change, ...]) -> bytes:
    """Return ``changes.json``, one change a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = [field.name for field in fields(Change)]
    lines = [encode({name: getattr(change, name) for name in names}) for change in history]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def gone_bytes(history: tuple[Change, ...]) -> bytes:
    """Return ``gone.json``: path of each resource that left -> its successor or null.

    A successor is an absolute path below the base, as it stands in a link of the answer 410.
    """
    last = {change.path: change for change in history}
    gone = {
        path: f"/{change.successor}" if change.successor else None
        for path, change in sorted(last.items())
        if change.kind is ChangeKind.DELETE
    }
    return (json.dumps(gone, ensure_ascii=False, indent=1) + "\n").encode()


def _documents(files: Mapping[str, FileEntry]) -> dict[str, str]:
    """Return the checksum of each resource's document, by its path below the base."""
    return {
        path: entry.sha256
        for file, entry in files.items()
        if file.startswith(_SITE) and file.endswith(_DOCUMENT)
        and (path := file[len(_SITE) : -len(_DOCUMENT)]).split("/")[0] not in _NOT_TOLD
    }  # fmt: skip


def _kind(before: str | None, now: str | None) -> ChangeKind | None:
    if before == now:
        return None
    if before is None:
        return ChangeKind.CREATE
    return ChangeKind.UPDATE if now else ChangeKind.DELETE


def _title(store: Store, iri: str) -> tuple[str, str]:
    """Return the title of a resource in Japanese and English; empty where none is stated."""
    node = NamedNode(iri)
    for predicate in _TITLES:
        found = [quad.object for quad in store.quads_for_pattern(node, predicate, None, None)]
        texts = {term.language: term.value for term in found if isinstance(term, Literal)}
        if texts:
            return texts.get("ja") or texts.get(None, ""), texts.get("en", "")
    return "", ""


def _successor(store: Store, base: str, path: str) -> str:
    node = NamedNode(base + path)
    found = [
        str(quad.object)[1:-1]
        for quad in store.quads_for_pattern(node, DCT.isReplacedBy, None, None)
    ]
    found += [
        str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, DCT.replaces, node, None)
    ]
    return min((iri.removeprefix(base) for iri in found if iri.startswith(base)), default="")
