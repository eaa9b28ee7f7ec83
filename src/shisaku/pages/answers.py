"""The gallery and a store go in; the answer to each question comes out, to show and to download.

An answer is made when it is asked for, and only the last one is kept: over many editions all of
them would be hundreds of megabytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import pyoxigraph as ox

from shisaku.errors import ShisakuError
from shisaku.pages import terms as t
from shisaku.pages.gallery import DOCUMENT, Gallery, Question
from shisaku.pages.index import Index, build_index

#: Rows of an answer that a page shows; the downloads hold all of them.
SHOWN_ROWS = 50
_JSON = ox.QueryResultsFormat.JSON
#: Download formats: extension, media type and how pyoxigraph calls them.
DOWNLOADS: tuple[tuple[str, str, ox.QueryResultsFormat], ...] = (
    ("csv", "text/csv", ox.QueryResultsFormat.CSV),
    ("tsv", "text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ("json", "application/sparql-results+json", _JSON),
)
#: Terms that editors complete: kinds that declare them, and what counts them in statistics.
_TERMS = {
    "classes": ((t.OWL + "Class",), t.VOID + "class"),
    "properties": (
        (t.OWL + "ObjectProperty", t.OWL + "DatatypeProperty"),
        t.VOID + "property",
    ),
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Term:
    """One bound value: an IRI or a literal with its language; number for numeric datatypes."""

    value: str
    iri: bool = False
    language: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a SELECT query.

    shown: the rows that a page shows, None where a variable is unbound; count: how many rows
    there are; files: all of them in each download format, keyed by extension.
    """

    columns: tuple[str, ...]
    shown: tuple[tuple[Term | None, ...], ...]
    count: int
    files: dict[str, bytes]


def answer(store: ox.Store, question: Question, union: bool = True) -> Answer:
    """Run a question; union: over the union of all graphs instead of the default graph.

    Raises ShisakuError when the query is not valid SPARQL or is no SELECT query.
    """
    try:
        solutions = store.query(question.text, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise ShisakuError(
            "gallery-syntax", f"the query is not valid SPARQL: {error}.", question.slug
        ) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise ShisakuError("gallery-form", "the query is not a SELECT query.", question.slug)
    columns = tuple(variable.value for variable in solutions.variables)
    content = _bytes(solutions, _JSON)
    rows = iter(_parsed(content))
    shown = tuple(tuple(map(_term, row)) for row in islice(rows, SHOWN_ROWS))
    return Answer(
        columns,
        shown,
        len(shown) + sum(1 for _ in rows),
        {
            extension: content if style == _JSON else _bytes(_parsed(content), style)
            for extension, _, style in DOWNLOADS
        },
    )


def _parsed(content: bytes) -> ox.QuerySolutions:
    parsed = ox.parse_query_results(input=content, format=_JSON)
    assert isinstance(parsed, ox.QuerySolutions)  # what was written before
    return parsed


def _bytes(solutions: ox.QuerySolutions, style: ox.QueryResultsFormat) -> bytes:
    content = solutions.serialize(format=style)
    assert content is not None  # it is None only when an output file is given
    return content


def _term(term: Any) -> Term | None:
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return Term(term.value, isinstance(term, ox.NamedNode))
    return Term(term.value, False, term.language or "", term.datatype.value in _NUMBERS)


class AnsweredGallery:
    """The gallery, and the store that answers it.

    open_store: gives the store at the first question, in whichever process asks; union: its
    default graph stands for all graphs, instead of holding each triple once itself.
    """

    def __init__(
        self, gallery: Gallery, open_store: Callable[[], ox.Store] = ox.Store, union: bool = True
    ) -> None:
        self.gallery = gallery
        self._open_store = open_store
        self._union = union
        self._last: tuple[str, Answer] | None = None

    @cached_property
    def _store(self) -> ox.Store:
        return self._open_store()

    def answer(self, slug: str) -> Answer:
        """Return the answer to a question; asked again at once, it is not run again.

        Raises ShisakuError when the question is not a valid SELECT query.
        """
        if self._last is None or self._last[0] != slug:
            question = self.gallery.by_slug[slug]
            self._last = slug, answer(self._store, question, self._union)
        return self._last[1]

    def names(self, iris: Iterable[str]) -> Index:
        """Return an index of what resources are called, whichever edition they stand in."""
        graph = None if self._union else ox.DefaultGraph()
        found = (
            self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, graph)
            for iri in iris
            for predicate in t.LABELS
        )
        return build_index(chain.from_iterable(found), self.gallery.base)

    def files_of(self, slug: str) -> Iterator[tuple[str, bytes]]:
        """Yield path below the site's root and bytes of the files of one answer."""
        document = self.gallery.by_slug[slug].document
        for extension, content in self.answer(slug).files.items():
            yield f"{document}.{extension}", content

    def lists(self, index: Index) -> Iterator[tuple[str, bytes]]:
        """Yield what the editor loads: the questions, and the terms that it completes.

        Terms are the classes and properties that the index uses, declares or counts (VoID), as
        ``[iri, Japanese label, English label]``: queries for them would walk through all editions.
        """
        used = {"classes": index.kinds, "properties": set[str]().union(*index.facts.values())}
        terms = {
            name: _labelled(index, {*used[name], *_declared(index, kinds), *_counted(index, count)})
            for name, (kinds, count) in _TERMS.items()
        }
        yield f"{DOCUMENT}/terms.json", _json({**terms, "prefixes": self.gallery.prefixes})
        yield (
            f"{DOCUMENT}/gallery.json",
            _json(
                [
                    {"slug": item.slug, "label": item.label, "about": item.about, "text": item.text}
                    for item in self.gallery.questions
                ]
            ),
        )


def _declared(index: Index, kinds: Iterable[str]) -> Iterator[str]:
    return (term for kind in kinds for term in index.of_kind(kind))


def _counted(index: Index, predicate: str) -> Iterator[str]:
    """Yield the terms that the statistics of any edition count."""
    parts = index.of_kind(t.VOID + "Dataset")
    return (term for part in parts for term in index.iris(part, predicate))


#: A release without questions.
NO_GALLERY = AnsweredGallery(Gallery("", (), {}, (), ()))


def _labelled(index: Index, terms: Iterable[str]) -> list[list[str]]:
    """Return terms in order, each with its Japanese and its English label, empty where none is."""
    found = []
    for term in sorted(terms):
        labels = index.texts(term, t.RDFS + "label")
        found.append(
            [
                term,
                *(
                    min((text.value for text in labels if text.language == language), default="")
                    for language in ("ja", "en")
                ),
            ]
        )
    return found


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
