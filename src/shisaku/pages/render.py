"""An index of a release goes in; every file of the site comes out, as a path and its bytes.

Pure: the same index, settings and files give the same bytes, in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.pages import terms as t
from shisaku.pages.answers import NO_GALLERY, AnsweredGallery
from shisaku.pages.charts import Charts
from shisaku.pages.feeds import feed_files
from shisaku.pages.gallery import Gallery
from shisaku.pages.index import Index
from shisaku.pages.outline import Outline, build_outline
from shisaku.pages.press import Job, Press, View
from shisaku.pages.reader import Reader
from shisaku.pages.related import related_measures
from shisaku.pages.search import search_files
from shisaku.pages.site import Download, Page, Site
from shisaku.pages.templates import compile_templates as compile_templates
from shisaku.pages.templates import environment
from shisaku.pages.templates import take_templates as take_templates
from shisaku.pages.views import about, datasets, lists, measure, plan, resources
from shisaku.pages.views import gallery as questions

#: Yields some files of the site: path below the root and bytes.
Part = Callable[[], Iterator[tuple[str, bytes]]]

#: The part whose pages show pictures; the drawing engine keeps threads of its own.
DRAWN = "pages with charts"
#: Pages, in all languages, that one part makes.
_PART = 24


def render(
    index: Index,
    config: Config,
    report: Mapping[str, Any] | None = None,
    **more: Any,
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site below its root; arguments and errors are those of site_parts."""
    for make in site_parts(index, config, report, **more).values():
        yield from make()


def site_parts(
    index: Index,
    config: Config,
    report: Mapping[str, Any] | None = None,
    *,
    downloads: Sequence[Download] = (),
    gallery: AnsweredGallery = NO_GALLERY,
    conformance: Mapping[str, Any] | None = None,
    signposting: Mapping[str, Any] | None = None,
    schema_org: Mapping[str, Any] | None = None,
) -> dict[str, Part]:
    """Return the makers of the site's files by name; each yields paths below the root and bytes.

    Parts do not depend on each other: pages, search index, feeds and assets may be made in any
    order and by several processes.
    report: the quality report as plain data; downloads: files that the data page lists;
    gallery: questions with their answers; conformance: results of the accessibility tests (those
    that the installation carries when None);
    signposting: rules of the typed links; schema_org: JSON-LD to embed, by dataset IRI.
    A part raises jinja2.TemplateError when a template asks for what a view does not have.
    """
    book = build_outline(index)
    vendor = [path for path, _ in _folder_paths("vendor")]
    site = Site(
        config,
        index,
        book,
        related_measures(index, book),
        Charts(index, book),
        downloads,
        gallery,
        report or {},
        recorded_conformance() if conformance is None else conformance,
        signposting or {},
        schema_org or {},
        frozenset(vendor),
    )
    jobs = page_jobs(index, book, gallery.gallery)
    press = Press(site)
    drawn = [job for job in jobs if job.view in _WITH_CHARTS or job.document in lists.LISTS]
    asked = [job for job in jobs if job.view is questions.question_page]
    plain = [job for job in jobs if job not in drawn and job not in asked]
    documents = [job.document for job in jobs if job.document not in _UNLISTED]
    parts: dict[str, Part] = {
        DRAWN: partial(press.print_all, drawn),
        "gallery": lambda: chain(press.print_all(asked), gallery.files()),
    }
    for start in range(0, len(plain), _PART):
        parts[f"pages from {start + 1}"] = partial(press.print_all, plain[start : start + _PART])
    parts["search"] = partial(search_files, index, book)
    parts["feeds"] = partial(feed_files, site, documents, environment())
    parts["offline"] = _offline_worker
    parts["assets"] = partial(_folder_files, "assets")
    parts["vendor"] = partial(_folder_files, "vendor")
    return parts


