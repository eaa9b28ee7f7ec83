"""One growing catalogue: what every record says in the same way, from settings and texts."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode

from shisaku.catalogue.model import Agent, Words
from shisaku.catalogue.terms import (
    ATTRIBUTION,
    ENGLISH,
    JAPAN,
    JAPANESE,
    NATIONAL_AUTHORITY,
    NON_PROFIT,
    PUBLIC,
    THEMES,
    VCARD,
    WKT,
)
from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.graph.namespaces import DCAT, DCT, FOAF, RDFS, SCHEMA, SKOS, XSD
from shisaku.graph.statements import Statements

#: Path of the named graph with all records.
CATALOGUE = "graph/catalogue"

#: Japan in degrees (WGS 84), rounded outwards: west, south, east, north.
_JAPAN_BOX = "POLYGON((122 20, 154 20, 154 46, 122 46, 122 20))"
_JAPAN_CENTRE = "POINT(138 36)"


@cache
def load_texts() -> dict[str, Any]:
    """Return texts.toml: titles, descriptions and keywords of every kind of record."""
    path = Path(__file__).with_name("texts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Record:
    """Says what all records share: words, agents, rights, dates, themes.

    base: ends with a slash; released: day of this publication; credit: the line that users of
    the source must print.
    """

    def __init__(self, config: Config, credit: str) -> None:
        self.base = config.base_iri
        self.config = config
        self.credit = credit
        self.released = release_day(config)
        self.texts = load_texts()
        self.out = Statements(self.iri(CATALOGUE))
        self.publisher = self.iri("catalog#publisher")
        self.contact = self.iri("catalog#contact")
        self.licence = NamedNode(config.licence)
        self.rights = NamedNode(config.rights)

    def iri(self, path: str) -> NamedNode:
        """Return the IRI of a path below the base."""
        return NamedNode(self.base + path)

    def words(self, kind: str, field: str, **names: str) -> Words:
        """Return a text of texts.toml with names filled in."""
        filled = {
            "site_ja": self.config.site_title_ja,
            "site_en": self.config.site_title_en,
        } | names
        ja, en = (text.format(**filled) for text in self.texts[kind][field])
        return Words(ja, en)

    def described(self, node: NamedNode, kind: str, **names: str) -> None:
        """Say title and description of a record."""
        title = self.words(kind, "title", **names)
        self.out.titled(node, title.ja, title.en)
        self.description(node, self.words(kind, "description", **names))

    def description(self, node: NamedNode, words: Words) -> None:
        """Say a description in both languages."""
        self.out.named(node, DCT.description, words.ja, words.en)

    def keywords(self, node: NamedNode, kind: str, *more: Words) -> None:
        """Say the keywords of a kind of record, and more."""
        for text in self.texts[kind]["keywords_ja"]:
            self.out.ja(node, DCAT.keyword, text)
        for text in self.texts[kind]["keywords_en"]:
            self.out.en(node, DCAT.keyword, text)
        for words in more:
            self.out.named(node, DCAT.keyword, words.ja, words.en)

    def published(self, node: NamedNode, issued: str) -> None:
        """Say publisher, contact, dates, languages and place: catalogue, series and datasets."""
        out = self.out
        out.add(node, DCT.publisher, self.publisher)
        out.add(node, DCAT.contactPoint, self.contact)
        out.day(node, DCT.issued, date.fromisoformat(issued))
        out.day(node, DCT.modified, self.released)
        out.add(node, DCT.language, JAPANESE, ENGLISH)
        out.add(node, DCT.spatial, JAPAN)

    def reusable(self, node: NamedNode) -> None:
        """Say licence, rights and the credit line."""
        self.out.add(node, DCT.license, self.licence)
        self.out.add(node, DCT.rights, self.rights)
        self.out.ja(node, SCHEMA.creditText, self.credit)

    def open_to_all(self, node: NamedNode) -> None:
        """Say themes and access rights of datasets and services."""
        self.out.add(node, DCAT.theme, *THEMES)
        self.out.add(node, DCT.accessRights, PUBLIC)

    def page(self, node: NamedNode, predicate: NamedNode, address: str) -> None:
        """Point at a web page, typed as the document that it is."""
        self.out.add(node, predicate, NamedNode(address))
        self.out.types(NamedNode(address), FOAF.Document)

    def standard(self, node: NamedNode, address: str, name: str = "") -> None:
        """Say which standard a resource conforms to."""
        self.out.add(node, DCT.conformsTo, NamedNode(address))
        self.out.types(NamedNode(address), DCT.Standard)
        self.out.en(NamedNode(address), DCT.title, name)

    def agent(self, agent: Agent, kind: NamedNode = NATIONAL_AUTHORITY) -> NamedNode:
        """Describe an organisation as publishers are described, and return its node."""
        node = NamedNode(agent.iri)
        self.out.types(node, FOAF.Agent)
        self.out.named(node, FOAF.name, agent.name.ja, agent.name.en)
        self.out.add(node, DCT.type, kind)
        if agent.homepage:
            self.page(node, FOAF.homepage, agent.homepage)
        return node

    def shared(self) -> None:
        """Describe what records point at: publisher, contact, licence, terms and place."""
        config, out = self.config, self.out
        name = Words(config.publisher_name_ja, config.publisher_name_en)
        self.agent(Agent(self.publisher.value, name, config.publisher_homepage), NON_PROFIT)
        out.types(self.contact, VCARD.Kind, VCARD.Organization)
        out.plain(self.contact, VCARD.fn, config.contact_name)
        written = VCARD.hasEmail if config.contact_url.startswith("mailto:") else VCARD.hasURL
        out.add(self.contact, written, NamedNode(config.contact_url))
        out.types(self.licence, DCT.LicenseDocument)
        out.add(self.licence, DCT.type, ATTRIBUTION)
        terms = self.words("rights", "title")
        out.types(self.rights, DCT.RightsStatement)
        out.titled(self.rights, terms.ja, terms.en)
        out.ja(self.rights, RDFS.label, self.credit or terms.ja)
        out.types(JAPAN, DCT.Location)
        out.add(JAPAN, DCAT.bbox, Literal(_JAPAN_BOX, datatype=WKT))
        out.add(JAPAN, DCAT.centroid, Literal(_JAPAN_CENTRE, datatype=WKT))
        out.named(JAPAN, SKOS.prefLabel, "日本", "Japan")

    def span(self, node: NamedNode, first: str, last: str) -> None:
        """Say the days that a dataset covers, both included (ISO 8601)."""
        period = NamedNode(f"{node.value}#temporal")
        self.out.add(node, DCT.temporal, period)
        self.out.types(period, DCT.PeriodOfTime)
        for predicate, day in ((DCAT.startDate, first), (DCAT.endDate, last)):
            self.out.add(period, predicate, Literal(day, datatype=XSD.date))


def release_day(config: Config) -> date:
    """Return the day of the publication.

    Raises ShisakuError when the setting is no date.
    """
    try:
        return date.fromisoformat(config.release_date)
    except ValueError as error:
        raise ShisakuError(
            "config-date",
            f"the value {config.release_date!r} is not a date.",
            "release_date",
            "Write it as YYYY-MM-DD.",
        ) from error
