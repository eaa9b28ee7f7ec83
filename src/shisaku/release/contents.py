"""What a release holds: each kind of file is written into the staging folder from the graph."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple

from pyoxigraph import Quad, Store

from shisaku import __version__
from shisaku.catalogue import (
    catalogue_files,
    describe,
    discovery_files,
    graph_facts,
    label_quads,
    merged_facts,
)
from shisaku.catalogue.model import GraphFacts
from shisaku.graph import PREFIXES, to_store
from shisaku.graph.iris import Iris
from shisaku.graph.vocabulary import namespace_triples, site_files
from shisaku.pages.answers import AnsweredGallery
from shisaku.pages.gallery import load_gallery
from shisaku.pages.index import index_of_lines
from shisaku.pages.press import notes_of
from shisaku.pages.readings import Note, Record
from shisaku.pages.render import Part as PagePart
from shisaku.pages.render import site_parts
from shisaku.pages.templates import compile_templates
from shisaku.quality import (
    QualityView,
    Report,
    check,
    load_shapes,
    measured,
    merged,
    refusal,
    report_json,
    report_quads,
    shapes_turtle,
    view_data,
    view_of,
)
from shisaku.release.built import Built
from shisaku.release.changes import GONE, Named, named_in
from shisaku.release.changes_feed import change_files
from shisaku.release.documents import document, documents_of, of_edition, put_documents
from shisaku.release.downloads import downloads
from shisaku.release.dumps import (
    DOCUMENT_FORMATS,
    Graph,
    Part,
    graph_files,
    in_chunks,
    serialised,
    sorted_graphs,
    whole,
)
from shisaku.release.earlier import EARLIER, Share, source_document
from shisaku.release.editions import Edition
from shisaku.release.folder import Made, Staging
from shisaku.release.hosting import hosting_files
from shisaku.release.loading import StoreLoader
from shisaku.release.order import Order, program_digest
from shisaku.release.packing import compressed, joined
from shisaku.release.placing import WHOLE, dump, dump_path, twice
from shisaku.release.store import FOLDER, whole_store
from shisaku.release.tables import file_parts, filled_tables

_ENDPOINT = "sparql"
_SIGNPOSTING = "signposting.json"
_SCHEMA_ORG = "dataset/schema.json"

#: Makers of files by name, the first word of which is their stage.
Makers = dict[str, Callable[[], list[Made]]]


class Printed(NamedTuple):
    """Pages that were put, and what each document's pages were made from."""

    made: list[Made]
    notes: dict[str, Note]


#: Makers of pages by name.
Printers = dict[str, Callable[[], Printed]]
#: How the names of parts of the site begin that answer questions.
_ASKED = "gallery"

#: Files that hold everything the service loads.
LOADED = ("data/shisaku.nq", "data/catalogue.nq")


