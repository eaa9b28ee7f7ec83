"""An index of a release goes in; every file of the site comes out, as a path and its bytes.

Pure: the same index, settings and files give the same bytes, in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from shisaku.assets import asset_folder
from shisaku.config import Config
from shisaku.pages import terms as t
from shisaku.pages.answers import NO_GALLERY, AnsweredGallery
from shisaku.pages.charts import Charts
from shisaku.pages.feeds import feed_files
from shisaku.pages.gallery import Gallery
from shisaku.pages.index import Index
from shisaku.pages.links import LANGUAGES, file_of, root_of
from shisaku.pages.outline import Outline, build_outline
from shisaku.pages.reader import Reader
from shisaku.pages.related import related_measures
from shisaku.pages.search import search_files
from shisaku.pages.site import Download, Page, Site
from shisaku.pages.views import about, datasets, lists, measure, plan, resources
from shisaku.pages.views import gallery as questions
from shisaku.signposting import TypedLink, document_links

#: The data files beside the page of a resource: extension, media type, name.
FORMATS = (
    ("ttl", "text/turtle", "Turtle"),
    ("jsonld", "application/ld+json", "JSON-LD"),
    ("nt", "application/n-triples", "N-Triples"),
    ("rdf", "application/rdf+xml", "RDF/XML"),
)

#: Entries of the navigation: key and document; ``{edition}`` is the newest edition.
_NAVIGATION = (
    ("read", "{edition}"),
    ("kpi", "{edition}/indicators"),
    ("org", "org"),
    ("system", "system"),
    ("law", "law"),
    ("period", "period"),
    ("data", "data"),
    ("query", "query"),
)

View = Callable[[Reader, Site, str], Page]

#: Yields some files of the site: path below the root and bytes.
Part = Callable[[], Iterator[tuple[str, bytes]]]

#: The part whose pages show pictures; the drawing engine keeps threads of its own.
DRAWN = "pages with charts"
#: Pages, in all languages, that one part makes.
_PART = 24


class Job(NamedTuple):
    """One page to make: the document it stands at, and what makes it."""

    document: str
    view: View
    key: str


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
    press = _Press(site)
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


class _Press:
    """Prints pages: keeps one reader for each language and depth."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.readers: dict[tuple[str, str], Reader] = {}
        self.templates: dict[str, Template] = {}
        self.credits: dict[str, str] = {}
        self.shared: dict[tuple[str, ...], Markup] = {}
        self.navigations: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self.base_path = urlsplit(site.config.base_iri).path
        self.edition = site.index.path(site.book.edition) or "index"

    def print_all(self, jobs: Sequence[Job]) -> Iterator[tuple[str, bytes]]:
        for job in jobs:
            for language in LANGUAGES:
                yield self.print(job, language)

    def print(self, job: Job, language: str) -> tuple[str, bytes]:
        file = file_of(job.document, language)
        root = self.base_path if job.document == "404" else root_of(file)
        reader = self.readers.get((language, root))
        if reader is None:
            reader = self.readers[language, root] = Reader(self.site.index, language, root)
        reader.claimed.clear()
        page = job.view(reader, self.site, job.key)
        template = self.templates.get(page.template)
        if template is None:
            template = self.templates[page.template] = environment().get_template(page.template)
        base = self.site.config.base_iri
        other = "en" if language == "ja" else "ja"
        text = template.render(
            page=page,
            v=page.view,
            l=reader.labels,
            lang=language,
            root=root,
            nav=self._navigation(reader),
            navigation=self._fixed(reader, "navigation.html", page.section, self._current(page)),
            footer=self._fixed(reader, "footer.html"),
            credit=self._credit(reader),
            config=self.site.config,
            vendor=self.site.vendor,
            data=root + job.document if page.iri else "",
            own_url=base + ("" if file == "index.html" else file),
            ja_url=base + ("" if job.document == "index" else file_of(job.document, "ja")),
            en_url=base + file_of(job.document, "en"),
            other_href=root + file_of(job.document, other),
            other=other,
            formats=[entry for entry in FORMATS if entry[0] in page.extensions],
            typed_links=self._typed_links(job.document),
        )
        return file, text.encode()

    def _typed_links(self, document: str) -> Markup:
        """Return the typed links of a page as elements: most of the head, so printed in one go."""
        rules = self.site.signposting
        links = document_links(document, rules) if rules else ()
        return Markup("\n".join(map(_element, links)))

    def _current(self, page: Page) -> str:
        """Tell whether the entry of the navigation is this page, or one that it belongs to."""
        documents = (document.format(edition=self.edition) for _, document in _NAVIGATION)
        return "page" if page.document in documents else "true"

    def _credit(self, reader: Reader) -> str:
        if reader.language not in self.credits:
            self.credits[reader.language] = credit_line(reader, self.site)
        return self.credits[reader.language]

    def _fixed(self, reader: Reader, template: str, section: str = "", current: str = "") -> Markup:
        """Print what pages of one language and depth share, once."""
        key = (reader.language, reader.root, template, section, current)
        found = self.shared.get(key)
        if found is None:
            text = (
                environment()
                .get_template(template)
                .render(
                    l=reader.labels,
                    lang=reader.language,
                    root=reader.root,
                    nav=self._navigation(reader),
                    config=self.site.config,
                    credit=self._credit(reader),
                    section=section,
                    current=current,
                )
            )
            found = self.shared[key] = Markup(text)
        return found

    def _navigation(self, reader: Reader) -> list[tuple[str, str, str]]:
        key = (reader.language, reader.root)
        if key not in self.navigations:
            self.navigations[key] = [
                (
                    name,
                    reader.page(document.format(edition=self.edition)),
                    getattr(reader.labels.nav, name),
                )
                for name, document in _NAVIGATION
            ]
        return self.navigations[key]


def _offline_worker() -> Iterator[tuple[str, bytes]]:
    """Yield the service worker at the root: a worker answers only for addresses below its own."""
    yield "offline.js", (asset_folder("site") / "assets" / "offline.js").read_bytes()


def _element(link: TypedLink) -> str:
    kind = f' type="{link.media_type}"' if link.media_type else ""
    return f'<link rel="{link.rel}" href="{escape(link.href)}"{kind}>'


def recorded_conformance() -> Mapping[str, Any]:
    """Return the results of the accessibility tests that the installation carries."""
    file = asset_folder("site") / "conformance.json"
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def credit_line(reader: Reader, site: Site) -> str:
    """Return the credit that the terms of the source document ask for."""
    text: str = reader.labels.footer.credit
    plan = site.book.plans[0] if site.book.plans else site.book.edition
    publisher = site.index.iri(plan, t.DCT + "publisher")
    name = reader.name(publisher).text if publisher else site.config.publisher_name_ja
    homepage = site.index.iri(plan, t.FOAF + "homepage")
    return text.format(title=reader.name(plan).text, publisher=name, address=homepage)


class _Compiled(BytecodeCache):
    """Compiled templates by key; they may come from another process."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.held:
            bucket.bytecode_from_string(self.held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.held[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def compile_templates() -> dict[str, bytes]:
    """Compile every template of a page and return the code, for another process to take."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)
    return _COMPILED.held


def take_templates(compiled: Mapping[str, bytes]) -> None:
    """Use templates that ``compile_templates`` has compiled in another process."""
    _COMPILED.held.update(compiled)


@cache
def environment() -> Environment:
    """Return the template environment: autoescaped, strict, compiled once a process."""
    found = Environment(
        loader=FileSystemLoader(asset_folder("site") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    found.filters["thousands"] = lambda number: f"{number:,}"
    found.filters["markup"] = Markup
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
