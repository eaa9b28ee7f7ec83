"""Jobs go in, one for each page; printed pages come out, in every language, as path and bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Template
from markupsafe import Markup

from shisaku.pages import terms as t
from shisaku.pages.escaping import escaped
from shisaku.pages.links import LANGUAGES, file_of, root_of
from shisaku.pages.reader import Reader
from shisaku.pages.readings import Note, Record
from shisaku.pages.site import Page, Site
from shisaku.pages.templates import environment
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


class Job(NamedTuple):
    """One page to make: the document it stands at, and what makes it."""

    document: str
    view: View
    key: str


class Sheets:
    """The pages of some jobs; notes: what they were made from, once they are printed."""

    def __init__(self, press: Press, jobs: Sequence[Job]) -> None:
        self._press = press
        self._jobs = jobs
        self.notes: dict[str, Note] = {}

    def __call__(self) -> Iterator[tuple[str, bytes]]:
        """Print; yield path below the root and bytes."""
        record = self._press.record
        for job in self._jobs:
            if record:
                record.begin(job.document)
            yield from self._press.print_all([job])
            if record:
                self.notes[job.document] = record.note()


def notes_of(part: object) -> dict[str, Note]:
    """Return what the pages of a part of the site were made from; nothing if it has none."""
    return part.notes if isinstance(part, Sheets) else {}


class Press:
    """Prints pages: keeps one reader for each language and depth.

    record: notes what the pages are made from, where that is to be known; it watches the site.
    """

    def __init__(self, site: Site, record: Record | None = None) -> None:
        self.site = site
        self.record = record
        self.shown = record.noted if record else site
        self.readers: dict[tuple[str, str], Reader] = {}
        self.templates: dict[str, Template] = {}
        self.credits = credits_of(site)
        self.shared: dict[tuple[str, ...], Markup] = {}
        self.navigations: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self.base_path = urlsplit(site.config.base_iri).path
        self.edition = site.index.path(site.book.edition) or "index"

    def print_all(self, jobs: Iterable[Job]) -> Iterator[tuple[str, bytes]]:
        """Print the pages of jobs in every language; yield path below the root and bytes."""
        for job in jobs:
            yield from self._print_job(job)

    def _print_job(self, job: Job) -> Iterator[tuple[str, bytes]]:
        self.site.index.held.clear()
        typed_links = self._typed_links(job.document)
        for language in LANGUAGES:
            yield self._print(job, language, typed_links)

    def _print(self, job: Job, language: str, typed_links: Markup) -> tuple[str, bytes]:
        file = file_of(job.document, language)
        root = self.base_path if job.document == "404" else root_of(file)
        reader = self.readers.get((language, root))
        if reader is None:
            reader = self.readers[language, root] = Reader(self.site.index, language, root)
        reader.claimed.clear()
        page = job.view(reader, self.shown, job.key)
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
            styles=self._fixed(reader, "styles.html"),
            top=self._fixed(reader, "top.html"),
            navigation=self._fixed(reader, "navigation.html", page.section, self._current(page)),
            footer=self._fixed(reader, "footer.html"),
            credit=self.credits[reader.language],
            config=self.site.config,
            data=root + job.document if page.iri else "",
            own_url=base + ("" if file == "index.html" else file),
            ja_url=base + ("" if job.document == "index" else file_of(job.document, "ja")),
            en_url=base + file_of(job.document, "en"),
            other_href=root + file_of(job.document, other),
            other=other,
            formats=[entry for entry in FORMATS if entry[0] in page.extensions],
            typed_links=typed_links,
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
                    vendor=self.site.vendor,
                    credit=self.credits[reader.language],
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


def _element(link: TypedLink) -> str:
    kind = f' type="{link.media_type}"' if link.media_type else ""
    return f'<link rel="{link.rel}" href="{escaped(link.href)}"{kind}>'


def credits_of(site: Site) -> dict[str, str]:
    """Return the credit line of every page, by language."""
    return {language: credit_line(Reader(site.index, language, ""), site) for language in LANGUAGES}


def credit_line(reader: Reader, site: Site) -> str:
    """Return the credit that the terms of the source document ask for."""
    text: str = reader.labels.footer.credit
    plan = site.book.plans[0] if site.book.plans else site.book.edition
    publisher = site.index.iri(plan, t.DCT + "publisher")
    name = reader.name(publisher).text if publisher else site.config.publisher_name_ja
    homepage = site.index.iri(plan, t.FOAF + "homepage")
    return text.format(title=reader.name(plan).text, publisher=name, address=homepage)
