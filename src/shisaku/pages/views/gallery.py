"""The answered gallery goes in; its index, a page a question and the editor's page come out."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from shisaku.pages import terms as t
from shisaku.pages.answers import DOWNLOADS, Answer, AnsweredGallery, Term
from shisaku.pages.gallery import DOCUMENT, Question
from shisaku.pages.labels import labels
from shisaku.pages.links import Link, Words
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Site, embedded
from shisaku.pages.views.frame import crumbs_to

#: Where the editor, its worker and its WebAssembly stand below the root (made by the build).
EDITOR_SCRIPT = "vendor/sparql/editor.js"
EDITOR_STYLE = "vendor/sparql/editor.css"
WORKER = "vendor/sparql/engine-worker.js"
WASM = "vendor/sparql/oxigraph.wasm"
#: Dumps that the browser engine loads, below the root; it takes the .gz beside them if any.
DUMPS = ("data/shisaku.nq", "data/catalogue.nq")
#: What the browser engine loads at first use, as a rough size to tell people: engine and dumps.
_ENGINE_SIZE = "5 MB"
#: Formats offered by the form: label of the group, names as the service knows them, with labels.
FORMATS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "select",
        (
            ("html", "HTML"),
            ("csv", "CSV"),
            ("tsv", "TSV"),
            ("json", "SPARQL JSON"),
            ("xml", "SPARQL XML"),
        ),
    ),
    ("graph", (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"))),
)


class Card(NamedTuple):
    """A question in a list."""

    href: str
    slug: str
    question: str
    about: str


class Group(NamedTuple):
    """The questions for one audience."""

    key: str
    label: str
    about: str
    cards: tuple[Card, ...]


class Cell(NamedTuple):
    """A value of a result: text, where it links to, its language where it is foreign."""

    text: str
    href: str
    lang: str
    number: bool


class File(NamedTuple):
    """A result file."""

    href: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class GalleryView:
    """The index of the gallery."""

    words: Any
    groups: tuple[Group, ...]
    prefixes: tuple[tuple[str, str], ...]
    editor: str
    data: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with its answer; columns are pairs of variable and heading."""

    words: Any
    about: str
    audience: Link
    keywords: tuple[str, ...]
    query: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: str
    left_out: str
    files: tuple[File, ...]
    editor: str
    action: str
    previous: Link | None
    following: Link | None


@dataclass(frozen=True, slots=True)
class EditorView:
    """The page of the SPARQL editor, which is a plain form until its script has run."""

    words: Any
    groups: tuple[Group, ...]
    action: str
    query: str
    formats: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    settings: Markup
    engine_label: str
    built: bool


def gallery_page(reader: Reader, site: Site, _: str) -> Page:
    """List all questions by audience."""
    words = labels(f"gallery.{reader.language}")
    view = GalleryView(
        words,
        _groups(reader, site.gallery),
        tuple(site.gallery.gallery.prefixes.items()),
        reader.page("sparql"),
        f"{reader.root}{DOCUMENT}.ttl",
    )
    iri = site.config.base_iri + DOCUMENT if view.groups else ""
    return Page(
        "gallery.html", DOCUMENT, words.title, words.lead, view, "query", crumbs_to(reader), iri=iri
    )


def question_page(reader: Reader, site: Site, slug: str) -> Page:
    """Show a question, its query, the first rows of its answer and the files of all of them."""
    gallery = site.gallery.gallery
    question = gallery.by_slug[slug]
    answer = site.gallery.answer(slug)
    words = labels(f"gallery.{reader.language}")
    total, shown = answer.count, len(answer.shown)
    sentence = words.rows if shown == total else words.rows_shown
    audience = next(item for item in gallery.audiences if item.key == question.audience)
    place = gallery.questions.index(question)
    names = _Names(reader, site.gallery, answer)
    columns = _columns(names, answer)
    left_out = " ".join(
        f"?{name}" for number, name in enumerate(answer.columns) if number not in columns
    )
    around = (None, *gallery.questions, None)
    view = QuestionView(
        words=words,
        about=question.about[reader.language],
        audience=Link(
            f"{reader.page(DOCUMENT)}#{audience.key}", Words(audience.label[reader.language])
        ),
        keywords=question.keywords[reader.language],
        query=question.text,
        columns=tuple(
            (answer.columns[place], getattr(words.columns, answer.columns[place]))
            for place in columns
        ),
        rows=tuple(
            tuple(_cell(names, gallery.prefixes, row[place]) for place in columns)
            for row in answer.shown
        ),
        count=sentence.format(total=f"{total:,}", shown=shown) if total else words.no_rows,
        left_out=words.columns_left_out.format(columns=left_out) if left_out else "",
        files=tuple(
            File(f"{reader.root}{question.document}.{extension}", extension.upper(), media_type)
            for extension, media_type, _ in DOWNLOADS
        ),
        editor=f"{reader.page('sparql')}?example={quote(slug)}",
        action=f"{reader.root}sparql",
        previous=_neighbour(reader, around[place]),
        following=_neighbour(reader, around[place + 2]),
    )
    return Page(
        "question.html",
        question.document,
        question.label[reader.language],
        view.about,
        view,
        "query",
        (*crumbs_to(reader), Link(reader.page(DOCUMENT), Words(words.title))),
        iri=site.config.base_iri + question.document,
    )


