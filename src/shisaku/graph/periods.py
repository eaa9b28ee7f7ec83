"""A Period in, its labels in Japanese and English and its statements out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shisaku.graph.iris import Iris
from shisaku.graph.namespaces import POL, SCHEMA, TIME
from shisaku.graph.statements import Statements
from shisaku.plan.model import Period, PeriodKind

#: Japanese eras: first day, first year and name, newest first.
ERAS = (
    (date(2019, 5, 1), 2019, "令和"),
    (date(1989, 1, 8), 1989, "平成"),
    (date(1926, 12, 25), 1926, "昭和"),
    (date(1912, 7, 30), 1912, "大正"),
    (date(1868, 10, 23), 1868, "明治"),
)

#: Key of the concept that stands where the plan prints no period.
UNSPECIFIED = "unspecified"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def house_digits(number: int) -> str:
    """Return a number as government documents print it: one digit full-width, more half-width."""
    text = str(number)
    return text.translate(_FULL_WIDTH) if len(text) == 1 else text


def era_year(year: int, day: date | None = None) -> str:
    """Return 令和９ for 2027: by the year alone, or by the era in force on a day."""
    for start, first, name in ERAS:
        if (day >= start) if day else (year >= first):
            count = year - first + 1
            return name + ("元" if count == 1 else house_digits(count))
    return str(year)


def labels(period: Period) -> tuple[str, str]:
    """Return the label of a period in Japanese (both calendars) and in English."""
    if period.kind is PeriodKind.RANGE:
        first, _, last = period.key.partition("..")
        (ja_first, en_first), (ja_last, en_last) = _single(first), _single(last)
        return f"{ja_first}から{ja_last}まで", f"{en_first} to {en_last}"
    return _single(period.key)


def _single(key: str) -> tuple[str, str]:
    if key.startswith("FY"):
        year = int(key[2:])
        return f"{year}年度（{era_year(year)}年度）", f"Fiscal year {year}"
    year, month, day = (int(part) for part in (*key.split("-"), "0", "0")[:3])
    if not month:
        return f"{year}年（{era_year(year)}年）", str(year)
    era = era_year(year, date(year, month, day or 1))
    ja = f"{year}年（{era}年）{house_digits(month)}月"
    en = f"{_MONTHS[month - 1]} {year}"
    return (f"{ja}{house_digits(day)}日", f"{day} {en}") if day else (ja, en)


def describe_periods(periods: Iterable[Period | None], iris: Iris, out: Statements) -> None:
    """Say all periods once each, sorted by key, with their first and last days.

    Fiscal years run from 1 April to 31 March; None is the concept of an unspecified period.
    """
    unique = {period.key if period else UNSPECIFIED: period for period in periods}
    days: set[date] = set()
    for key in sorted(unique):
        period = unique[key]
        node = iris.period(key)
        out.types(node, POL.Period)
        if period is None:
            out.concept(node, iris.periods, key, "時期の記載なし", "No period stated")
            out.add(node, POL.periodKind, iris.code("period-kind", UNSPECIFIED))
            continue
        out.types(node, TIME.ProperInterval)
        out.concept(node, iris.periods, key, *labels(period))
        out.add(node, POL.periodKind, iris.code("period-kind", period.kind.value))
        out.day(node, SCHEMA.startDate, period.start)
        out.day(node, SCHEMA.endDate, period.end)
        out.add(node, TIME.hasBeginning, iris.instant(period.start.isoformat()))
        out.add(node, TIME.hasEnd, iris.instant(period.end.isoformat()))
        days |= {period.start, period.end}
    for day in sorted(days):
        node = iris.instant(day.isoformat())
        out.types(node, TIME.Instant)
        out.day(node, TIME.inXSDDate, day)
