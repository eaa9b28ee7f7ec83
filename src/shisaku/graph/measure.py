"""One measure in, everything that is said of it out: leads, indicators, milestones, mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from shisaku.graph.iris import Iris, opaque_key, part, path_segment
from shisaku.graph.namespaces import DCT, ELI, FOAF, ORG, POL, PROV, RDFS, SCHEMA, SKOS, TIME
from shisaku.graph.observations import describe_indicator
from shisaku.graph.quotes import Citations, describe_passages
from shisaku.graph.statements import Statements
from shisaku.plan.model import LawCitation, Lead, Measure, Mention, Milestone
from shisaku.reference.model import Reference
from shisaku.sample.overlay import Translation

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def half_width_digits(text: str) -> str:
    """Return a law number with half-width digits, so that one law has one number."""
    return text.translate(_HALF_WIDTH)


def sortable(number: str) -> str:
    """Return ``04-08`` for ``4-8``: digits padded to two, so that text order is plan order."""
    return re.sub(r"\d+", lambda match: match[0].zfill(2), number)


class MeasureWriter:
    """Says measures of one edition into one graph.

    Organisations and laws that the reference does not hold are described here, once each.
    """

    def __init__(
        self, iris: Iris, reference: Reference, citations: Citations, out: Statements
    ) -> None:
        self._iris = iris
        self._reference = reference
        self._citations = citations
        self._out = out
        self._described: set[NamedNode] = set()

    def describe(self, measure: Measure, words: Translation | None) -> None:
        """Say one measure and its parts; words: unofficial English and summaries, if there are."""
        out, iris = self._out, self._iris
        node = iris.measure(measure.number)
        out.types(node, POL.Measure)
        out.plain(node, SKOS.notation, measure.number)
        out.plain(node, DCT.identifier, sortable(measure.number))
        out.titled(node, measure.title, words.title_en if words else "")
        if words:
            out.named(node, DCT.abstract, words.summary_ja, words.summary_en)
            out.add(node, POL.translationStatus, iris.code("translation-status", "unofficial"))
        out.add(iris.edition, POL.hasMeasure, node)
        out.add(node, DCT.isPartOf, iris.edition)
        out.add(node, DCT.subject, iris.area(measure.area))
        out.integer(node, POL.position, measure.position)
        out.add(node, POL.quote, *self._citations.cite([measure.title_quote]))
        out.add(node, DCT.relation, *(iris.measure(other) for other in measure.related))
        describe_passages(measure.passages, node, iris, out)
        self._leads(node, measure.leads)
        texts = {passage.id: passage.text for passage in measure.passages}
        for indicator in measure.indicators:
            child = describe_indicator(
                indicator, measure.number, node, texts, iris, self._citations, out
            )
            out.add(node, POL.hasIndicator, child)
        self._milestones(node, measure.milestones)
        self._mentions(node, measure.systems, "system")
        self._mentions(node, measure.organisations, "org")
        self._laws(node, measure.laws)

    def _leads(self, measure: NamedNode, leads: Iterable[Lead]) -> None:
        out = self._out
        for ordinal, lead in enumerate(leads, start=1):
            agent = self.organisation(lead.key, lead.name)
            node = part(measure, f"lead/{ordinal}")
            out.add(measure, POL.leadOrganization, agent)
            out.add(measure, PROV.qualifiedAttribution, node)
            out.types(node, PROV.Attribution, POL.Lead)
            out.add(node, PROV.agent, agent)
            out.ja(node, POL.printedName, lead.name)
            out.ja(node, POL.scope, lead.scope or "")
            out.add(node, POL.leadOf, measure)
            out.integer(node, POL.position, ordinal)
            out.add(node, POL.quote, *self._citations.cite([lead.quote]))

    def organisation(self, key: str | None, name: str) -> NamedNode:
        """Return the IRI of an organisation; one that is not known is named as printed."""
        own_key = key or opaque_key(name)
        node = self._iris.organisation(own_key)
        if key in self._reference.organisations or node in self._described:
            return node
        self._described.add(node)
        out = self._out
        out.types(node, ORG.FormalOrganization, FOAF.Agent, PROV.Agent)
        out.plain(node, SKOS.notation, own_key)
        out.ja(node, FOAF.name, name)
        out.ja(node, SKOS.prefLabel, name)
        out.plain(node, POL.confidence, "low")
        return node

    def _milestones(self, measure: NamedNode, milestones: Iterable[Milestone]) -> None:
        out = self._out
        for milestone in milestones:
            node = part(measure, f"milestone/{milestone.ordinal}")
            out.add(measure, POL.hasMilestone, node)
            out.types(node, POL.Milestone)
            out.ja(node, RDFS.label, milestone.text)
            out.add(node, TIME.hasTime, self._iris.period(milestone.period.key))
            out.add(node, POL.milestoneOf, measure)
            if milestone.indicator is not None:
                out.add(node, POL.indicator, part(measure, f"kpi/{milestone.indicator}"))
            out.integer(node, POL.position, milestone.ordinal)
            out.add(node, POL.quote, *self._citations.cite([milestone.quote]))

    def _mentions(self, measure: NamedNode, mentions: Iterable[Mention], kind: str) -> None:
        for mention in mentions:
            if kind == "system":
                target = self._iris.system(mention.key)
            else:
                target = self.organisation(mention.key, mention.name)
            self._out.add(measure, SCHEMA.mentions, target)
            self._mention(measure, kind, target, mention)

    def _mention(
        self, measure: NamedNode, kind: str, target: NamedNode, said: Mention | LawCitation
    ) -> NamedNode:
        out = self._out
        node = part(measure, f"mention/{kind}/{path_segment(said.key)}")
        out.add(measure, POL.hasMention, node)
        out.types(node, POL.Mention)
        out.add(node, POL.mentionOf, measure)
        out.add(node, POL.mentioned, target)
        out.add(node, POL.quote, *self._citations.cite(said.quotes))
        return node

    def _laws(self, measure: NamedNode, laws: Iterable[LawCitation]) -> None:
        for law in laws:
            target = self._iris.law(law.key)
            self._out.add(measure, DCT.references, target)
            mention = self._mention(measure, "law", target, law)
            self._out.ja(mention, POL.article, law.article or "")
            self._unknown_law(target, law)

    def _unknown_law(self, node: NamedNode, law: LawCitation) -> None:
        """Describe a law that is cited but not in the reference, from the citation alone."""
        if law.key in self._reference.laws or node in self._described:
            return
        self._described.add(node)
        out = self._out
        out.types(node, ELI.LegalResource)
        out.ja(node, ELI.title, law.name)
        out.ja(node, SKOS.prefLabel, law.name)
        out.plain(node, POL.lawNumber, half_width_digits(law.number or ""))
        out.plain(node, POL.confidence, "medium" if law.law_id else "low")
        if law.law_id:
            out.add(node, ELI.id_local, Literal(law.law_id))
            out.add(node, RDFS.seeAlso, law_page(law.law_id))


def law_page(law_id: str) -> NamedNode:
    """Return the page of a law in the e-Gov register."""
    return NamedNode("https://laws.e-gov.go.jp/law/" + law_id)
