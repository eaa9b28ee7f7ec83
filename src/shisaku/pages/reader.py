"""An index and a place in the site go in; names, links and quotes in the page's language come out.

One Reader serves all pages of one language that stand equally deep below the root.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.index import Index, Text
from shisaku.pages.labels import labels
from shisaku.pages.links import Link, Words, document_of


class Source(NamedTuple):
    """Where a fact stands: the sentence cut at the quoted words, and a link to its passage.

    anchor: the fragment of the quote, empty when the page has it already; href: the passage on
    the page of its measure.
    """

    anchor: str
    href: str
    number: str
    before: str
    exact: str
    after: str
    foreign: bool


@dataclass(slots=True)
class Reader:
    """Looks things up for a page: language, and the way up to the site's root.

    claimed: anchors that stand on the page already; whoever prints a page clears it before.
    """

    index: Index
    language: str
    root: str
    labels: Any = field(init=False)
    claimed: set[str] = field(default_factory=set)
    _links: dict[str, Link] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = labels(self.language)

    def words(self, subject: str, predicate: str) -> Words | None:
        """Return the text of a property in the page's language, or the best there is."""
        literal = self.index.text(subject, predicate, self.language)
        return self.marked(literal) if literal and literal.value else None

    def marked(self, literal: Text) -> Words:
        """Return a literal as words, marked as foreign where the page speaks another language."""
        lang = literal.language
        return Words(literal.value, lang, bool(lang) and lang != self.language)

    def name(self, iri: str) -> Words:
        """Return the name of a resource: its label, else its notation, else the end of its IRI."""
        for predicate in t.LABELS:
            if found := self.words(iri, predicate):
                return found
        tail = iri.rstrip("/").replace("#", "/").rsplit("/", 1)[-1]
        return Words(self.index.value(iri, t.SKOS + "notation") or tail)

    def href(self, iri: str) -> str:
        """Return where a resource is described, seen from this page; outside IRIs stay whole."""
        path = self.index.path(iri)
        if path is None:
            return iri
        found = document_of(path)
        if found is None:
            return iri
        fragment = f"#{found[1]}" if found[1] else ""
        return self.page(found[0]) + fragment

    def page(self, document: str) -> str:
        """Return the address of a document of the site, in this language, from this page."""
        return f"{self.root}{'en/' if self.language == 'en' else ''}{document}.html"

    def link(self, iri: str) -> Link:
        """Return a link to a resource under its name."""
        found = self._links.get(iri)
        if found is None:
            found = self._links[iri] = Link(self.href(iri), self.name(iri), iri)
        else:
            self.index.about(iri)  # this page tells its name too
        return found

    def sources(self, subject: str) -> tuple[Source, ...]:
        """Return the quotes of a fact, each inside its sentence."""
        found = (self._source(quote) for quote in self.index.iris(subject, t.POL + "quote"))
        return tuple(sorted((item for item in found if item), key=_place))

    def _source(self, quote: str) -> Source | None:
        held: dict[str, _Quote | None] = self.index.held
        found = held[quote] if quote in held else held.setdefault(quote, _quoted(self.index, quote))
        if found is None:
            return None
        anchor = self.href(quote).partition("#")[2]
        if anchor in self.claimed:
            anchor = ""
        self.claimed.add(anchor)
        return Source(anchor, self.href(found.passage), *found[1:], self.language != "ja")


class _Quote(NamedTuple):
    """What a quote says in any language: its passage, the passage's number, and its parts."""

    passage: str
    number: str
    before: str
    exact: str
    after: str


def _quoted(index: Index, quote: str) -> _Quote | None:
    passage = index.iri(quote, t.OA + "hasSource")
    selector = index.iri(quote, t.OA + "hasSelector")
    text = index.value(passage, t.POL + "text")
    if not text or not selector:
        return None
    start = index.number(selector, t.OA + "start")
    end = index.number(selector, t.OA + "end")
    number = index.value(passage, t.POL + "position")
    return _Quote(passage, number, text[:start], text[start:end], text[end:])


def _place(source: Source) -> tuple[int, int]:
    return (int(source.number or 0), len(source.before))
