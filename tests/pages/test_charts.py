"""Pictures show what the tables behind them say, of one edition or of several."""

from __future__ import annotations

import pytest
from lxml import html
from pyoxigraph import RdfFormat, Store, serialize

from shisaku.pages import Index, build_index
from shisaku.pages.charts import Bars, Chart, Charts, Matrix, Stacks, fiscal_year, scale
from shisaku.pages.outline import build_outline, known_editions
from shisaku.pages.templates import environment

BASE = "http://127.0.0.1:8000/"
NAMES = ("deadlines", "ministries", "areas", "matrix")
OLD, NEW = b"jutenkeikaku/2023", b"jutenkeikaku/2099"


@pytest.fixture(scope="module")
def charts(index: Index) -> Charts:
    """The pictures of the release."""
    return Charts(index, build_outline(index))


def drawn(chart: Chart) -> html.HtmlElement:
    """Return the picture as a page prints it."""
    pictures = environment().get_template("pictures.html").module
    return html.fromstring(getattr(pictures, chart.kind)(chart))


def columns_of(chart: Chart) -> list[tuple[str, ...]]:
    """Return the table behind a picture as columns."""
    return list(zip(*chart.rows, strict=True))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_a_name_and_a_description(charts: Charts, name: str, language: str) -> None:
    chart = charts[name, language]
    picture = drawn(chart)
    assert picture.get("role") == "img"
    labelled = picture.get("aria-labelledby").split()
    assert [picture.get_element_by_id(key).text for key in labelled] == [chart.title, chart.text]


@pytest.mark.parametrize("name", ["ministries", "areas"])
def test_each_bar_is_as_long_as_its_number(charts: Charts, name: str) -> None:
    chart = charts[name, "ja"]
    names, counts = columns_of(chart)
    words = [element.text for element in drawn(chart).xpath(".//text")]
    assert words[0::2] == list(names)
    assert words[1::2] == list(counts)
    assert isinstance(chart.drawn, Bars)
    longest = max(map(int, counts))
    assert [bar.share for bar in chart.drawn.bars] == [int(count) / longest for count in counts]


def test_columns_reach_the_numbers_of_the_scale(charts: Charts) -> None:
    chart = charts["deadlines", "ja"]
    assert isinstance(chart.drawn, Stacks)
    top = chart.drawn.ticks[-1]
    for column, (year, targets, milestones) in zip(chart.drawn.columns, chart.rows, strict=True):
        assert year.endswith(column.name)
        assert column.total == int(targets) + int(milestones) <= top
        assert column.parts == (int(targets) / top, int(milestones) / top)
    years = [int(year) for year, _, _ in chart.rows]
    assert years == list(range(years[0], years[-1] + 1))


def test_a_disc_stands_where_ministry_and_system_meet(charts: Charts) -> None:
    chart = charts["matrix", "ja"]
    assert isinstance(chart.drawn, Matrix)
    assert [str(count) for _, _, count in chart.drawn.cells] == list(columns_of(chart)[2])
    assert len(drawn(chart).xpath(".//circle")) == len(chart.rows)


def test_an_edition_is_counted_by_itself(store: Store) -> None:
    text = serialize(store, format=RdfFormat.N_QUADS)
    assert text is not None  # it is None only when an output file is given
    newer = b"".join(
        line.replace(OLD, NEW) for line in text.splitlines(keepends=True) if OLD in line
    )
    both = Store()
    both.extend(store)
    both.load(newer, format=RdfFormat.N_QUADS)
    one, two = (build_index(found, BASE) for found in (store, both))
    alone = Charts(one, build_outline(one))
    book = build_outline(two, known_editions(two))
    for edition in (OLD, NEW):
        for key, chart in Charts(two, book, BASE + edition.decode()).items():
            assert chart == alone[key]
    for name in ("deadlines", "ministries"):
        counts, doubled = (
            [int(row[1]) for row in found[name, "ja"].rows] for found in (alone, Charts(two, book))
        )
        assert doubled == [2 * count for count in counts]


@pytest.mark.parametrize(
    ("highest", "numbers"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (5, (0, 1, 2, 3, 4, 5)),
        (6, (0, 2, 4, 6)),
        (11, (0, 5, 10, 15)),
        (47, (0, 10, 20, 30, 40, 50)),
        (51, (0, 20, 40, 60)),
        (1001, (0, 500, 1000, 1500)),
    ],
)
def test_a_scale_has_few_round_steps(highest: int, numbers: tuple[int, ...]) -> None:
    assert scale(highest) == numbers


@pytest.mark.parametrize(("day", "year"), [("2024-03-31", 2023), ("2024-04-01", 2024)])
def test_a_fiscal_year_begins_in_april(day: str, year: int) -> None:
    assert fiscal_year(day) == year
