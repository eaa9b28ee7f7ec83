"""An earlier edition goes in by itself; its files come out, and its share of the joint ones.

An edition is earlier when a newer one of the same plan is published with it. It is built,
checked and printed alone, by whichever process is free, and then dropped, so that the memory of
a publish does not grow with the number of editions.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from shisaku.catalogue import graph_facts
from shisaku.catalogue.model import GraphFacts
from shisaku.catalogue.signposting import signposting_rules
from shisaku.graph.iris import Iris
from shisaku.graph.namespaces import DCT, POL
from shisaku.graph.shared import shared
from shisaku.graph.statements import Statements
from shisaku.graph.succession import newer_measures
from shisaku.pages.editions import EditionDigest, edition_digest
from shisaku.pages.index import index_of_lines
from shisaku.pages.render import EditionPages, edition_pages
from shisaku.plan.model import Plan
from shisaku.quality import Report, check, result_quads
from shisaku.release.built import Built, Line, built, graph_name
from shisaku.release.changes import Named, named_documents
from shisaku.release.documents import documents_of, of_edition, put_documents
from shisaku.release.dumps import (
    N_QUADS,
    Graph,
    graph_files,
    serialised,
    sorted_graphs,
)
from shisaku.release.editions import Packed
from shisaku.release.folder import Made, Staging
from shisaku.release.order import Order, program_digest
from shisaku.release.packing import compressed
from shisaku.release.placing import WHOLE, dump, dump_path, spool_of
from shisaku.release.tables import filled_tables, spool

_SITE, _DOCUMENT = "site/", ".nt"

#: Where the state of a release holds the inputs of earlier editions.
EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Share:
    """What the joint files of a release take from an earlier edition.

    graph: IRI of its graph; key: its path, ``jutenkeikaku/2022``; quads: how many it states;
    shared: what it says of resources that other editions know as well; names: titles of its
    documents by path; made: its own files; folder: its parts of joint files; inputs: a digest of
    what its pages are made from.
    """

    graph: str
    key: str
    source: dict[str, Any]
    counts: Counter[str]
    quads: int
    report: Report
    facts: GraphFacts
    digest: EditionDigest
    shared: tuple[Quad, ...]
    names: dict[str, Named]
    made: tuple[Made, ...]
    folder: Path
    inputs: str

    def told(self) -> Share:
        """Return the share without what the joint report and facts have taken from it."""
        return replace(
            self, report=Report(()), facts=GraphFacts((), (), (), ()), shared=(), made=()
        )

    def part(self, extension: str) -> Path:
        """Return the file with its part of a dump of all graphs: nq, trig, nq.gz, trig.gz."""
        return self.folder / f"graph.{extension}"

    @property
    def results(self) -> Path:
        """The file with the results of its quality check, as N-Quads."""
        return self.folder / "results.nq"

    @property
    def rows(self) -> Path:
        """The file with its rows of the tables."""
        return self.folder / "rows"


class EarlierEditions:
    """Makes the shares of earlier editions, each by itself and in any process.

    Their parts of joint files go into the spool.
    """

    def __init__(self, order: Order, line: Line, staging: Staging) -> None:
        self.order = order
        self.line = line
        self.staging = staging
        self.keep = staging.made_by(program_digest())
        self.folder = spool_of(staging)
        self.base = order.config.base_iri

    def share(self, packed: Packed) -> Share:
        """Write an edition's own files and return its share; raises what ``built`` raises."""
        order, edition = self.order, packed.open()
        plan = edition.plan
        iri = Iris(self.base, plan.key, plan.edition).edition.value
        key = iri.removeprefix(self.base)
        folder = self.folder / key
        folder.mkdir(parents=True)
        made = built([edition], self.line, order.config)
        name = graph_name(edition, order.config)
        (graph,) = (graph for graph in made.graphs if graph.name.value == name)
        report = check(made.store, order.config, order.today, several=True)
        lines = [item.lines for item in made.graphs]
        index = index_of_lines(lines, self.base, [*made.context, *self._editions()])
        files = [*self._dumps(graph, folder), *self._documents(made, key)]
        pages = edition_pages(
            index,
            order.config,
            iri,
            program_digest(),
            signposting=self._rules,
            newer=self._newer,
        )
        files += self._pages(pages, key)
        results = list(result_quads(report.about([iri], shared=False), self.base))
        share = Share(
            graph=name,
            key=key,
            source=edition.source,
            counts=edition.counts,
            quads=len(graph.triples),
            report=replace(report, details={}),
            facts=_own(graph_facts(made.store, self.base), name),
            digest=edition_digest(index, iri),
            shared=tuple(self._shared(graph, plan)),
            names=named_documents(made.store, self.base, _paths(files)),
            made=tuple(files),
            folder=folder,
            inputs=pages.inputs,
        )
        spool(filled_tables(made.store), share.rows)
        share.results.write_bytes(serialised(results, N_QUADS, {}))
        del made, graph, index, edition, plan
        gc.collect()  # the collector is told to look seldom, and this was all there is
        return share

    def _pages(self, pages: EditionPages, key: str) -> list[Made]:
        """Put the pages, or keep them where the release before has made them from the same."""
        paths = [f"{_SITE}{path}" for path in pages.files]
        before = self.staging.state_before.get(EARLIER)
        same = isinstance(before, dict) and before.get(key) == pages.inputs
        if same and all(map(self.staging.known, paths)):
            return list(map(self.staging.keep, paths))
        return [
            self.staging.put(f"{_SITE}{path}", content)
            for make in pages.parts.values()
            for path, content in make()
        ]

    def _dumps(self, graph: Graph, folder: Path) -> Iterator[Made]:
        for extension, content in graph_files(graph):
            if extension in WHOLE:
                (folder / f"graph.{extension}").write_bytes(content)
                (folder / f"graph.{extension}.gz").write_bytes(compressed(content))
            else:
                yield from dump(self.staging, dump_path(graph, extension, self.base), content)

    def _shared(self, graph: Graph, plan: Plan) -> Iterator[Quad]:
        """Yield what other editions know as well, and what is said of the source.

        The catalogue says more of the source, so that its document is made when that is known.
        """
        source = Iris(self.base, plan.key, plan.edition).source
        yield from shared(graph.quads(), self.base, plan.key, plan.edition)
        yield from (quad for quad in graph.quads() if quad.subject == source)

    def _documents(self, made: Built, key: str) -> list[Made]:
        own = of_edition(key)

        def wanted(path: str) -> bool:
            return own(path) and path != source_document(key)

        context = sorted_graphs(made.context)
        documents = documents_of(made.graphs, self.base, context, wanted)
        return put_documents(documents, self.staging, self.keep)

    @cached_property
    def _newer(self) -> dict[str, str]:
        return newer_measures(self.line.ties)

    @cached_property
    def _rules(self) -> dict[str, Any]:
        """Rules of typed links for the pages of editions; those of datasets are made later."""
        rules = signposting_rules((), self.order.config)
        plans = {outline.plan for outline in self.line.outlines}
        return {**rules, "resources": sorted({*rules["resources"], *plans})}

    def _editions(self) -> list[Quad]:
        """Return what every page of an edition must know of the others: their place in line."""
        found: list[Quad] = []
        for outline in self.line.outlines:
            iris = Iris(self.base, outline.plan, outline.edition)
            out = Statements(iris.edition_graph)
            out.types(iris.edition, POL.PlanEdition)
            out.titled(iris.edition, *outline.titles)
            out.add(iris.edition, DCT.isVersionOf, iris.plan)
            if outline.issued:
                out.day(iris.edition, DCT.issued, outline.issued)
            found += out.quads
        return found


def _own(facts: GraphFacts, graph: str) -> GraphFacts:
    """Return facts without those of the graphs that the current editions bring as well."""
    return replace(facts, graphs=tuple(item for item in facts.graphs if item.graph == graph))


def source_document(key: str) -> str:
    """Return the path of the document about the source of an edition."""
    return f"{key}/source"


def _paths(files: Iterable[Made]) -> list[str]:
    """Return the paths of documents among files."""
    return [
        path[len(_SITE) : -len(_DOCUMENT)]
        for path in (item.entry.path for item in files)
        if path.startswith(_SITE) and path.endswith(_DOCUMENT)
    ]
