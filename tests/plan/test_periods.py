"""Dates in every form that plans print, read back to the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shisaku.plan.folding import fold
from shisaku.plan.periods import ERAS, find_dates

CASES = [
    ("2027年度（令和９年度）末までに", ["FY2027"]),
    ("（2023年度末（令和５年度末））", ["FY2023"]),
    ("2019年（令和元年）12月に", ["2019-12"]),
    ("令和８年度（2026年度）", ["FY2026"]),
    ("2021・2022年度（令和３・４年度）", ["FY2022"]),
    ("2023年（令和５年）７月～８月", ["2023-07..2023-08"]),
    ("2022年度（令和４年度）から2024年度（令和６年度）", ["FY2022", "FY2024"]),
    ("2022年度（令和４年度）３月時点", ["2023-03"]),
    ("2022年度（令和４年度）４月時点", ["2022-04"]),
    ("2022年（令和４年）３月１日現在", ["2022-03-01"]),
    ("2024 年度以降", ["FY2024"]),
    ("令和３年度学校における調査", ["FY2021"]),
    ("令和5年度", ["FY2023"]),
    ("平成31年３月29日", ["2019-03-29"]),
    ("1988年（昭和63年）", ["1988"]),
    ("2050年（令和32年）", ["2050"]),
    ("2024年（令和６年）秋", ["2024"]),
    ("2023年12月から", ["2023-12"]),
    ("2030年代に", []),
    ("「未来２０２２」", []),
    ("３年後", []),
    ("過去３か年平均", []),
    ("６月末までに", []),
    ("第２期の2.0版", []),
    ("早期に", []),
    ("2023年（令和５年）13月", []),
]


@pytest.mark.parametrize(("text", "keys"), CASES)
def test_dates_are_found(text: str, keys: list[str]) -> None:
    assert [mention.period.key for mention in find_dates(fold(text).text)] == keys


def test_a_fiscal_year_runs_from_april_to_march() -> None:
    (mention,) = find_dates("2022年度")
    assert (mention.period.start, mention.period.end) == (date(2022, 4, 1), date(2023, 3, 31))


def test_a_range_of_months_may_pass_the_turn_of_the_year() -> None:
    (mention,) = find_dates(fold("2023年11月～２月").text)
    assert mention.period.key == "2023-11..2024-02"
    assert mention.period.end == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "key", "disagrees", "mixed"),
    [
        ("2025年（令和７年度）", "FY2025", False, True),
        ("2025年度（令和６年度）", "FY2025", True, False),
        ("令和７年度（2024年度）", "FY2024", True, False),
        ("2025年度（令和７年度）", "FY2025", False, False),
    ],
)
def test_halves_that_do_not_agree(text: str, key: str, disagrees: bool, mixed: bool) -> None:
    (mention,) = find_dates(fold(text).text)
    assert mention.period.key == key
    assert (mention.disagrees, mention.mixed) == (disagrees, mixed)


def era_year(year: int) -> str:
    """Write a year in its era, the house style: one digit full-width."""
    era, start = next((era, start) for era, start in ERAS.items() if year > start)
    count = year - start
    return era + ("元" if count == 1 else house(count))


def house(number: int) -> str:
    """Write a number in the house style: one digit full-width, more half-width."""
    return chr(ord("０") + number) if number < 10 else str(number)


YEARS = st.integers(min_value=1927, max_value=2099)
WIDTHS = st.sampled_from([str, house, lambda n: "".join(chr(ord("０") + int(d)) for d in str(n))])


@given(YEARS, st.sampled_from(["度", ""]), WIDTHS, st.booleans())
def test_any_year_reads_back(
    year: int, unit: str, width: Callable[[int], str], swapped: bool
) -> None:
    western, era = f"{width(year)}年{unit}", f"{era_year(year)}年{unit}"
    text = f"{era}（{western}）" if swapped else f"{western}（{era}）"
    (mention,) = find_dates(fold(f"目標は{text}まで").text)
    assert mention.period.key == (f"FY{year}" if unit else str(year))
    assert not mention.disagrees
    assert not mention.mixed
    (alone,) = find_dates(fold(era).text)
    assert alone.period.key == mention.period.key


FORMS = [
    "{w}年度（{e}年度）", "{e}年度（{w}年度）", "{w}年度末（{e}年度末）",
    "{w}年度（{e}年度）中", "{w} 年度以降", "{w}年度", "{e}年度", "{w}・{w}年度（{e}・{n}年度）",
    "（{w}年度（{e}年度）末）", "～{w}年度（{e}年度）", "({w}年度({e}年度)中)",
]  # fmt: skip


@given(st.integers(min_value=2020, max_value=2099), st.sampled_from(FORMS), WIDTHS)
def test_any_form_of_a_fiscal_year_reads_back(
    year: int, form: str, width: Callable[[int], str]
) -> None:
    count = year - 2018
    era = f"令和{width(count)}"
    (mention,) = find_dates(fold(form.format(w=year, e=era, n=house(count))).text)
    assert mention.period.key == f"FY{year}"
    assert not mention.disagrees


@given(st.dates(min_value=date(1927, 1, 1), max_value=date(2099, 12, 31)), WIDTHS)
def test_any_day_reads_back(day: date, width: Callable[[int], str]) -> None:
    rest = f"{width(day.month)}月{width(day.day)}日"
    text = f"{day.year}年（{era_year(day.year)}年）{rest}時点"
    (mention,) = find_dates(fold(text).text)
    assert mention.period.key == day.isoformat()
    assert mention.period.start == mention.period.end == day


@given(YEARS, st.integers(min_value=1, max_value=12))
def test_any_month_of_a_fiscal_year_lies_in_it(year: int, month: int) -> None:
    (mention,) = find_dates(fold(f"{year}年度（{era_year(year)}年度）{house(month)}月").text)
    assert date(year, 4, 1) <= mention.period.start
    assert mention.period.end <= date(year + 1, 3, 31)
    assert mention.period.start.month == month


@given(YEARS)
def test_joined_years_take_the_last(year: int) -> None:
    (mention,) = find_dates(fold(f"{year - 1}・{year}年度").text)
    assert mention.period.key == f"FY{year}"