def editor_page(reader: Reader, site: Site, _: str) -> Page:
    """Offer the editor, with the gallery to start from."""
    words = labels(f"gallery.{reader.language}")
    questions = site.gallery.gallery.questions
    built = EDITOR_SCRIPT in site.vendor
    view = EditorView(
        words=words,
        groups=_groups(reader, site.gallery),
        action=f"{reader.root}sparql",
        query=questions[0].text if questions else "",
        formats=tuple((getattr(words.editor, key), items) for key, items in FORMATS),
        settings=embedded(_settings(reader, site, words)),
        engine_label=words.editor.engine_browser.format(size=_ENGINE_SIZE),
        built=built,
    )
    return Page(
        "sparql.html",
        "sparql",
        words.editor.title,
        words.editor.lead,
        view,
        "query",
        (*crumbs_to(reader), Link(reader.page(DOCUMENT), Words(words.title))),
        scripts=("assets/site.js", *((EDITOR_SCRIPT,) if built else ())),
    )


def _settings(reader: Reader, site: Site, words: Any) -> dict[str, Any]:
    root = reader.root
    return {
        "language": reader.language,
        "base": site.config.base_iri,
        "endpoint": f"{root}sparql",
        "terms": f"{root}{DOCUMENT}/terms.json",
        "gallery": f"{root}{DOCUMENT}/gallery.json",
        "worker": root + WORKER,
        "wasm": root + WASM,
        "dumps": [root + path for path in DUMPS],
        "labels": _plain(words.script),
    }


def _plain(words: Any) -> Any:
    if isinstance(words, SimpleNamespace):
        return {name: _plain(value) for name, value in vars(words).items()}
    return words


def _groups(reader: Reader, answered: AnsweredGallery) -> tuple[Group, ...]:
    language = reader.language
    return tuple(
        Group(
            audience.key,
            audience.label[language],
            audience.about[language],
            tuple(
                _card(reader, question)
                for question in answered.gallery.questions
                if question.audience == audience.key
            ),
        )
        for audience in answered.gallery.audiences
    )


def _card(reader: Reader, question: Question) -> Card:
    language = reader.language
    return Card(
        reader.page(question.document),
        question.slug,
        question.label[language],
        question.about[language],
    )


def _neighbour(reader: Reader, question: Question | None) -> Link | None:
    if question is None:
        return None
    return Link(reader.page(question.document), Words(question.label[reader.language]))


class _Names:
    """What the resources of an answer are called, those of earlier editions too.

    The index of the pages does not hold those; the store that answered does.
    """

    def __init__(self, reader: Reader, answered: AnsweredGallery, answer: Answer) -> None:
        index = reader.index
        elsewhere = {
            term.value
            for row in answer.shown
            for term in row
            if term and term.iri and index.path(term.value) and not index.about(term.value)
        }
        self._here = reader
        self._elsewhere = Reader(answered.names(elsewhere), reader.language, reader.root)

    def reader(self, iri: str) -> Reader:
        """Return the reader that knows a resource."""
        return self._elsewhere if iri in self._elsewhere.index.facts else self._here


def _columns(names: _Names, answer: Answer) -> list[int]:
    """Return the columns to show: not those that only repeat the names of linked resources."""
    kept = []
    for number in range(len(answer.columns)):
        repeats = bool(answer.shown) and all(
            row[number] is None or _repeats(names, row, number) for row in answer.shown
        )
        if not repeats:
            kept.append(number)
    return kept


def _repeats(names: _Names, row: tuple[Term | None, ...], number: int) -> bool:
    term = row[number]
    if term is None or term.iri or not term.language:
        return False
    return any(
        text.value == term.value
        for other in row
        if other is not None and other.iri
        for predicate in t.LABELS
        for text in names.reader(other.value).index.texts(other.value, predicate)
    )


def _cell(names: _Names, prefixes: dict[str, str], term: Term | None) -> Cell:
    if term is None:
        return Cell("", "", "", False)
    reader = names.reader(term.value)
    if not term.iri:
        lang = term.language if term.language != reader.language else ""
        return Cell(_number(term.value) if term.number else term.value, "", lang, term.number)
    path = reader.index.path(term.value)
    if path is not None:
        name = _name(reader, term.value)
        if name is None:
            return Cell(path, reader.href(term.value), "", False)
        return Cell(name.text, reader.href(term.value), name.lang if name.foreign else "", False)
    href = term.value if term.value.startswith(("http://", "https://")) else ""
    return Cell(_compact(term.value, prefixes), href, "", False)


def _name(reader: Reader, iri: str) -> Words | None:
    found = (reader.words(iri, predicate) for predicate in t.LABELS)
    return next((words for words in found if words), None)


def _number(text: str) -> str:
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole.lstrip("-").isdigit() else text


def _compact(iri: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