def page_jobs(index: Index, book: Outline, gallery: Gallery) -> list[Job]:
    """Return all pages of the site, those that need no picture first."""
    jobs: list[Job] = []

    def add(view: View, iris: Sequence[str]) -> None:
        jobs.extend(Job(path, view, iri) for iri in iris if (path := index.path(iri)))

    add(measure.measure_page, book.all_measures())
    add(measure.indicator_page, [k for m in book.all_measures() for k in book.indicators[m]])
    add(resources.organisation_page, index.of_kind(t.ORG + "FormalOrganization"))
    add(resources.system_page, index.of_kind(t.POL + "InformationSystem"))
    add(resources.law_page, index.of_kind(t.ELI + "LegalResource"))
    add(resources.period_page, _with_prefix(index, t.POL + "Period", "period/"))
    add(resources.scheme_page, _with_prefix(index, t.POL + "Unit", "unit/"))
    add(resources.scheme_page, _with_prefix(index, t.SKOS + "ConceptScheme", "code/"))
    add(plan.area_page, index.of_kind(t.POL + "PolicyArea"))
    add(plan.plan_page, book.plans)
    add(datasets.dataset_page, datasets.dataset_iris(index))
    add(datasets.catalogue_page, index.of_kind(t.DCAT + "Catalog"))
    for edition in book.editions:
        add(plan.areas_page, [f"{edition}/areas"])
        add(plan.source_page, [f"{edition}/source"])
        add(plan.observations_page, [f"{edition}/observations"])
        for order in plan.order_keys():
            path = index.path(f"{edition}/indicators") or ""
            document = f"{path}-{order}" if order else path
            jobs.append(Job(document, partial(_in_order, order), f"{edition}/indicators"))
    for question in gallery.questions:
        jobs.append(Job(question.document, questions.question_page, question.slug))
    for document, view in _OWN_PAGES.items():
        jobs.append(Job(document, view, document))
    jobs.extend(Job(document, lists.list_page, document) for document in lists.LISTS)
    jobs.append(Job("sparql/index", about.forward_page, "sparql"))
    add(plan.edition_page, book.editions)
    return jobs


def _in_order(order: str, reader: Reader, site: Site, iri: str) -> Page:
    return plan.figures_page(reader, site, iri, order)


_OWN_PAGES: dict[str, View] = {
    "index": about.home_page,
    "search": about.plain_page,
    "sparql": questions.editor_page,
    "query": questions.gallery_page,
    "ns": about.vocabulary_page,
    "data": about.data_page,
    "quality": about.quality_page,
    "accessibility": about.accessibility_page,
    "about": about.plain_page,
    "404": about.plain_page,
}


#: Pages that no search engine need find.
_UNLISTED = ("404", "sparql/index")

#: Views that show pictures, which take long to start; lists do too.
_WITH_CHARTS: tuple[View, ...] = (about.home_page, plan.edition_page)


def _offline_worker() -> Iterator[tuple[str, bytes]]:
    """Yield the service worker at the root: a worker answers only for addresses below its own."""
    yield "offline.js", (asset_folder("site") / "assets" / "offline.js").read_bytes()


def recorded_conformance() -> Mapping[str, Any]:
    """Return the results of the accessibility tests that the installation carries."""
    file = asset_folder("site") / "conformance.json"
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _with_prefix(index: Index, kind: str, prefix: str) -> list[str]:
    return [iri for iri in index.of_kind(kind) if (index.path(iri) or "").startswith(prefix)]


def _folder_files(name: str) -> Iterator[tuple[str, bytes]]:
    for path, file in _folder_paths(name):
        yield path, file.read_bytes()


def _folder_paths(name: str) -> Iterator[tuple[str, Path]]:
    folder = asset_folder("site") / name
    if not folder.is_dir():
        return
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and file.suffix != ".map" and not f"{name}/{path}".startswith(_SOURCES):
            yield f"{name}/{path}", file


#: Parts of assets/ that are served elsewhere: bundled into vendor/, or at the root.
_SOURCES = ("assets/sparql/", "assets/offline.js")
