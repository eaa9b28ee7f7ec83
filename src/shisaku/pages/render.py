"""An index of a release goes in; every file of the site comes out, as a path and its bytes.

Pure: the same index, settings and files give the same bytes, in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.pages import terms as t
from shisaku.pages.answers import NO_GALLERY, AnsweredGallery
from shisaku.pages.charts import Charts
from shisaku.pages.editions import (
    EditionDigest,
    Occurrence,
    by_resource,
    edition_digest,
    edition_document,
    held_beside,
    newest_of,
    occurrences,
    revisions,
    root_of,
)
from shisaku.pages.feeds import edition_sitemap, feed_files, sitemap_file
from shisaku.pages.gallery import Gallery
from shisaku.pages.index import Index
from shisaku.pages.links import LANGUAGES, file_of
from shisaku.pages.outline import Outline, build_outline
from shisaku.pages.press import Job, Press, Sheets, View, credits_of
from shisaku.pages.reader import Reader
from shisaku.pages.readings import Record, inputs_of
from shisaku.pages.related import related_measures
from shisaku.pages.search import index_paths, search_files
from shisaku.pages.site import Download, Page, Site
from shisaku.pages.templates import environment
from shisaku.pages.views import about, datasets, lists, measure, plan, resources
from shisaku.pages.views import gallery as questions
from shisaku.pages.views.editions import (
    SHARED_VIEWS,
    earlier_page,
    measure_page,
    shared_page,
    with_links,
)

#: Yields some files of the site: path below the root and bytes.
Part = Callable[[], Iterator[tuple[str, bytes]]]

#: Pages, in all languages, that one part makes.
_PART = 24
#: Questions that one part answers.
_QUESTIONS = 8


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
    earlier: Sequence[EditionDigest] = (),
    record: Record | None = None,
) -> dict[str, Part]:
    """Return the makers of the site's files by name; each yields paths below the root and bytes.

    Parts do not depend on each other: pages, search index, feeds and assets may be made in any
    order and by several processes.
    report: the quality report as plain data; downloads: files that the data page lists;
    gallery: questions with their answers; conformance: results of the accessibility tests (those
    that the installation carries when None);
    signposting: rules of the typed links; schema_org: JSON-LD to embed, by dataset IRI;
    earlier: what editions before the current ones name, of which the index need hold no more than
    the editions themselves and what they share; the pages of those whose measures it does hold
    are made here too, those of others by ``edition_pages``; record: notes what pages are made
    from, and knows which need not be made again, which are then left out (``record.kept``).
    A part raises jinja2.TemplateError when a template asks for what a view does not have.
    """
    book = build_outline(index)
    held = list(held_beside(index, book))
    digests = [*earlier, *(edition_digest(index, edition) for edition in held)]
    digests.sort(key=lambda digest: book.known.index(digest.edition))
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
        _vendor(),
    )
    named = occurrences(index, book) if digests else {}
    asked: list[Job] = []
    printed: list[Job] = []
    documents = []
    for job in page_jobs(index, book, gallery.gallery, digests, named):
        (asked if job.view is questions.question_page else printed).append(job)
        if job.document not in _UNLISTED:
            documents.append(job.document)
    if record:
        record.watch(site, credits_of(site), digests, named)
        stale = record.stale(job.document for job in printed)
        printed = [job for job in printed if job.document in stale]
    parts = {
        **_answered(Press(site), gallery, asked),
        **_printed(Press(site, record), "pages", printed),
    }
    parts["search"] = partial(search_files, index, book)
    editions = [digest.edition for digest in digests]
    parts["feeds"] = partial(feed_files, site, documents, environment(), editions)
    parts["offline"] = _offline_worker
    parts["assets"] = partial(_folder_files, "assets")
    parts["vendor"] = partial(_folder_files, "vendor")
    newer = revisions(index) if held else {}
    for edition in held:
        parts |= edition_pages(
            index, config, edition, "", downloads=downloads, signposting=signposting, newer=newer
        ).parts
    return parts


class EditionPages(NamedTuple):
    """All pages of one earlier edition, its search index and its sitemap.

    parts: makers by name; files: what they yield, as paths; inputs: a digest of everything that
    the files are made from, so that they need not be made where it is that of the release before.
    """

    parts: dict[str, Part]
    files: list[str]
    inputs: str


def edition_pages(
    index: Index,
    config: Config,
    edition: str,
    program: str,
    *,
    downloads: Sequence[Download] = (),
    signposting: Mapping[str, Any] | None = None,
    newer: Mapping[str, str] | None = None,
) -> EditionPages:
    """Return what makes the pages of an earlier edition, and what they are made from.

    index: the graph of the edition, the reference and the vocabulary, and of every other edition
    at least its title, date and plan; program: a digest of the program and its files; newer:
    measure to the one that revises it in the edition after its own, of all editions; other
    arguments and errors are those of site_parts.
    """
    book = build_outline(index, (edition,))
    site = Site(
        config,
        index,
        book,
        related_measures(index, book),
        Charts(index, book),
        downloads,
        signposting=signposting or {},
        vendor=_vendor(),
    )
    jobs = edition_jobs(index, book, edition, newer or {})
    documents = [job.document for job in jobs]
    name, sitemap = index.path(edition), edition_sitemap(site, edition)
    parts: dict[str, Part] = {
        **_printed(Press(site), f"pages of {name}", jobs),
        f"search of {name}": partial(search_files, index, book),
        f"feeds of {name}": partial(sitemap_file, site, sitemap, documents, environment()),
    }
    files = [file_of(document, language) for document in documents for language in LANGUAGES]
    files += [dict(index_paths(index, book))[edition], sitemap]
    last = {measure: newest_of(measure, newer or {}) for measure in book.all_measures()}
    return EditionPages(parts, files, inputs_of(site, program, last))


def _printed(press: Press, name: str, jobs: Sequence[Job]) -> dict[str, Part]:
    """Return jobs as parts that are small enough to be shared among processes."""
    return {
        f"{name} from {start + 1}": Sheets(press, jobs[start : start + _PART])
        for start in range(0, len(jobs), _PART)
    }


def _answered(press: Press, gallery: AnsweredGallery, jobs: Sequence[Job]) -> dict[str, Part]:
    """Return the pages and files of questions as parts; each question is asked once."""

    def part(jobs: Sequence[Job]) -> Iterator[tuple[str, bytes]]:
        for job in jobs:
            yield from press.print_all([job])
            yield from gallery.files_of(job.key)

    parts: dict[str, Part] = {
        f"gallery from {start + 1}": partial(part, jobs[start : start + _QUESTIONS])
        for start in range(0, len(jobs), _QUESTIONS)
    }
    return {**parts, "gallery lists": partial(gallery.lists, press.site.index)}


def page_jobs(
    index: Index,
    book: Outline,
    gallery: Gallery,
    earlier: Sequence[EditionDigest],
    named: Mapping[str, Occurrence],
) -> list[Job]:
    """Return all pages of the site but those of earlier editions.

    named: the shared resources that current editions name, where there are earlier ones.
    """
    others = by_resource(earlier)

    def shared(root: str, iris: Iterable[str]) -> list[Job]:
        view = SHARED_VIEWS[root]
        if others:
            view = partial(with_links, view, others, named)
        return _jobs(index, view, iris)

    return [
        *_measure_jobs(index, book),
        *shared("org", index.of_kind(t.ORG + "FormalOrganization")),
        *shared("system", index.of_kind(t.POL + "InformationSystem")),
        *shared("law", index.of_kind(t.ELI + "LegalResource")),
        *shared("period", _with_prefix(index, t.POL + "Period", "period/")),
        *shared("unit", _with_prefix(index, t.POL + "Unit", "unit/")),
        *_jobs(
            index, resources.scheme_page, _with_prefix(index, t.SKOS + "ConceptScheme", "code/")
        ),
        *_area_jobs(index, book),
        *_jobs(index, plan.plan_page, book.plans),
        *_jobs(index, datasets.dataset_page, datasets.dataset_iris(index)),
        *_jobs(index, datasets.catalogue_page, index.of_kind(t.DCAT + "Catalog")),
        *_table_jobs(index, book),
        *(Job(asked.document, questions.question_page, asked.slug) for asked in gallery.questions),
        *(Job(document, view, document) for document, view in _OWN_PAGES.items()),
        *(Job(document, lists.list_page, document) for document in lists.LISTS),
        Job("sparql/index", about.forward_page, "sparql"),
        *_jobs(index, plan.edition_page, book.editions),
    ]


def edition_jobs(index: Index, book: Outline, edition: str, newer: Mapping[str, str]) -> list[Job]:
    """Return all pages of an earlier edition, by itself in the outline."""
    own = [
        *_jobs(index, plan.edition_page, book.editions),
        *_measure_jobs(index, book),
        *_area_jobs(index, book),
        *_table_jobs(index, book),
    ]
    return [
        *(job._replace(view=partial(earlier_page, job.view, edition, newer)) for job in own),
        *(
            Job(
                edition_document(index, edition, iri),
                partial(shared_page, SHARED_VIEWS[root_of(index, iri)], edition),
                iri,
            )
            for iri in occurrences(index, book)
        ),
    ]


def _measure_jobs(index: Index, book: Outline) -> list[Job]:
    measures = book.all_measures()
    return [
        *_jobs(index, measure_page, measures),
        *_jobs(index, measure.indicator_page, (k for m in measures for k in book.indicators[m])),
    ]


def _area_jobs(index: Index, book: Outline) -> list[Job]:
    areas = sorted(area for edition in book.editions for area in book.areas[edition])
    return _jobs(index, plan.area_page, areas)


def _table_jobs(index: Index, book: Outline) -> list[Job]:
    jobs: list[Job] = []
    for edition in book.editions:
        jobs += _jobs(index, plan.areas_page, [f"{edition}/areas"])
        jobs += _jobs(index, plan.source_page, [f"{edition}/source"])
        jobs += _jobs(index, plan.observations_page, [f"{edition}/observations"])
        for order in plan.order_keys():
            path = index.path(f"{edition}/indicators") or ""
            document = f"{path}-{order}" if order else path
            jobs.append(Job(document, partial(_in_order, order), f"{edition}/indicators"))
    return jobs


def _jobs(index: Index, view: View, iris: Iterable[str]) -> list[Job]:
    """Return the pages of resources at their own documents."""
    return [Job(path, view, iri) for iri in iris if (path := index.path(iri))]


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


@cache
def _vendor() -> frozenset[str]:
    return frozenset(path for path, _ in _folder_paths("vendor"))


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
