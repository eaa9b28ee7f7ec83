"""What a release holds: each kind of file is written into the staging folder from the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from pyoxigraph import Quad, QuerySolutions, Store

from shisaku import __version__
from shisaku.catalogue import catalogue_files, class_labels, describe, discovery_files
from shisaku.document.reader import read
from shisaku.graph import PREFIXES, build, to_store
from shisaku.graph.vocabulary import namespace_triples, site_files
from shisaku.pages import Download, build_index, render
from shisaku.pages.answers import answer_gallery
from shisaku.pages.gallery import load_gallery
from shisaku.plan.extract import extract, verify_quotes
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.quality import Report, check, quality_view, refusal, report_json, report_quads
from shisaku.quality.measurements import measurements
from shisaku.reference.load import load
from shisaku.release.documents import document_files, document_triples
from shisaku.release.dumps import (
    DOCUMENT_FORMATS,
    DUMP_FORMATS,
    compressed,
    serialised,
    sorted_quads,
)
from shisaku.release.folder import Staging
from shisaku.release.order import Order
from shisaku.release.tables import table_files
from shisaku.sample.overlay import bundled_overlay

#: Dumps from this size on, in bytes, also stand there compressed.
_LARGE = 100_000

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_TABLES = ("/csv", "/tab-separated-values", ".sheet", ".parquet", "/csvm+json")

_ENDPOINT = "sparql"

#: Files that hold everything the service loads.
LOADED = ("data/shisaku.nq", "data/catalogue.nq")


@dataclass(frozen=True, slots=True)
class Edition:
    """One source that was read: its plan and the profile it was read with."""

    plan: Plan
    profile: Profile


def read_editions(order: Order) -> tuple[Edition, ...]:
    """Read and extract every source; each quote is checked against the file read again."""
    reference = load()
    editions = []
    for path, profile in order.sources:
        plan = extract(read(path), profile, reference)
        verify_quotes(plan, read(path))
        editions.append(Edition(plan, profile))
    return tuple(editions)


def build_graph(order: Order, editions: tuple[Edition, ...]) -> tuple[list[Quad], Store]:
    """Return the quads of all editions, sorted, and a store of them."""
    reference, overlay = load(), bundled_overlay()
    found: dict[Quad, None] = {}
    for edition in editions:
        found.update(
            dict.fromkeys(build(edition.plan, reference, edition.profile, overlay, order.config))
        )
    return sorted_quads(found), to_store(found)


def checked(order: Order, store: Store) -> Report:
    """Return the quality report of a store, exceptions applied."""
    return check(store, order.config, order.today)


def validated(order: Order, store: Store) -> Report:
    """Return the quality report; raises ShisakuError when a rule is broken and not excepted."""
    report = checked(order, store)
    if error := refusal(report):
        raise error
    return report


def source_entry(edition: Edition) -> dict[str, Any]:
    """Return what the manifest says of a source file."""
    source = edition.plan.source
    return {
        "name": source.name,
        "edition": f"{edition.plan.key}/{edition.plan.edition}",
        "sha256": source.sha256,
        "bytes": source.size,
    }


class Contents:
    """Writes a release, stage by stage; the catalogue comes after the files that it describes."""

    def __init__(
        self,
        order: Order,
        staging: Staging,
        editions: tuple[Edition, ...],
        quads: list[Quad],
        store: Store,
        report: Report,
    ) -> None:
        self.order = order
        self.staging = staging
        self.editions = editions
        self.quads = quads
        self.store = store
        self.report = report
        self.about: list[Quad] = []
        self.base = order.config.base_iri
        self.gallery = load_gallery(self.base)

    def stages(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the name of each stage and what runs it."""
        yield "dumps", self._dumps
        yield "tables", self._tables
        yield "catalogue", self._catalogue
        yield "documents", self._documents
        yield "pages", self._pages

    def counts(self) -> dict[str, int]:
        """Return what the manifest counts."""
        measures = [measure for edition in self.editions for measure in edition.plan.measures]
        return {
            "editions": len(self.editions),
            "measures": len(measures),
            "indicators": sum(len(measure.indicators) for measure in measures),
            "values": sum(len(kpi.values) for measure in measures for kpi in measure.indicators),
            "milestones": sum(len(measure.milestones) for measure in measures),
            "quads": len(self.store),
            "files": len(self.staging.entries),
        }

    def _dumps(self) -> None:
        """Write everything with its graphs, and each graph by itself in every format."""
        by_graph: dict[str, list[Quad]] = {}
        for quad in self.quads:
            by_graph.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
        for style in DUMP_FORMATS:
            if style.quads:
                self._dump(
                    f"data/shisaku.{style.extension}", serialised(self.quads, style, PREFIXES)
                )
                continue
            for graph, quads in by_graph.items():
                name = graph.removeprefix(f"{self.base}graph/").replace("/", "-")
                content = serialised([quad.triple for quad in quads], style, PREFIXES)
                self._dump(f"data/{name}.{style.extension}", content)

    def _dump(self, path: str, content: bytes) -> None:
        self._publish(path, content)
        if len(content) >= _LARGE:
            self._publish(f"{path}.gz", compressed(content))

    def _tables(self) -> None:
        for name, content in table_files(self.store, self.order.today):
            self._publish(f"data/{name}", content)

    def _documents(self) -> None:
        """Write the data files of every page, and those of the vocabulary's namespace."""
        documents = document_triples([*self.quads, *self.about], self.base)
        for path in list(documents):
            if path == _ENDPOINT or f"site/{path}.ttl" in self.staging.entries:
                del documents[path]  # the service describes itself; the catalogue stands there
        documents["ns"] = namespace_triples(self.quads)
        for path, content in document_files(documents, PREFIXES):
            self.staging.write(f"site/{path}", content)
        for path, content in site_files(self.base):
            self.staging.write(f"site/{path}", content)

    def _catalogue(self) -> None:
        """Write what describes the release: catalogue, quality report, questions."""
        config, profile = self.order.config, self.editions[-1].profile
        view = quality_view(self.report, self.store, self.base)
        reported = list(report_quads(self.report, self.base))
        self.staging.write("quality/report.json", report_json(view))
        for style in DOCUMENT_FORMATS:
            content = serialised([quad.triple for quad in reported], style, PREFIXES)
            self.staging.write(f"quality/report.{style.extension}", content)
        described = describe(self.store, config, profile, self.staging.entries.values())
        for name, content in catalogue_files(described):
            self._publish(name, content)
        for name, content in discovery_files(described, config, profile, __version__):
            self.staging.write(f"site/{name}", content)
        about = {
            *described,
            *reported,
            *measurements(self.store, self.report, config),
            *self.gallery.quads(f"{self.base}graph/catalogue"),
        }
        self.store.extend(about)
        about.update(class_labels(self.store))
        self.about = sorted_quads(about)
        self.store.extend(self.about)
        self._dump(LOADED[1], serialised(self.about, DUMP_FORMATS[0], PREFIXES))

    def _pages(self) -> None:
        index = build_index(self.store, self.base)
        view = quality_view(self.report, self.store, self.base)
        pages = render(
            index,
            self.order.config,
            asdict(view),
            downloads=_downloads(self.store, self.base),
            gallery=answer_gallery(self.gallery, self.store),
        )
        for path, content in pages:
            self.staging.write(f"site/{path}", content)

    def _publish(self, path: str, content: bytes) -> None:
        """Write a file of the release that also stands in the site, which is whole by itself."""
        self.staging.write(path, content)
        self.staging.link(f"site/{path}", path)


def _downloads(store: Store, base: str) -> list[Download]:
    """Return the files that the data page lists, as the catalogue describes them."""
    query = (files("shisaku.release") / "queries" / "downloads.rq").read_text(encoding="utf-8")
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    rows = [[str(getattr(term, "value", "")) for term in row] for row in found]
    return [
        Download(
            url.removeprefix(base),
            title_ja,
            title_en,
            media_type.removeprefix(_MEDIA_TYPES),
            int(size),
            "table" if media_type.endswith(_TABLES) else "dump",
        )
        for url, title_ja, title_en, media_type, size in rows
    ]
