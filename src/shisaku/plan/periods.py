"""Folded text goes in; every date in it comes out as a Period with its place.

Fiscal years (年度) run from 1 April to 31 March (財政法 第11条); a month named after a fiscal year
lies in it, so January to March belong to the next calendar year. Western and era years are read
alone, together in either order, joined (2021・2022年度) and as month ranges (７月~８月). Relative
times (３年後, 早期に) are not dates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shisaku.plan.model import Period, PeriodKind

#: Western year before year 1 of each era.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
#: Eras as tables abbreviate them: R5年度.
SHORT_ERAS = {"R": "令和", "H": "平成", "S": "昭和"}

_NAMES = "|".join((*ERAS, *SHORT_ERAS))
_YEAR = rf"(?:\d{{4}}|(?:{_NAMES})\s*(?:元|\d{{1,2}}))"
_JOIN = r"\s*[・･,、]\s*"
_HALF = rf"{_YEAR}(?:{_JOIN}(?:\d{{4}}|\d{{1,2}}))*\s*年度?末?"
_DATE = re.compile(
    rf"(?<![\d,.A-Za-z])(?P<half>{_HALF})(?!代|度?間|\d*[回目])"
    rf"(?:\s*\(\s*(?P<other>{_HALF})\s*\))?(?P<eoy>\s*度?末)?"
    r"(?:(?P<month>\d{1,2})月(?!間)(?:(?P<day>\d{1,2})日(?!間))?"
    r"(?:\s*[~]\s*(?P<last>\d{1,2})月)?)?"
)
_ERA = re.compile(rf"(?P<era>{_NAMES})\s*(?P<year>元|\d{{1,2}})")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. start, end: folded offsets; period: the date or the last of a joined list.

    disagrees: the era year is another year than the Western year; mixed: one of the two is a
    fiscal year and the other is not (the fiscal year is taken).
    """

    start: int
    end: int
    period: Period
    disagrees: bool = False
    mixed: bool = False


@lru_cache(maxsize=4096)
def fiscal_year(year: int) -> Period:
    """Return 年度: 1 April of the year to 31 March of the next."""
    kind = PeriodKind.FISCAL_YEAR
    return Period(f"FY{year:04}", kind, date(year, 4, 1), date(year + 1, 3, 31))


@lru_cache(maxsize=4096)
def calendar_year(year: int) -> Period:
    """Return 年: 1 January to 31 December."""
    return Period(f"{year:04}", PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31))


@lru_cache(maxsize=4096)
def month_of(year: int, month: int) -> Period:
    """Return a calendar month; raises ValueError for a month that does not exist."""
    last = monthrange(year, month)[1]
    key = f"{year:04}-{month:02}"
    return Period(key, PeriodKind.MONTH, date(year, month, 1), date(year, month, last))


def day_of(year: int, month: int, day: int) -> Period:
    """Return one day; raises ValueError for a day that does not exist."""
    here = date(year, month, day)
    return Period(here.isoformat(), PeriodKind.DAY, here, here)


def range_of(first: Period, last: Period) -> Period:
    """Return the stretch from the start of one period to the end of another."""
    return Period(f"{first.key}..{last.key}", PeriodKind.RANGE, first.start, last.end)


def western_year(half: str) -> int:
    """Return the last Western year named in 2022年度, 令和３・４年度 or 2021・2022年."""
    era = _ERA.match(half)
    if era is None:
        return int(_NUMBER.findall(half)[-1])
    rest = _NUMBER.findall(half, era.end())
    year = rest[-1] if rest else era["year"]
    return ERAS[SHORT_ERAS.get(era["era"], era["era"])] + (1 if year == "元" else int(year))


@lru_cache(maxsize=4096)
def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find all dates of a folded text, in reading order and without overlap."""
    found = []
    for match in _DATE.finditer(text):
        mention = _mention(match)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _mention(match: re.Match[str]) -> DateMention | None:
    half, other = match["half"], match["other"]
    if other is not None and _ERA.match(half):
        half, other = other, half
    year = western_year(half)
    if not 1 <= year < 9999:
        return None
    fiscal = "度" in match[0].split("月")[0]
    disagrees = other is not None and western_year(other) != year
    mixed = other is not None and ("度" in other) != ("度" in half)
    try:
        period = _period(year, fiscal, match)
    except ValueError:
        return None
    return DateMention(match.start(), match.end(), period, disagrees, mixed)


def _period(year: int, fiscal: bool, match: re.Match[str]) -> Period:
    """Build the Period of a match; raises ValueError for a date that no calendar has."""
    if match["month"] is None:
        return fiscal_year(year) if fiscal else calendar_year(year)
    month = int(match["month"])
    first_year = year + 1 if fiscal and month <= 3 else year
    if match["day"] is not None:
        return day_of(first_year, month, int(match["day"]))
    first = month_of(first_year, month)
    if match["last"] is None:
        return first
    last = int(match["last"])
    return range_of(first, month_of(first_year if last >= month else first_year + 1, last))
