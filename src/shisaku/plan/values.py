"""One read indicator goes in; its values come out: role, number, unit, period and the rest.

A date that closed before the plan was decided makes a measurement of a figure, unless the words
set a goal for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from shisaku.plan.dating import ARROW, Dating, date_of
from shisaku.plan.figures import UNITS, Figure
from shisaku.plan.model import Cadence, Qualifier, Role, Value
from shisaku.plan.periods import DateMention
from shisaku.plan.reading import Reading

#: How far back words speak for a figure, and how long the cell before it may be, in characters.
_WINDOW = 200
_CELL = 24

_AFTER = {
    "以上": Qualifier.AT_LEAST,
    "以下": Qualifier.AT_MOST,
    "以内": Qualifier.AT_MOST,
    "程度": Qualifier.ABOUT_LEVEL,
    "前後": Qualifier.ABOUT_LEVEL,
    "未満": Qualifier.LESS_THAN,
    "超": Qualifier.MORE_THAN,
    "見込": Qualifier.EXPECTED,
}
_CHANGE = {
    "削減": Qualifier.DECREASE,
    "減少": Qualifier.DECREASE,
    "低減": Qualifier.DECREASE,
    "縮減": Qualifier.DECREASE,
    "短縮": Qualifier.DECREASE,
    "減": Qualifier.DECREASE,
    "増加": Qualifier.INCREASE,
    "引き上げ": Qualifier.INCREASE,
    "引上げ": Qualifier.INCREASE,
    "上昇": Qualifier.INCREASE,
    "増": Qualifier.INCREASE,
}
_BEFORE = {
    "約": Qualifier.ABOUT,
    "概ね": Qualifier.ABOUT,
    "おおむね": Qualifier.ABOUT,
    "およそ": Qualifier.ABOUT,
    "少なくとも": Qualifier.AT_LEAST,
    "最低": Qualifier.AT_LEAST,
}
_CHANGE_AFTER = re.compile(
    rf"(?:{'|'.join(_AFTER)})?\s?(?:(?:の|を)[^、。()\n]{{0,8}}?)?(?P<word>{'|'.join(_CHANGE)})"
)
_BOUND_AFTER = re.compile(rf"\s?(?P<word>{'|'.join(_AFTER)})")
_BOUND_BEFORE = re.compile(rf"(?P<word>{'|'.join(_BEFORE)})\s?$")

_NOUN_AFTER = re.compile(r"(?:以上|以下|程度|超)?の(?P<noun>[^、。()\s数をがにはでと]{1,16})数?")
_CELL_BEFORE = re.compile(r"(?P<noun>[^\s\d、。():]{1,16}) *$")
_COUNTED = ("地域", "事業者", "団体", "企業", "自治体", "地方公共団体", "機関", "大学", "施設",
            "拠点", "都市", "市町村", "国", "事例", "サービス", "件")  # fmt: skip

_CUMULATIVE = re.compile(r"累計|累積|延べ|合計|通算|(?<![会統設推])計\s?約?$")
_CUMULATIVE_AFTER = re.compile(
    r"[^(\n、。]{0,4}(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\)*\((?:累計|累積|延べ)\)"
)
_ANNUAL = re.compile(
    r"毎年度?|(?<![\d間])年間|各年度?に?\d|(?<![\d一-龥])年\s?約?$|1年(?:当|あ)たり"
)
_MONTHLY = re.compile(r"毎月|月間|1[かカヶヵ]?月(?:当|あ)たり|(?<![\d一-龥])月\s?約?$")
_YEARLY_AFTER = re.compile(r"[^(\n]{0,8}\((?:年度計|年計|年間|年度ごと|毎年度?)\)")

_EXPECTED = re.compile(r"見込|予測|想定")
_MEASURED_AFTER = re.compile(r"\s*(?:時点|現在|実績|調査|末現在|末時点)")
_GOAL = re.compile(r"目標|目指")
_NOW = re.compile(r"(?:(?:現在|実績)(?:値|は|で)?|(?:現状|基準)(?:値|は)?)[:\s]*約?$")
_LEADS_ON = re.compile(rf"\s*(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))?\s*{ARROW}")
_BUDGET = re.compile(r"予算")


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the date it took; exclusive: no milestone may take the date again."""

    value: Value
    date: DateMention | None
    exclusive: bool


def values_of(reading: Reading, decided: date) -> tuple[Dated, ...]:
    """Return the values of an indicator in reading order; decided: the day of the plan."""
    return tuple(
        _value(reading, figure, decided)
        for figure in reading.figures
        if states_value(reading, figure)
    )


def states_value(reading: Reading, figure: Figure) -> bool:
    """Tell whether a figure counts something to be reached or measured."""
    return not figure.names and not reading.in_note(figure.start)


