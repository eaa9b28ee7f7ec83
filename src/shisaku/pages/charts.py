"""The outline of a plan goes in; pictures of the whole plan, with the data behind, come out.

Vega-Lite draws each picture once, with places for words and colours; both are filled in for each
language afterwards, so that colours follow the reader's light or dark setting.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from shisaku.assets import asset_folder
from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.labels import labels
from shisaku.pages.links import LANGUAGES
from shisaku.pages.outline import Outline
from shisaku.pages.reader import Reader


class Chart(NamedTuple):
    """A picture in one language, and its data as a table."""

    name: str
    title: str
    svg: Markup
    legend: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Drawing(NamedTuple):
    """What is drawn: a specification, its data with words as numbers, and those words.

    words: IRIs or label keys that stand behind the numbers; size: width and height of the data
    area in pixels, None where the specification says so itself.
    """

    name: str
    spec: str
    values: list[dict[str, Any]]
    words: list[str]
    size: tuple[int | None, int | None]
    legend: tuple[tuple[str, str], ...] = ()


#: Colours of the specifications and the CSS variables that stand for them.
_COLOURS = {
    "#000001": "var(--chart-1)",
    "#000002": "var(--chart-2)",
    "#000003": "currentColor",
    "#000004": "var(--chart-grid)",
    "#000005": "var(--page)",
}
_COLOUR = re.compile("#00000[1-5]")
_WORD = re.compile(r"@(\d+)@")
#: Attributes that say nothing inside one picture, or that the page's style decides.
_NOISE = re.compile(
    r' (?:class|role|aria-[a-z]+|font-family|xmlns(?::xlink)?|version|pointer-events)="[^"]*"'
)
_SIZE = re.compile(r'^<svg width="(\d+)" height="(\d+)" viewBox')
#: Height of a bar and of a matrix cell, in pixels.
_BAR, _CELL = 44, 30
#: Widest name in the matrix, in half-width characters.
_WIDEST = 34
#: A system stands in the matrix when at least this many measures name it.
_NAMED_BY = 2


class Charts(Mapping[tuple[str, str], Chart]):
    """Pictures by name and language; all are drawn at the first look."""

    def __init__(self, index: Index, book: Outline) -> None:
        self._index = index
        self._book = book

    @cached_property
    def _drawn(self) -> dict[tuple[str, str], Chart]:
        return _draw_all(self._index, self._book)

    def __getitem__(self, key: tuple[str, str]) -> Chart:
        return self._drawn[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)


def _draw_all(index: Index, book: Outline) -> dict[tuple[str, str], Chart]:
    charts = {}
    for drawing in drawings(index, book):
        if drawing.values:
            svg = _svg(drawing)
            for language in LANGUAGES:
                charts[drawing.name, language] = _worded(drawing, svg, index, language)
    return charts


def drawings(index: Index, book: Outline) -> list[Drawing]:
    """Return what is drawn of the newest edition."""
    return [_deadlines(index, book), _ministries(book), _areas(index, book), _matrix(index, book)]


def _deadlines(index: Index, book: Outline) -> Drawing:
    """Count targets and milestones by the fiscal year in which their period ends."""
    counts: Counter[tuple[int, str]] = Counter()
    for kind, entries in (("values", book.due), ("milestones", book.milestones_due)):
        for period, found in entries.items():
            end = index.value(period, t.SCHEMA + "endDate")
            if end:
                targets = [o for o in found if kind == "milestones" or _is_target(index, o)]
                counts[fiscal_year(end), kind] += len(targets)
    years = sorted(year for year, _ in counts)
    values = (
        [
            {
                "label": str(year),
                "kind": kind,
                "rank": rank,
                "count": counts[year, kind],
                "total": 0 if rank else counts[year, "values"] + counts[year, "milestones"],
            }
            for year in range(years[0], years[-1] + 1)
            for rank, kind in enumerate(("values", "milestones"))
        ]
        if years
        else []
    )
    legend = (("chart-1", "values"), ("chart-2", "milestones"))
    return Drawing("deadlines", "deadlines", values, [], (None, None), legend)


def fiscal_year(day: str) -> int:
    """Return the fiscal year (1 April to 31 March) of a day in ISO 8601."""
    return int(day[:4]) - (day[5:7] < "04")


def _is_target(index: Index, observation: str) -> bool:
    return index.iri(observation, t.POL + "valueRole").endswith("/target")


def _ministries(book: Outline) -> Drawing:
    words = sorted(book.led, key=lambda iri: (-len(book.led[iri]), iri))
    return _bars("ministries", words, [len(book.led[iri]) for iri in words])


def _areas(index: Index, book: Outline) -> Drawing:
    areas = [a for a in book.area_measures if a.startswith(f"{book.edition}/")]
    areas.sort(key=lambda iri: index.number(iri, t.POL + "position"))
    return _bars("areas", areas, [len(book.area_measures[iri]) for iri in areas])


def _bars(name: str, words: list[str], counts: list[int]) -> Drawing:
    values = [{"label": f"@{i}@", "count": count} for i, count in enumerate(counts)]
    return Drawing(name, "bars", values, words, (None, _BAR * len(values)))


def _matrix(index: Index, book: Outline) -> Drawing:
    """Count, for systems that several measures name, the measures of each ministry."""
    systems = [
        iri
        for iri, found in book.mentioning.items()
        if len(found) >= _NAMED_BY and index.has_type(iri, t.POL + "InformationSystem")
    ]
    systems.sort(key=lambda iri: (-len(book.mentioning[iri]), iri))
    cells: Counter[tuple[str, str]] = Counter()
    for system in systems:
        for measure in book.mentioning[system]:
            for lead in index.iris(measure, t.POL + "leadOrganization"):
                cells[system, lead] += 1
    totals: Counter[str] = Counter()
    for (_, lead), count in cells.items():
        totals[lead] += count
    ministries = sorted(totals, key=lambda iri: (-totals[iri], iri))
    words = [*systems, *ministries]
    places = {iri: f"@{place}@" for place, iri in enumerate(words)}
    values = [
        {"row": places[system], "column": places[lead], "count": cells[system, lead]}
        for system in systems
        for lead in ministries
    ]
    size = (_CELL * len(ministries), _CELL * len(systems))
    return Drawing("matrix", "matrix", values, words, size)


@cache
def _spec(name: str) -> str:
    file = asset_folder("site") / "templates" / "charts" / f"{name}.vl.json"
    return file.read_text(encoding="utf-8")


def _svg(drawing: Drawing) -> str:
    import vl_convert  # Imported late: the drawing engine takes a third of a second to start.

    spec = json.loads(_spec(drawing.spec))
    spec["data"]["values"] = drawing.values
    for key, pixels in zip(("width", "height"), drawing.size, strict=True):
        if pixels is not None:
            spec[key] = pixels
    svg = _NOISE.sub("", vl_convert.vegalite_to_svg(spec))
    return _COLOUR.sub(lambda match: _COLOURS[match[0]], svg)


def _worded(drawing: Drawing, svg: str, index: Index, language: str) -> Chart:
    reader, label = Reader(index, language, ""), labels(language).chart
    names = [reader.name(iri).text for iri in drawing.words]
    short = [
        _short(index, iri, language, name) for iri, name in zip(drawing.words, names, strict=True)
    ]
    shown = short if drawing.spec == "matrix" else names
    title = getattr(label, drawing.name)
    text = _WORD.sub(lambda match: str(escape(shown[int(match[1])])), svg)
    described = getattr(label, f"{drawing.name}_text")
    key = f"chart-{drawing.name}"
    head = (
        f'<svg role="img" class="picture" aria-labelledby="{key}-title {key}-text"'
        r' width="\1" height="\2" viewBox'
    )
    text = _SIZE.sub(head, text, count=1)
    labelled = (
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-text">{escape(described)}</desc>'
    )
    first = text.index(">") + 1
    legend = tuple((colour, getattr(label, kind)) for colour, kind in drawing.legend)
    columns, rows = _table(drawing, names, language)
    markup = Markup(text[:first] + labelled + text[first:])
    return Chart(drawing.name, title, markup, legend, columns, rows)


def _short(index: Index, iri: str, language: str, name: str) -> str:
    """Return a name that fits beside the matrix: an English body's initials, or the name cut."""
    if language == "en":
        for literal in index.texts(iri, t.SKOS + "altLabel"):
            if literal.value.isascii() and literal.value.isupper() and len(literal.value) <= 6:
                return literal.value
    width = 0
    for place, character in enumerate(name):
        width += 1 if character.isascii() else 2
        if width > _WIDEST:
            return name[: place - 1] + "…"
    return name


def _table(
    drawing: Drawing, names: list[str], language: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the data behind a picture as columns and rows, empty cells left out."""
    label = labels(language)
    if drawing.spec == "deadlines":
        cells = {(v["label"], v["kind"]): str(v["count"]) for v in drawing.values}
        years = dict.fromkeys(year for year, _ in cells)
        columns = (label.column.period, label.chart.values, label.chart.milestones)
        return columns, tuple((y, cells[y, "values"], cells[y, "milestones"]) for y in years)

    def word(text: str) -> str:
        return names[int(text.strip("@"))]

    rows: tuple[tuple[str, ...], ...]
    if drawing.spec == "bars":
        rows = tuple((word(v["label"]), str(v["count"])) for v in drawing.values)
        return (label.column.name, label.column.measures), rows
    rows = tuple(
        (word(v["row"]), word(v["column"]), str(v["count"])) for v in drawing.values if v["count"]
    )
    return (label.nav.system, label.nav.org, label.column.measures), rows
