"""A growing list of statements about one named graph; text goes in, quads come out."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from shisaku.graph.namespaces import DCT, RDF, RDFS, SKOS, XSD

_TYPED_BY_LENGTH = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


class Statements:
    """Collects quads of one graph in the order they are said; empty text says nothing."""

    def __init__(self, graph: NamedNode) -> None:
        self.graph = graph
        self.quads: list[Quad] = []

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: NamedNode | Literal) -> None:
        """Say one thing, once for each object."""
        graph = self.graph
        self.quads.extend([Quad(subject, predicate, item, graph) for item in objects])

    def types(self, subject: NamedNode, *classes: NamedNode) -> None:
        """Say which classes the subject belongs to."""
        self.add(subject, RDF.type, *classes)

    def ja(self, subject: NamedNode, predicate: NamedNode, text: str) -> None:
        """Say a Japanese text."""
        if text:
            self.add(subject, predicate, Literal(text, language="ja"))

    def en(self, subject: NamedNode, predicate: NamedNode, text: str) -> None:
        """Say an English text."""
        if text:
            self.add(subject, predicate, Literal(text, language="en"))

    def plain(self, subject: NamedNode, predicate: NamedNode, text: str) -> None:
        """Say a text without language: a notation, an identifier, a name of a file."""
        if text:
            self.add(subject, predicate, Literal(text))

    def integer(self, subject: NamedNode, predicate: NamedNode, number: int) -> None:
        """Say a whole number (xsd:integer)."""
        self.add(subject, predicate, Literal(number))

    def day(self, subject: NamedNode, predicate: NamedNode, day: date) -> None:
        """Say a date (xsd:date)."""
        self.add(subject, predicate, Literal(day.isoformat(), datatype=XSD.date))

    def moment(self, subject: NamedNode, predicate: NamedNode, text: str) -> None:
        """Say a year, a month or a day, typed by how it is written in ISO 8601."""
        if text:
            self.add(subject, predicate, Literal(text, datatype=_TYPED_BY_LENGTH[len(text)]))

    def named(self, subject: NamedNode, predicate: NamedNode, ja: str, en: str = "") -> None:
        """Say a name in Japanese and, where there is one, in English."""
        self.ja(subject, predicate, ja)
        self.en(subject, predicate, en)

    def titled(self, subject: NamedNode, ja: str, en: str = "") -> None:
        """Say a title (dct:title) that is also the label which lists show."""
        self.named(subject, DCT.title, ja, en)

    def labelled(self, subject: NamedNode, ja: str, en: str = "") -> None:
        """Say a short label (rdfs:label) of a resource that is no concept."""
        self.named(subject, RDFS.label, ja, en)

    def concept(
        self, subject: NamedNode, scheme: NamedNode, notation: str, ja: str, en: str = ""
    ) -> None:
        """Say that the subject is a concept of a scheme, with notation and preferred labels."""
        self.types(subject, SKOS.Concept)
        self.plain(subject, SKOS.notation, notation)
        self.named(subject, SKOS.prefLabel, ja, en)
        self.add(subject, SKOS.inScheme, scheme)
