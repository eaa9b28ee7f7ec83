"""The search page as it stands, a query and the index go in; the page with its answer comes out.

The elements are those that ``site/assets/search.js`` makes, so that both show the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import escape

from shisaku.pages.labels import labels
from shisaku.pages.ranking import Hit, normalise
from shisaku.pages.search import Entry, search
from shisaku.pages.templates import environment

#: Lines that are shown, of measures and of other things.
MOST, MOST_OTHERS = 40, 6
#: Hits that are worth less than this share of the best one are noise.
LEAST_SHARE = 0.1

_ANSWER = re.compile(r'(?:<noscript>.*?</noscript>\s*)?<p id="search-status".*?</ol>', re.DOTALL)
_FIELD = re.compile(r'<input id="q"')


class Piece(NamedTuple):
    """A part of a text, and whether it is what was searched for."""

    text: str
    hit: bool


class Marked(NamedTuple):
    """A text in pieces; foreign when the page is in another language."""

    pieces: tuple[Piece, ...]
    foreign: bool


class Line(NamedTuple):
    """A measure, system, organisation or law that was found."""

    document: str
    kind: str
    number: str
    title: Marked
    summary: Marked | None


class Found(NamedTuple):
    """What a query has found, in words and in lines."""

    status: str
    measures: tuple[Line, ...]
    others: tuple[Line, ...]


def answered_page(
    page: str, query: str, table: Mapping[str, Any], language: str, edition: str = ""
) -> str:
    """Return the static search page with the answer in its places.

    table: the parsed index file; edition: path of the index that was chosen, to choose it again.
    A page without those places comes back as it is.
    """
    root = "../" if language == "en" else ""
    template = environment().get_template("found.html").module
    answer = template.answer(  # type: ignore[attr-defined]
        labels(language), language, root, found(query, table, language)
    )
    filled = _ANSWER.sub(lambda _: str(answer).strip(), page, count=1)
    field = f'<input id="q" value="{escape(query)}"'
    filled = _FIELD.sub(lambda _: field, filled, count=1)
    option = f'<option value="{escape(root + edition)}"'
    return filled.replace(option, f"{option} selected", 1) if edition else filled


def found(query: str, table: Mapping[str, Any], language: str) -> Found:
    """Search and word the answer; an empty query finds nothing and says nothing."""
    label = labels(language).search
    if not normalise(query):
        return Found("", (), ())
    hits = search(query, table, limit=len(table["entries"]))
    measures = _worthy([hit for hit in hits if hit[0].kind == "measure"])
    others = _worthy([hit for hit in hits if hit[0].kind != "measure"])
    words = _folded(query).split()
    status = label.found.format(count=f"{len(measures):,}") if measures or others else label.none
    return Found(
        status,
        tuple(_line(entry, words, language) for entry in measures[:MOST]),
        tuple(_line(entry, words, language) for entry in others[:MOST_OTHERS]),
    )


def _worthy(hits: Sequence[tuple[Entry, Hit]]) -> list[Entry]:
    return [entry for entry, hit in hits if hit.score >= hits[0][1].score * LEAST_SHARE]


def _line(entry: Entry, words: Sequence[str], language: str) -> Line:
    title = _marked(entry.title_ja, entry.title_en, words, language)
    summary = _marked(entry.summary_ja, entry.summary_en, words, language)
    return Line(
        entry.document, entry.kind, entry.number, title, summary if summary.pieces else None
    )


def _marked(ja: str, en: str, words: Sequence[str], language: str) -> Marked:
    own = en if language == "en" else ja
    text = own or ja
    return Marked(tuple(_pieces(text, words)), language != "ja" and not own)


def _pieces(text: str, words: Sequence[str]) -> list[Piece]:
    """Cut a text so that the words, folded as the text is, stand in pieces of their own."""
    folded = _folded(text)
    pattern = "|".join(map(re.escape, words))
    if not pattern or len(folded) != len(text):
        return [Piece(text, False)] if text else []
    pieces: list[Piece] = []
    start = 0
    for match in re.finditer(pattern, folded):
        pieces.append(Piece(text[start : match.start()], False))
        pieces.append(Piece(text[match.start() : match.end()], True))
        start = match.end()
    pieces.append(Piece(text[start:], False))
    return [piece for piece in pieces if piece.text]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
