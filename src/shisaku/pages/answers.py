"""The gallery and a store go in; the answer to each question comes out, to show and to download."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyoxigraph as ox

from shisaku.assets import asset_folder
from shisaku.errors import ShisakuError
from shisaku.pages.gallery import DOCUMENT, Gallery, Question

#: Rows of an answer that a page shows; the downloads hold all of them.
SHOWN_ROWS = 50
_JSON = ox.QueryResultsFormat.JSON
#: Download formats: extension, media type and how pyoxigraph calls them.
DOWNLOADS: tuple[tuple[str, str, ox.QueryResultsFormat], ...] = (
    ("csv", "text/csv", ox.QueryResultsFormat.CSV),
    ("tsv", "text/tab-separated-values", ox.QueryResultsFormat.TSV),
    ("json", "application/sparql-results+json", _JSON),
)
_GRAPH = re.compile(r"\bGRAPH\b", re.IGNORECASE)
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
    """All rows of a SELECT query; None where a variable is unbound.

    files: the answer in each download format, keyed by extension.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    files: dict[str, bytes]

    @property
    def shown(self) -> tuple[tuple[Term | None, ...], ...]:
        """The rows that a page shows."""
        return self.rows[:SHOWN_ROWS]


def answer(store: ox.Store, question: Question) -> Answer:
    """Run a question over the union of all graphs.

    Raises ShisakuError when the query is not valid SPARQL or is no SELECT query.
    """
    try:
        solutions = store.query(question.text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise ShisakuError(
            "gallery-syntax", f"the query is not valid SPARQL: {error}.", question.slug
        ) from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise ShisakuError("gallery-form", "the query is not a SELECT query.", question.slug)
    content = _bytes(solutions, _JSON)
    table = json.loads(content)
    columns = tuple(table["head"]["vars"])
    return Answer(
        columns,
        tuple(
            tuple(_term(row.get(name)) for name in columns) for row in table["results"]["bindings"]
        ),
        {
            extension: content if style == _JSON else _converted(content, style)
            for extension, _, style in DOWNLOADS
        },
    )


def _converted(content: bytes, style: ox.QueryResultsFormat) -> bytes:
    parsed = ox.parse_query_results(input=content, format=_JSON)
    assert isinstance(parsed, ox.QuerySolutions)  # what was written above
    return _bytes(parsed, style)


def _bytes(solutions: ox.QuerySolutions, style: ox.QueryResultsFormat) -> bytes:
    content = solutions.serialize(format=style)
    assert content is not None  # it is None only when an output file is given
    return content


def _term(binding: dict[str, Any] | None) -> Term | None:
    if binding is None:
        return None
    return Term(
        binding["value"],
        binding["type"] == "uri",
        binding.get("xml:lang", ""),
        binding.get("datatype", "") in _NUMBERS,
    )


@dataclass(frozen=True, slots=True)
class AnsweredGallery:
    """The gallery with an answer for every question, and the terms that editors complete.

    terms: classes and properties of the data as ``[iri, Japanese label, English label]``.
    """

    gallery: Gallery
    answers: Mapping[str, Answer]
    terms: Mapping[str, list[list[str]]]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path below the site's root and bytes of every data file of the gallery."""
        for question in self.gallery.questions:
            for extension, content in self.answers[question.slug].files.items():
                yield f"{question.document}.{extension}", content
        yield f"{DOCUMENT}/terms.json", _json({**self.terms, "prefixes": self.gallery.prefixes})
        yield (
            f"{DOCUMENT}/gallery.json",
            _json(
                [
                    {"slug": item.slug, "label": item.label, "about": item.about, "text": item.text}
                    for item in self.gallery.questions
                ]
            ),
        )


#: A release without questions.
NO_GALLERY = AnsweredGallery(Gallery("", (), {}, (), ()), {}, {"classes": [], "properties": []})


class _AtFirstLook(Mapping[str, Any]):
    """A mapping whose values are made when they are first asked for, and kept."""

    def __init__(self, make: Mapping[str, Callable[[], Any]]) -> None:
        self._make = make
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            self._made[key] = self._make[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make)

    def __len__(self) -> int:
        return len(self._make)


def answer_gallery(
    gallery: Gallery, store: ox.Store, merged: ox.Store | None = None
) -> AnsweredGallery:
    """Return the gallery whose questions are run, and terms collected, at the first look.

    merged: a store with each triple once, asked instead by questions that name no graphs.
    A look raises ShisakuError for a question that is not a valid SELECT query.
    """
    return AnsweredGallery(
        gallery,
        _AtFirstLook(
            {
                question.slug: partial(
                    answer, store if _GRAPH.search(question.text) else merged or store, question
                )
                for question in gallery.questions
            }
        ),
        _AtFirstLook({name: partial(_terms_of, store, name) for name in ("classes", "properties")}),
    )


def _terms_of(store: ox.Store, name: str) -> list[list[str]]:
    text = (asset_folder("site") / "queries" / "terms" / f"{name}.rq").read_text(encoding="utf-8")
    solutions = store.query(text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)  # both files hold a SELECT query
    return [[_value(row["term"]), _value(row["ja"]), _value(row["en"])] for row in solutions]


def _value(term: Any) -> str:
    return str(term.value) if term is not None else ""


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
