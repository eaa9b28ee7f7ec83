"""Measures and the things they name go in; the search index and its answers come out.

The index is one JSON file, loaded when somebody searches; the server can answer from it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.outline import Outline
from shisaku.pages.ranking import WEIGHTS, Document, Hit, normalise, rank

#: Where the index of the newest edition stands below the site's root.
PATH = "search/index.json"

#: Kinds of things beside measures, and their class.
_KINDS = (
    ("system", t.POL + "InformationSystem"),
    ("org", t.ORG + "FormalOrganization"),
    ("law", t.ELI + "LegalResource"),
)
_NAMES = (
    t.SKOS + "prefLabel",
    t.SKOS + "altLabel",
    t.POL + "reading",
    t.POL + "lawNumber",
    t.ELI + "id_local",
)


class Entry(NamedTuple):
    """A line of the index: what the result shows, and the normalised texts it is found by."""

    document: str
    kind: str
    number: str
    title_ja: str
    title_en: str
    summary_ja: str
    summary_en: str
    texts: tuple[str, ...]


def search_files(index: Index, book: Outline) -> Iterator[tuple[str, bytes]]:
    """Yield an index for each edition that the outline walks.

    It holds names of fields, and one array an entry in the order of Entry.

    A reader loads the index of one edition, so its size does not grow with the years.
    """
    others = list(_others(index))
    paths = dict(index_paths(index, book))
    for edition in book.editions:
        measures = (_measure(index, book, measure) for measure in book.measures[edition])
        table = {
            "fields": list(WEIGHTS),
            "columns": list(Entry._fields),
            "entries": [*measures, *others],
        }
        yield paths[edition], json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


def index_paths(index: Index, book: Outline) -> list[tuple[str, str]]:
    """Return all editions that are known, newest first, with the path of the index of each."""
    return [
        (edition, f"search/{(index.path(edition) or '').replace('/', '-')}.json" if rank else PATH)
        for rank, edition in enumerate(book.known)
    ]


def _others(index: Index) -> Iterator[Entry]:
    """Yield systems, organisations and laws, which are the same in every edition."""
    for kind, kind_iri in _KINDS:
        for iri in index.of_kind(kind_iri):
            title_ja, title_en = (_text(index, iri, t.SKOS + "prefLabel", x) for x in ("ja", "en"))
            names = " ".join(_names(index, iri))
            texts = (f"{title_ja} {title_en}", names, "", "", "")
            yield Entry(
                index.path(iri) or "",
                kind,
                "",
                title_ja,
                title_en,
                "",
                "",
                tuple(normalise(text) for text in texts),
            )


def search(query: str, table: Mapping[str, Any], *, limit: int = 50) -> list[tuple[Entry, Hit]]:
    """Answer a query from the parsed index file, measures first, best first."""
    entries = [Entry(*row) for row in table["entries"]]
    measures = [entry for entry in entries if entry.kind == "measure"]
    others = [entry for entry in entries if entry.kind != "measure"]
    return [*_ranked(query, measures)[:limit], *_ranked(query, others)[:limit]]


def _ranked(query: str, entries: Sequence[Entry]) -> list[tuple[Entry, Hit]]:
    found = {entry.document: entry for entry in entries}
    documents = [Document(entry.document, tuple(entry.texts)) for entry in entries]
    return [(found[hit.key], hit) for hit in rank(query, documents)]


def _measure(index: Index, book: Outline, iri: str) -> Entry:
    number = index.value(iri, t.SKOS + "notation")
    title_ja, title_en = (_text(index, iri, t.DCT + "title", lang) for lang in ("ja", "en"))
    summary_ja, summary_en = (_text(index, iri, t.DCT + "abstract", lang) for lang in ("ja", "en"))
    named = [
        *index.iris(iri, t.SCHEMA + "mentions"),
        *index.iris(iri, t.POL + "leadOrganization"),
        *index.iris(iri, t.DCT + "references"),
    ]
    indicators = book.indicators[iri]
    figures = [_text(index, k, t.SKOS + "definition", "ja") for k in indicators]
    printed = _by_kind(index, iri, {"kpi"})
    body = _by_kind(index, iri, {"paragraph", "bullet", "subheading"})
    texts = (
        f"{number} {title_ja} {title_en}",
        " ".join(name for other in named for name in _names(index, other)),
        " ".join(dict.fromkeys([*figures, *printed])),
        f"{summary_ja} {summary_en}",
        " ".join(body),
    )
    return Entry(
        index.path(iri) or "",
        "measure",
        number,
        title_ja,
        title_en,
        summary_ja,
        summary_en,
        tuple(normalise(text) for text in texts),
    )


def _by_kind(index: Index, measure: str, kinds: set[str]) -> Iterable[str]:
    passages = sorted(
        index.iris(measure, t.POL + "hasPassage"),
        key=lambda passage: index.number(passage, t.POL + "position"),
    )
    for passage in passages:
        if index.value(passage, t.POL + "passageKind") in kinds:
            yield index.value(passage, t.POL + "text")


def _names(index: Index, iri: str) -> list[str]:
    found = (literal.value for name in _NAMES for literal in index.texts(iri, name))
    return list(dict.fromkeys(found))


def _text(index: Index, iri: str, predicate: str, language: str) -> str:
    for literal in index.texts(iri, predicate):
        if literal.language == language:
            return literal.value
    return ""