class Contents:
    """Makes the files of a release; the catalogue comes after the files that it describes.

    editions: the current ones, with what they say; shares: what joint files take from the
    earlier ones; loader: where the store of a large release is loaded. Methods that return
    ``Made`` files only put them into the staging folder, so that they may run in any process;
    who calls them enters the files.
    """

    def __init__(
        self,
        order: Order,
        staging: Staging,
        editions: Sequence[Edition],
        current: Built,
        shares: Sequence[Share] = (),
        loader: StoreLoader | None = None,
    ) -> None:
        self.order = order
        self.staging = staging
        self.editions = editions
        self.current = current
        self.shares = shares
        self.loader = loader
        self.several = bool(shares) or len(editions) > 1
        self.whole = current.store
        self.keep = staging.made_by(program_digest())
        self.base = order.config.base_iri
        self.store = current.store
        self.gallery = load_gallery(self.base)
        self.shared = sorted_graphs(chain.from_iterable(share.shared for share in shares))
        self.view: QualityView
        self.reported: Graph
        self.results = 0
        self.about: list[Graph] = []
        self.notes: list[dict[str, Note]] = []
        self.record = Record(staging.state_before.get("pages"), program_digest(), self._has_page)
        self.discovered: dict[str, bytes] = {}

    def counts(self) -> dict[str, int]:
        """Return what the manifest counts."""
        total: Counter[str] = Counter()
        for counts in (*(item.counts for item in self.editions), *(s.counts for s in self.shares)):
            total += counts
        graphs = [*self.current.graphs, *self.about]
        quads = sum(len(graph.triples) for graph in graphs) + self.results
        quads += sum(share.quads for share in self.shares)
        return {**total, "quads": quads, "files": len(self.staging.entries)}

    def validated(self) -> Report:
        """Return the quality report of all editions.

        Raises ShisakuError when a rule is broken and not excepted.
        """
        config, today = self.order.config, self.order.today
        report = check(self.store, config, today, several=bool(self.shares))
        if self.shares:
            together = check(self._shared_store(), config, today, several=True)
            reports = [report, *(share.report for share in self.shares), together]
            report = merged(reports, config, today)
        if error := refusal(report):
            raise error
        return report

    def _shared_store(self) -> Store:
        """Return what all editions say of the resources they share, but for plans and editions."""
        plans = tuple(
            f"<{self.base}{edition.plan.key}{end}" for edition in self.editions for end in "/>"
        )
        return to_store(
            quad
            for graph in (*self.current.graphs, *self.shared)
            for quad in graph.quads()
            if not str(quad.subject).startswith(plans)
        )

    def facts(self) -> GraphFacts:
        """Return what the catalogue must know of all editions; ``validated`` comes before.

        What the shares have told by then is dropped.
        """
        found = graph_facts(self.store, self.base)
        if not self.shares:
            return found
        found = merged_facts([found, *(share.facts for share in self.shares)])
        self.shares = [share.told() for share in self.shares]
        return found

    def dumps(self) -> Makers:
        """Return the makers of the dumps by name; they may run in any order."""
        return {
            f"dumps as {' and '.join(extensions)}": partial(self._dumps, extensions)
            for extensions in (("nq",), ("ttl", "trig"), ("jsonld",), ("rdf",))
        }

    def _dumps(self, extensions: Sequence[str]) -> list[Made]:
        """Put the dumps in some formats: one a graph, or where a format names graphs one of all."""
        parts: dict[str, dict[str, Part]] = {}
        made: list[Made] = []
        for graph in self.current.graphs:
            for extension, content in graph_files(graph, extensions):
                if extension in WHOLE:
                    parts.setdefault(extension, {})[graph.name.value] = content
                else:
                    made += dump(self.staging, dump_path(graph, extension, self.base), content)
        for extension, found in parts.items():
            packed: dict[str, Part] = {
                name: compressed(content)
                for name, content in found.items()
                if isinstance(content, bytes)
            }
            for share in self.shares:
                found[share.graph] = share.part(extension)
                packed[share.graph] = share.part(f"{extension}.gz")
            path = f"data/shisaku.{extension}"
            made += twice(self.staging, path, whole(extension, found))
            made += twice(self.staging, f"{path}.gz", whole(f"{extension}.gz", packed))
        return made

    def tables(self) -> list[Made]:
        """Put the tables of all editions."""
        rows = [share.rows for share in self.shares]
        made: list[Made] = []
        for name, parts in file_parts(filled_tables(self.store), self.order.today, rows):
            made += twice(self.staging, f"data/{name}", parts)
        return made

    def quality(self, report: Report) -> None:
        """Write the quality report: results of the current editions, counts of all."""
        editions = self._current() if self.several else None
        self.view = view_of(report, self.base, editions)
        self.staging.write("quality/report.json", report_json(self.view))
        said = report_quads(report.about(self._current()), self.base)
        (self.reported,) = sorted_graphs(said)
        for style in DOCUMENT_FORMATS:
            content = serialised(self.reported.triples, style, PREFIXES)
            self.staging.write(f"quality/report.{style.extension}", content)
        self.results = sum(1 for _ in self._results())

    def catalogue(self, report: Report, facts: GraphFacts) -> None:
        """Write the catalogue and what it is found by; the files it describes are entered."""
        config, profile = self.order.config, self.editions[-1].profile
        described = describe(facts, config, profile, self.staging.entries.values())
        for name, content in catalogue_files(described):
            self.staging.enter(twice(self.staging, name, content))
        self.discovered = dict(discovery_files(described, config, profile, __version__))
        for name, content in self.discovered.items():
            self.staging.write(f"site/{name}", content)
        about = [
            *described,
            *self.reported.quads(),
            *measured(report, config),
            *self.gallery.quads(f"{self.base}graph/catalogue"),
        ]
        self.about = sorted_graphs(dict.fromkeys([*about, *label_quads(facts, about)]))
        self.staging.enter(twice(self.staging, LOADED[1], in_chunks(self._told())))
        packed = joined(compressed(chunk) for chunk in in_chunks(self._told()))
        self.staging.enter(twice(self.staging, f"{LOADED[1]}.gz", packed))
        self.store.extend(self._asked())

    def _asked(self) -> Iterator[Quad]:
        """Yield what the store must hold beside the current editions to name what there is.

        With one edition it answers the gallery too, which counts everything.
        """
        statistics = f"<{self.base}.well-known/void"
        for graph in (*self.shared, *self.about):
            for quad in graph.quads():
                if not (self.several and str(quad.subject).startswith(statistics)):
                    yield quad

    def changes(self) -> None:
        """Write what changed since the release before; all other files are entered by then."""
        here = named_in(self.store, self.base)
        names = {path: name for share in self.shares for path, name in share.names.items()}

        def named(path: str) -> Named:
            return names.get(path) or here(path)

        files = change_files(self.staging, named, self.order.config)
        for path, content in files:
            self.staging.write(path, content)

    def hosting(self) -> None:
        """Write the rules for static hosts; what is gone is known by then."""
        gone = json.loads((self.staging.folder / GONE).read_bytes())
        for path, content in hosting_files(self.base, gone):
            self.staging.write(path, content)

    def documents(self) -> list[Made]:
        """Put the data files of all pages but those of earlier editions, and the shapes."""
        earlier = [of_edition(share.key) for share in self.shares]
        sources = {source_document(share.key) for share in self.shares}

        def wanted(path: str) -> bool:
            # The service describes itself; the catalogue stands there already.
            if path == _ENDPOINT or f"site/{path}.ttl" in self.staging.entries:
                return False
            return path in sources or not any(holds(path) for holds in earlier)

        graphs = [*self.current.graphs, *self.shared, *self.about]
        found = documents_of(graphs, self.base, sorted_graphs(self.current.context), wanted)
        namespace = document("ns", namespace_triples(self._vocabulary()))
        made = put_documents(chain(found, [namespace]), self.staging, self.keep)
        files = chain(site_files(self.base), [("shapes.ttl", shapes_turtle())])
        return made + [self.staging.put(f"site/{path}", content) for path, content in files]

    def pages(self) -> tuple[Printers, Printers]:
        """Return the makers of the site's pages, and of those that need ``load_store`` before.

        They may run in any order.
        """
        graphs = [*self.current.graphs, *self.shared, *self.about]
        index = index_of_lines((item.lines for item in graphs), self.base, self.current.context)
        parts = site_parts(
            index,
            self.order.config,
            view_data(self.view),
            downloads=downloads(self.store, self.base),
            gallery=AnsweredGallery(self.gallery, self._open_whole, union=not self.several),
            signposting=json.loads(self.discovered[_SIGNPOSTING]),
            schema_org=json.loads(self.discovered[_SCHEMA_ORG]),
            earlier=[share.digest for share in self.shares],
            record=self.record,
        )
        kept = [f"site/{path}" for path in self.record.kept]
        makers: Printers = {name: partial(self._printed, make) for name, make in parts.items()}
        makers["pages as before"] = lambda: Printed(list(map(self.staging.keep, kept)), {})
        if not self.several:
            return makers, {}
        asked = {name: makers.pop(name) for name in parts if name.startswith(_ASKED)}
        return makers, asked

    def enter_pages(self, done: Mapping[str, Printed]) -> None:
        """Enter what makers of pages have put, and note what it was made from."""
        for printed in done.values():
            self.staging.enter(printed.made)
            self.notes.append(printed.notes)

    def state(self) -> dict[str, object]:
        """Return what the next publish must know to keep pages as they are."""
        earlier = {share.key: share.inputs for share in self.shares}
        return {"pages": self.record.state(self.notes), EARLIER: earlier}

    def load_store(self) -> None:
        """Load what the gallery of several editions is asked of."""
        about = self.staging.folder / LOADED[1]
        if self.loader:
            self.loader.add(about)
            self.loader.finish()
        else:
            pieces: list[Part] = [share.part("nq") for share in self.shares]
            graphs = [graph.n_quads() for graph in self.current.graphs]
            self.whole = whole_store([*pieces, *graphs, about])

    def _open_whole(self) -> Store:
        """Return the store of all editions, in whichever process answers the gallery."""
        if not self.several:
            return self.store
        if self.loader:
            return Store.read_only(str(self.staging.folder / FOLDER))
        return self.whole

    def _has_page(self, path: str) -> bool:
        return self.staging.known(f"site/{path}") is not None

    def _told(self) -> Iterator[bytes]:
        """Yield the N-Quads of everything about the release."""
        return chain(*(graph.quad_lines() for graph in self.about), self._results())

    def _results(self) -> Iterator[bytes]:
        """Yield what is told of the quality of earlier editions and not of the current ones.

        A result belongs to one edition; who accepted an exception, and why, is told by several.
        """
        result = f"<{self.base}quality/result/".encode()
        told = {line[:-3] for line in self.reported.lines if not line.startswith(result)}
        for share in self.shares:
            with share.results.open("rb") as lines:
                for line in lines:
                    statement = line[: line.rindex(b" <")]
                    if line.startswith(result):
                        yield line
                    elif statement not in told:
                        told.add(statement)
                        yield line

    def _vocabulary(self) -> Iterator[Quad]:
        name = f"{self.base}graph/vocabulary"
        (graph,) = (graph for graph in self.current.graphs if graph.name.value == name)
        return graph.quads()

    def manifest(self, counts: dict[str, int]) -> dict[str, Any]:
        """Return what the manifest says beside its list of files."""
        return {
            "shisaku": __version__,
            "program": program_digest(),
            "base": self.base,
            "source": [
                *(share.source for share in self.shares),
                *(edition.source for edition in self.editions),
            ],
            "counts": counts,
            "load": list(LOADED),
        }

    def _current(self) -> list[str]:
        return [
            Iris(self.base, edition.plan.key, edition.plan.edition).edition.value
            for edition in self.editions
        ]

    def _printed(self, make: PagePart) -> Printed:
        made = [self.staging.put(f"site/{path}", content) for path, content in make()]
        return Printed(made, notes_of(make))


def prepare() -> None:
    """Do what does not depend on the sources, so that processes forked later need not do it."""
    import_module("xlsxwriter")
    compile_templates()
    load_shapes()
