"""Turtle files of questions go in; the gallery comes out, as typed values and as RDF.

The files follow the SHACL conventions that SPARQL editors look for (``sh:SPARQLExecutable``,
``sh:select``, ``sh:prefixes`` with ``sh:declare``). IRIs in them are relative to the base.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from shisaku.assets import asset_folder
from shisaku.errors import ShisakuError
from shisaku.pages import terms as t

SH = "http://www.w3.org/ns/shacl#"
#: The conventions for example queries write schema.org with https, unlike the data itself.
EXAMPLE_SCHEMA = "https://schema.org/"
DOCUMENT = "query"

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Audience:
    """A group of readers; label and about are keyed by language."""

    key: str
    label: Texts
    about: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One query of the gallery.

    slug: file name and last part of the IRI; audience: key of its Audience; text: the query with
    its PREFIX lines; label, about: question and explanation by language.
    """

    slug: str
    audience: str
    label: Texts
    about: Texts
    keywords: dict[str, tuple[str, ...]]
    text: str

    @property
    def document(self) -> str:
        """Path of the page below the base, without extension."""
        return f"{DOCUMENT}/{self.slug}"


@dataclass(frozen=True)
class Gallery:
    """All questions in the order of their file names, with prefixes and audiences."""

    base: str
    triples: tuple[ox.Triple, ...]
    prefixes: dict[str, str]
    audiences: tuple[Audience, ...]
    questions: tuple[Question, ...]

    @cached_property
    def by_slug(self) -> dict[str, Question]:
        """Questions by their slug."""
        return {question.slug: question for question in self.questions}

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """Yield prefixes, audiences and questions as quads of one named graph."""
        name = ox.NamedNode(graph)
        for triple in self.triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def load_gallery(base: str, folder: Path | None = None) -> Gallery:
    """Read every Turtle file of a folder (default: ``site/queries``), IRIs resolved at ``base``.

    Raises ShisakuError for a file that is no Turtle and for a question that lacks its text, its
    audience, or its label or comment in Japanese or English.
    """
    source = folder or asset_folder("site") / "queries"
    facts: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    triples: list[ox.Triple] = []
    for file in sorted(source.glob("*.ttl")):
        for triple in _triples_of(file, base):
            triples.append(triple)
            if isinstance(triple.subject, ox.NamedNode) and isinstance(
                triple.object, ox.Literal | ox.NamedNode
            ):
                about = facts.setdefault(triple.subject.value, {})
                about.setdefault(triple.predicate.value, []).append(triple.object)
    kinds = {
        subject: {node.value for node in about.get(t.TYPE, ())} for subject, about in facts.items()
    }
    return Gallery(
        base=base,
        triples=tuple(sorted(triples, key=str)),
        prefixes=dict(
            sorted(
                (about[SH + "prefix"][0].value, about[SH + "namespace"][0].value)
                for subject, about in facts.items()
                if SH + "PrefixDeclaration" in kinds[subject]
            )
        ),
        audiences=tuple(
            Audience(
                subject.rpartition("#")[2],
                _by_language(about, t.RDFS + "label", subject),
                _by_language(about, t.RDFS + "comment", subject),
            )
            for subject, about in facts.items()
            if t.DCT + "AgentClass" in kinds[subject]
        ),
        questions=tuple(
            _question(subject, facts[subject])
            for subject in sorted(facts)
            if SH + "SPARQLExecutable" in kinds[subject]
        ),
    )


def _triples_of(file: Path, base: str) -> list[ox.Triple]:
    try:
        quads = list(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise ShisakuError(
            "gallery-turtle", f"the file is not valid Turtle: {error}.", str(file)
        ) from error
    return [quad.triple for quad in quads]


def _question(subject: str, about: dict[str, list[ox.Literal | ox.NamedNode]]) -> Question:
    if not about.get(SH + "select") or not about.get(t.DCT + "audience"):
        raise ShisakuError(
            "gallery-incomplete", "the question lacks its sh:select or dct:audience.", subject
        )
    keywords: dict[str, tuple[str, ...]] = {"ja": (), "en": ()}
    for literal in about.get(EXAMPLE_SCHEMA + "keywords", ()):
        if isinstance(literal, ox.Literal) and literal.language in keywords:
            keywords[literal.language] += (literal.value,)
    return Question(
        slug=subject.rpartition("/")[2],
        audience=about[t.DCT + "audience"][0].value.rpartition("#")[2],
        label=_by_language(about, t.RDFS + "label", subject),
        about=_by_language(about, t.RDFS + "comment", subject),
        keywords=keywords,
        text=about[SH + "select"][0].value.strip() + "\n",
    )


def _by_language(
    about: dict[str, list[ox.Literal | ox.NamedNode]], predicate: str, subject: str
) -> Texts:
    found = {
        node.language: node.value
        for node in about.get(predicate, ())
        if isinstance(node, ox.Literal) and node.language
    }
    for language in ("ja", "en"):
        if not found.get(language):
            raise ShisakuError(
                "gallery-incomplete", f"{predicate} is missing in {language!r}.", subject
            )
    return found