def _value(reading: Reading, figure: Figure, decided: date) -> Dated:
    dating = date_of(reading, figure)
    mention = dating.mention
    before = _before(reading, figure)
    qualifier = _qualifier(reading.text, figure, before)
    role = _role(reading, figure, before, dating, decided)
    if role is Role.EXPECTED:
        qualifier = qualifier or Qualifier.EXPECTED
    value = Value(
        role=role,
        number=figure.value,
        unit=figure.unit or _counted_noun(reading.text, figure),
        period=mention.period if mention else None,
        qualifier=qualifier,
        cumulative=_cumulative(reading, figure, before),
        cadence=_cadence(reading, figure, before),
        quote=reading.quote(figure.start, figure.end),
    )
    return Dated(value, mention, mention is not None and _takes(reading, figure, mention))


def _takes(reading: Reading, figure: Figure, mention: DateMention) -> bool:
    """A date that follows the figure in another clause of the sentence sets a goal of its own."""
    if mention.start < figure.start or reading.level(mention).parent is not None:
        return True
    return "、" not in reading.text[figure.end : mention.start]


def _before(reading: Reading, figure: Figure) -> str:
    """Return the words of the same bracket and sentence before a figure."""
    bracket = reading.nesting.around(figure.start)
    line_start, _ = reading.line(figure.start)
    start = max(bracket.start, line_start, figure.start - _WINDOW)
    text = reading.text[start : figure.start]
    sentence = max(text.rfind("。"), text.rfind("※"))
    return text[sentence + 1 :]


def _qualifier(text: str, figure: Figure, before: str) -> Qualifier | None:
    if text[figure.start : figure.end] == "半減":
        return Qualifier.DECREASE
    change = _CHANGE_AFTER.match(text, figure.end)
    if change:
        return _CHANGE[change["word"]]
    bound = _BOUND_AFTER.match(text, figure.end)
    if bound:
        return _AFTER[bound["word"]]
    bound = _BOUND_BEFORE.search(before)
    return _BEFORE[bound["word"]] if bound else None


def _counted_noun(text: str, figure: Figure) -> str | None:
    """Read the unit of 100以上の地域, 30の認定事業者数 and of the cell before 448 from the noun."""
    cell = _CELL_BEFORE.search(text, max(0, figure.start - _CELL), figure.start)
    unit = max(filter(cell["noun"].endswith, UNITS), key=len, default=None) if cell else None
    if unit:
        return unit
    match = _NOUN_AFTER.match(text, figure.end)
    if match is None:
        return None
    found = [noun for noun in _COUNTED if match["noun"].endswith(noun)]
    return max(found, key=len, default=None)


def _cumulative(reading: Reading, figure: Figure, before: str) -> bool:
    near = before[max(before.rfind(mark) for mark in "、:(\n") + 1 :]
    if _CUMULATIVE.search(near) or _CUMULATIVE.search(before[-4:]):
        return True
    return bool(_CUMULATIVE_AFTER.match(reading.text, figure.end))


def _cadence(reading: Reading, figure: Figure, before: str) -> Cadence | None:
    if figure.per in {"年", "月"}:
        return Cadence.ANNUAL if figure.per == "年" else Cadence.MONTHLY
    for words in (before, _outer_words(reading, figure)):
        if _MONTHLY.search(words):
            return Cadence.MONTHLY
        if _ANNUAL.search(words):
            return Cadence.ANNUAL
    after = reading.text[figure.end : figure.end + 20].lstrip(")")
    return Cadence.ANNUAL if _YEARLY_AFTER.match(after) else None


def _outer_words(reading: Reading, figure: Figure) -> str:
    """Return the words that lead to the bracket a figure stands in."""
    chain = reading.nesting.chain(figure.start)
    if len(chain) < 2:
        return ""
    end = chain[0].start - 1
    start = max(reading.line(end)[0], chain[1].start, end - _WINDOW)
    return reading.text[start:end]


def _role(reading: Reading, figure: Figure, before: str, dating: Dating, decided: date) -> Role:
    after = reading.text[figure.end : figure.end + 8]
    mention = dating.mention
    since = before[max(0, reading.last_end_before(figure.start) - (figure.start - len(before))) :]
    if _BUDGET.search(since) and figure.unit == "円":
        return Role.BUDGET
    if _EXPECTED.match(after.lstrip()) or _EXPECTED.search(since):
        return Role.EXPECTED
    if _LEADS_ON.match(reading.text, figure.end):
        return Role.ACTUAL
    if _GOAL.search(since):
        return Role.TARGET
    if _NOW.search(before) or reading.in_reference(figure.start):
        return Role.ACTUAL
    if mention is None or mention.period.end >= decided:
        return Role.TARGET
    words = reading.text[mention.end : mention.end + 4]
    if _MEASURED_AFTER.match(words) or dating.attached:
        return Role.ACTUAL
    return Role.TARGET
