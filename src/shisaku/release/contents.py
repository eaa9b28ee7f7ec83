"""What a release holds: each kind of file is written into the staging folder from the graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from importlib.resources import files
from itertools import chain
from typing import Any

from pyoxigraph import Quad, QuerySolutions, Store

from shisaku import __version__
from shisaku.assets import asset_folder
from shisaku.catalogue import catalogue_files, class_labels, describe, discovery_files
from shisaku.graph import PREFIXES, build, succession, to_store
from shisaku.graph.succession import outline_of
from shisaku.graph.vocabulary import namespace_triples, site_files
from shisaku.pages import Download, build_index
from shisaku.pages.answers import answer_gallery
from shisaku.pages.gallery import load_gallery
from shisaku.pages.render import Part, site_parts
from shisaku.quality import (
    Report,
    check,
    quality_view,
    refusal,
    report_json,
    report_quads,
    shapes_turtle,
)
from shisaku.quality.measurements import measurements
from shisaku.reference.load import load
from shisaku.release.changes import GONE
from shisaku.release.changes_feed import change_files
from shisaku.release.documents import document_files, document_triples
from shisaku.release.dumps import (
    DOCUMENT_FORMATS,
    DUMP_FORMATS,
    compressed,
    serialised,
    sorted_quads,
)
from shisaku.release.editions import Edition
from shisaku.release.folder import Made, Staging
from shisaku.release.hosting import hosting_files
from shisaku.release.order import Order
from shisaku.release.store import LARGE, write_store
from shisaku.release.tables import table_files
from shisaku.sample.overlay import bundled_overlay

#: Dumps from this size on, in bytes, also stand there compressed.
_LARGE = 100_000

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_TABLES = ("/csv", "/json", "/tab-separated-values", ".sheet", ".parquet", "/csvm+json")

_ENDPOINT = "sparql"
_SIGNPOSTING = "signposting.json"
_SCHEMA_ORG = "dataset/schema.json"

#: Files that hold everything the service loads.
LOADED = ("data/shisaku.nq", "data/catalogue.nq")


def build_graph(order: Order, editions: tuple[Edition, ...]) -> tuple[list[Quad], Store]:
    """Return the quads of all editions, sorted, and a store of them."""
    reference, overlay = load(), bundled_overlay()
    found: dict[Quad, None] = {}
    for edition in editions:
        found.update(
            dict.fromkeys(build(edition.plan, reference, edition.profile, overlay, order.config))
        )
    outlines = [outline_of(item.plan, item.profile) for item in editions]
    found.update(dict.fromkeys(chain.from_iterable(succession(outlines, order.config).values())))
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
    """Makes the files of a release; the catalogue comes after the files that it describes.

    Methods that return ``Made`` files only put them into the staging folder, so that they may
    run in any process; who calls them enters the files.
    """

    def __init__(
        self,
        order: Order,
        staging: Staging,
        editions: tuple[Edition, ...],
        quads: list[Quad],
        store: Store,
    ) -> None:
        self.order = order
        self.staging = staging
        self.editions = editions
        self.quads = quads
        self.store = store
        self.about: list[Quad] = []
        self.base = order.config.base_iri
        self.gallery = load_gallery(self.base)
        self.discovered: dict[str, bytes] = {}

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

    def dumps(self) -> list[Made]:
        """Put everything with its graphs, and each graph by itself in every format."""
        by_graph: dict[str, list[Quad]] = {}
        for quad in self.quads:
            by_graph.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
        made: list[Made] = []
        for style in DUMP_FORMATS:
            if style.quads:
                content = serialised(self.quads, style, PREFIXES)
                made += self._dump(f"data/shisaku.{style.extension}", content)
                continue
            for graph, quads in by_graph.items():
                name = graph.removeprefix(f"{self.base}graph/").replace("/", "-")
                content = serialised([quad.triple for quad in quads], style, PREFIXES)
                made += self._dump(f"data/{name}.{style.extension}", content)
        return made

    def _dump(self, path: str, content: bytes) -> Iterator[Made]:
        yield from self._twice(path, content)
        if len(content) >= _LARGE:
            yield from self._twice(f"{path}.gz", compressed(content))

    def tables(self) -> list[Made]:
        """Put the tables of all editions."""
        made: list[Made] = []
        for name, content in table_files(self._merged(), self.order.today):
            made += self._twice(f"data/{name}", content)
        return made

    def catalogue(self, report: Report) -> None:
        """Write what describes the release: catalogue, quality report, questions.

        The files that it describes are entered before.
        """
        config, profile = self.order.config, self.editions[-1].profile
        view = quality_view(report, self.store, self.base)
        reported = list(report_quads(report, self.base))
        self.staging.write("quality/report.json", report_json(view))
        for style in DOCUMENT_FORMATS:
            content = serialised([quad.triple for quad in reported], style, PREFIXES)
            self.staging.write(f"quality/report.{style.extension}", content)
        described = describe(self.store, config, profile, self.staging.entries.values())
        for name, content in catalogue_files(described):
            self.staging.enter(self._twice(name, content))
        self.discovered = dict(discovery_files(described, config, profile, __version__))
        for name, content in self.discovered.items():
            self.staging.write(f"site/{name}", content)
        about = {
            *described,
            *reported,
            *measurements(self.store, report, config),
            *self.gallery.quads(f"{self.base}graph/catalogue"),
        }
        self.store.extend(about)
        about.update(class_labels(self.store))
        self.about = sorted_quads(about)
        self.store.extend(self.about)
        self.staging.enter(self._dump(LOADED[1], serialised(self.about, DUMP_FORMATS[0], PREFIXES)))

    def changes(self) -> None:
        """Write what changed since the release before; all other files are entered by then."""
        config = self.order.config
        files = change_files(self.staging.previous, self.staging.entries, self.store, config)
        for path, content in files:
            self.staging.write(path, content)

    def on_disk(self) -> list[Made]:
        """Write the store of a large release; none of its files is entered."""
        if len(self.store) >= LARGE:
            write_store(self.staging.folder, (self.quads, self.about))
        return []

    def hosting(self) -> None:
        """Write the rules for static hosts; what is gone is known by then."""
        gone = json.loads((self.staging.folder / GONE).read_bytes())
        for path, content in hosting_files(self.base, gone):
            self.staging.write(path, content)

    def documents(self) -> list[Made]:
        """Put the data files of every page and of the vocabulary's namespace, and the shapes."""
        documents = document_triples([*self.quads, *self.about], self.base)
        for path in list(documents):
            if path == _ENDPOINT or f"site/{path}.ttl" in self.staging.entries:
                del documents[path]  # the service describes itself; the catalogue stands there
        documents["ns"] = namespace_triples(self.quads)
        files = chain(
            document_files(documents, PREFIXES),
            site_files(self.base),
            [("shapes.ttl", shapes_turtle())],
        )
        return [self.staging.put(f"site/{path}", content) for path, content in files]

    def pages(self, report: Report) -> dict[str, Callable[[], list[Made]]]:
        """Return the makers of the site's pages by name; they may run in any order."""
        index = build_index(self.store, self.base)
        parts = site_parts(
            index,
            self.order.config,
            asdict(quality_view(report, self.store, self.base)),
            downloads=_downloads(self.store, self.base),
            gallery=answer_gallery(self.gallery, self.store, self._merged()),
            conformance=_conformance(),
            signposting=json.loads(self.discovered[_SIGNPOSTING]),
            schema_org=json.loads(self.discovered[_SCHEMA_ORG]),
        )
        return {name: partial(self._put_all, make) for name, make in parts.items()}

    def _merged(self) -> Store:
        """Return a store that holds each triple once.

        Editions repeat the periods and units they share. Oxigraph's union of graphs does not
        merge them, so that joins over them would grow with a power of the number of editions.
        """
        if len(self.editions) == 1:
            return self.store
        store = Store()
        store.bulk_extend(
            Quad(quad.subject, quad.predicate, quad.object)
            for quad in chain(self.quads, self.about)
        )
        return store

    def _put_all(self, make: Part) -> list[Made]:
        return [self.staging.put(f"site/{path}", content) for path, content in make()]

    def _twice(self, path: str, content: bytes) -> Iterator[Made]:
        """Put a file of the release that also stands in the site, which is whole by itself."""
        made = self.staging.put(path, content)
        yield made
        yield self.staging.put_link(f"site/{path}", made.entry)


def _conformance() -> dict[str, Any]:
    """Return the results of the accessibility tests that come with the site, if any."""
    file = asset_folder("site") / "conformance.json"
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


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
