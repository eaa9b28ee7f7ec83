"""The outline of a plan goes in; what pictures of an edition show, with the data behind, comes out.

Templates draw the pictures (``site/templates/pictures.html``); here things are counted and put
in proportion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.index import Index
from shisaku.pages.links import LANGUAGES
from shisaku.pages.outline import Outline
from shisaku.pages.reader import Reader


class Bar(NamedTuple):
    """A bar with its name; share: its length, 1 for the longest."""

    name: str
    measures: int
    share: float


class Bars(NamedTuple):
    """Bars, in order from above."""

    bars: tuple[Bar, ...]


class Column(NamedTuple):
    """A stack of two: parts: the height of each from below, in units of the scale's top."""

    name: str
    total: int
    parts: tuple[float, float]


class Stacks(NamedTuple):
    """Stacked columns over a scale; ticks: its numbers from 0 to the top."""

    ticks: tuple[int, ...]
    columns: tuple[Column, ...]


class Matrix(NamedTuple):
    """Counts where a row and a column meet: place of the row, of the column, count."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int, int, int], ...]


class Chart(NamedTuple):
    """A picture in one language, and its data as a table.

    kind: the macro that draws ``drawn``; legend: colours and what they stand for.
    """

    name: str
    kind: str
    title: str
    text: str
    drawn: Bars | Stacks | Matrix
    legend: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


#: Widest name in the matrix, in half-width characters.
_WIDEST = 34
#: A system stands in the matrix when at least this many measures name it.
_NAMED_BY = 2
#: A scale has at most this many steps.
_STEPS = 5


class Charts(Mapping[tuple[str, str], Chart]):
    """Pictures by name and language, made at the first look.

    They show the measures of one edition, or of all that the outline holds when none is given.
    """

    def __init__(self, index: Index, book: Outline, edition: str | None = None) -> None:
        self._index = index
        self._book = book
        self._editions = book.editions if edition is None else (edition,)

    @cached_property
    def _made(self) -> dict[tuple[str, str], Chart]:
        counted = _Counted(self._index, self._book, self._editions)
        made = {}
        for language in LANGUAGES:
            reader = Reader(self._index, language, "")
            for chart in (
                _deadlines(counted, reader),
                _ministries(counted, reader),
                _areas(counted, reader),
                _matrix(counted, reader),
            ):
                if chart.rows:
                    made[chart.name, language] = chart
        return made

    def __getitem__(self, key: tuple[str, str]) -> Chart:
        return self._made[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class _Counted:
    """What editions hold, counted once for all languages.

    due: fiscal year to targets and milestones; led, areas: organisation or area to measures, in
    the order of the picture; named: system and ministry to measures.
    """

    def __init__(self, index: Index, book: Outline, editions: Sequence[str]) -> None:
        measures = frozenset(m for edition in editions for m in book.measures.get(edition, ()))
        self.due = _due(index, book, measures)
        led = _within(book.led, measures)
        self.led = {o: led[o] for o in sorted(led, key=lambda iri: (-led[iri], iri))}
        areas = _within(book.area_measures, measures)
        order = sorted(areas, key=lambda iri: index.number(iri, t.POL + "position"))
        self.areas = {area: areas[area] for area in order}
        mentions = _within(book.mentioning, measures)
        self.systems = sorted(
            (
                iri
                for iri, count in mentions.items()
                if count >= _NAMED_BY and index.has_type(iri, t.POL + "InformationSystem")
            ),
            key=lambda iri: (-mentions[iri], iri),
        )
        self.cells = Counter(
            (system, lead)
            for system in self.systems
            for measure in book.mentioning[system]
            if measure in measures
            for lead in index.iris(measure, t.POL + "leadOrganization")
        )


def _within(entries: Mapping[str, Sequence[str]], measures: frozenset[str]) -> dict[str, int]:
    """Count, for each entry, those of its measures that are among ``measures``."""
    counts = {iri: sum(map(measures.__contains__, found)) for iri, found in entries.items()}
    return {iri: count for iri, count in counts.items() if count}


def _due(index: Index, book: Outline, measures: frozenset[str]) -> dict[int, tuple[int, int]]:
    """Count targets and milestones by the fiscal year in which their period ends."""
    targets: Counter[int] = Counter()
    milestones: Counter[int] = Counter()
    for entries, counts in ((book.due, targets), (book.milestones_due, milestones)):
        for period, found in entries.items():
            end = index.value(period, t.SCHEMA + "endDate")
            own = (iri for iri in found if book.measure_of[iri] in measures)
            if end:
                counts[fiscal_year(end)] += sum(
                    1 for iri in own if counts is milestones or _is_target(index, iri)
                )
    years = sorted(year for year, count in (targets + milestones).items() if count)
    every = range(years[0], years[-1] + 1) if years else ()
    return {year: (targets[year], milestones[year]) for year in every}


def fiscal_year(day: str) -> int:
    """Return the fiscal year (1 April to 31 March) of a day in ISO 8601."""
    return int(day[:4]) - (day[5:7] < "04")


def _is_target(index: Index, observation: str) -> bool:
    return index.iri(observation, t.POL + "valueRole").endswith("/target")


def _deadlines(counted: _Counted, reader: Reader) -> Chart:
    label = reader.labels
    ticks = scale(max(map(sum, counted.due.values()), default=0))
    columns = tuple(
        Column(str(year)[2:], sum(counts), (counts[0] / ticks[-1], counts[1] / ticks[-1]))
        for year, counts in counted.due.items()
    )
    return _chart(
        reader,
        "deadlines",
        "stacks",
        Stacks(ticks, columns),
        (label.column.period, label.chart.values, label.chart.milestones),
        ((year, *counts) for year, counts in counted.due.items()),
        (("chart-1", label.chart.values), ("chart-2", label.chart.milestones)),
    )


def scale(highest: int) -> tuple[int, ...]:
    """Return the numbers of a scale from 0 to at least ``highest``, in few round steps."""
    step, factors = 1, (2.0, 2.5, 2.0)
    place = 0
    while highest > step * _STEPS:
        step = int(step * factors[place % 3])
        place += 1
    steps = max(1, -(-highest // step))
    return tuple(step * number for number in range(steps + 1))


def _ministries(counted: _Counted, reader: Reader) -> Chart:
    return _bars(reader, "ministries", counted.led)


def _areas(counted: _Counted, reader: Reader) -> Chart:
    return _bars(reader, "areas", counted.areas)


def _bars(reader: Reader, name: str, counts: Mapping[str, int]) -> Chart:
    longest = max(counts.values(), default=1)
    bars = tuple(
        Bar(reader.name(iri).text, count, count / longest) for iri, count in counts.items()
    )
    columns = (reader.labels.column.name, reader.labels.column.measures)
    return _chart(
        reader, name, "bars", Bars(bars), columns, ((bar.name, bar.measures) for bar in bars)
    )


def _matrix(counted: _Counted, reader: Reader) -> Chart:
    """Show, for systems that several measures name, the measures of each ministry."""
    totals: Counter[str] = Counter()
    for (_, lead), count in counted.cells.items():
        totals[lead] += count
    ministries = sorted(totals, key=lambda iri: (-totals[iri], iri))
    cells = tuple(
        (row, column, count)
        for row, system in enumerate(counted.systems)
        for column, lead in enumerate(ministries)
        if (count := counted.cells[system, lead])
    )
    rows, columns = (
        [reader.name(iri).text for iri in iris] for iris in (counted.systems, ministries)
    )
    matrix = Matrix(
        tuple(map(partial(_short, reader), counted.systems, rows)),
        tuple(map(partial(_short, reader), ministries, columns)),
        cells,
    )
    label = reader.labels
    return _chart(
        reader,
        "matrix",
        "matrix",
        matrix,
        (label.nav.system, label.nav.org, label.column.measures),
        ((rows[row], columns[column], count) for row, column, count in cells),
    )


def _chart(
    reader: Reader,
    name: str,
    kind: str,
    drawn: Bars | Stacks | Matrix,
    columns: tuple[str, ...],
    rows: Iterable[tuple[str | int, ...]],
    legend: tuple[tuple[str, str], ...] = (),
) -> Chart:
    words = reader.labels.chart
    table = tuple(tuple(map(str, row)) for row in rows)
    return Chart(
        name, kind, getattr(words, name), getattr(words, f"{name}_text"),
        drawn, legend, columns, table,
    )  # fmt: skip


def _short(reader: Reader, iri: str, name: str) -> str:
    """Return a name that fits beside the matrix: an English body's initials, or the name cut."""
    if reader.language == "en":
        for literal in reader.index.texts(iri, t.SKOS + "altLabel"):
            if literal.value.isascii() and literal.value.isupper() and len(literal.value) <= 6:
                return literal.value
    width = 0
    for place, character in enumerate(name):
        width += 1 if character.isascii() else 2
        if width > _WIDEST:
            return name[: place - 1] + "…"
    return name
