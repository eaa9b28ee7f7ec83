"""Folded text goes in; every figure comes out with its unit, its expanded number and its place.

万・億・兆 are multiplied, 割 becomes percent, 半減 and 半数 are 50 %, 倍増 is 2 倍. Digits that
only name something (５G, 第２期, SC27, JIS X 8341-3, １人１台, ３年後) are marked as names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

#: Units that plans print after a figure; anything else is read by the shape of the words.
UNITS = (
    "都道府県警察", "都道府県", "市区町村", "市町村", "自治体", "地方公共団体", "団体", "事業者",
    "事業所", "量子ビット", "ポイント", "プロジェクト", "ノード", "データセット", "世帯", "施設",
    "法人", "企業", "河川", "調査", "分野", "種類", "都市", "拠点", "市場", "海域", "領域", "仕様",
    "地域", "箇所", "か所", "カ所", "ヶ所", "ヵ所", "ケ所", "か国", "カ国", "ヶ国", "か月", "カ月",
    "ヶ月", "時間", "機関", "大学", "学校", "業務", "手続", "区間", "件", "人", "名", "者", "回",
    "校", "社", "局", "本", "枚", "台", "機", "基", "個", "点", "冊", "店", "園", "棟", "戸", "市",
    "町", "村", "区", "県", "国", "日", "週", "分", "秒", "円", "ドル", "倍", "隻", "頭", "羽",
    "匹", "株", "組", "科", "通", "歩", "票", "館", "駅", "路線", "%",
)  # fmt: skip

_MAGNITUDE = {
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "億": 10**8, "十億": 10**9, "百億": 10**10, "千億": 10**11, "兆": 10**12,
}  # fmt: skip
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = "|".join(sorted(_MAGNITUDE, key=len, reverse=True))
_LATIN_UNIT = r"[A-Za-zμ℃°][A-Za-z0-9μ]*(?:/(?:[A-Za-z]+|人|日|年|月|時|秒)(?:・(?:日|人|年))?)?"
_COUNTER = "|".join(sorted(map(re.escape, UNITS), key=lambda unit: (-len(unit), unit)))
_STOPS = (
    "以上|以下|以内|未満|程度|超|増加|減少|削減|低減|達成|見込|育成|実施|設置|整備|登録|導入|前後|"
    "比|増|減|弱|強|中|目標|予定|規模|当たり|相当|分の"
)
_WORDS = {
    "半減": (Decimal(50), "%"),
    "半数": (Decimal(50), "%"),
    "半分": (Decimal(50), "%"),
    "倍増": (Decimal(2), "倍"),
}
_FIGURE = re.compile(
    rf"(?P<figure>(?:{_DIGITS}(?:{_SCALE}))*{_DIGITS}(?:{_SCALE})?)"
    r"(?:\s?(?P<wari>割(?:(?P<bu>\d)分)?(?!合|り|当|引)))?"
    rf"|(?P<word>{'|'.join(_WORDS)})"
)
_PART = re.compile(rf"({_DIGITS})({_SCALE})?")
_UNIT = re.compile(
    rf"[ ]?(?P<unit>m3/人・日|{_COUNTER}|(?!{_STOPS})[ァ-ヴー]+|{_LATIN_UNIT}"
    rf"|(?:(?!{_STOPS})[一-龥]){{1,4}})(?P<per>/(?:年度|年|月|日|人・日|人|回))?"
)
_RATE = re.compile(r"/(?P<per>年度|年|月|日)")

#: What stands before digits that are a name, and what follows them.
_NAME_BEFORE = re.compile(
    r"(?:[A-Za-z][-.]?|[A-Z]\s|第|レベル|バージョン|No\.?|Ver\.?|Phase\s?|\d-|平成|令和|昭和|[.,]|\d/)$"
)
_NAME_AFTER = re.compile(
    r"(?:[DGK](?![A-Za-z])|次元|期(?!間)|次(?!の)|号|条|版|項|章|世代|段階|[かカヶヵケ]年|年|月"
    r"|学期|」|-\d|\.\d|/\d|末|人\s?\d+[台日]|[.][A-Za-z])"
)
_PAIR_BEFORE = re.compile(r"\d人$")
#: The figure is what something is measured against, not what is reached.
_BASIS_AFTER = re.compile(r"^(?:当たり|あたり|につき|に対する|に対し|ごと|毎)")
_CONDITION_AFTER = re.compile(r"^で\s?\d")
_BOUNDS = re.compile(rf"^以上\s?{_DIGITS}(?:{_SCALE})?(?:{_COUNTER})未満の")
_UPPER_BOUND = re.compile(r"^未満の")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text. start, end: folded offsets of number and unit; value: expanded.

    per: 年, 月 or 日 for rates such as 件/年, else None; names: the digits name or condition
    something and state no value.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    per: str | None = None
    names: bool = False


def expand(figure: str) -> Decimal:
    """Return the number of 25,695万, 36.8億 or 1億2,000万."""
    total = sum(
        (
            Decimal(digits.replace(",", "")) * _MAGNITUDE.get(scale, 1)
            for digits, scale in _PART.findall(figure)
        ),
        Decimal(0),
    )
    whole = total.to_integral_value()
    return Decimal(int(whole)) if whole == total else total.normalize()


def find_figures(text: str, taken: list[tuple[int, int]] | None = None) -> tuple[Figure, ...]:
    """Find all figures of a folded text outside the taken spans (dates), in reading order."""
    spans = iter([*(taken or []), (len(text), len(text))])
    low, high = next(spans)
    found: list[Figure] = []
    position = 0
    while match := _FIGURE.search(text, position):
        position = match.end()
        while match.start() >= high and low < len(text):
            low, high = next(spans)
        if low <= match.start() < high:
            position = high
            continue
        found.append(_figure(text, match))
        position = found[-1].end
    return tuple(_with_range_units(text, found))


def _with_range_units(text: str, figures: list[Figure]) -> list[Figure]:
    """Give the first figure of 5~10件 the unit of the second."""
    for index, figure in enumerate(figures[:-1]):
        follower = figures[index + 1]
        between = text[figure.end : follower.start]
        if figure.unit is None and not figure.names and between.strip() == "~":
            figures[index] = replace(figure, unit=follower.unit, per=follower.per)
    return figures


def _figure(text: str, match: re.Match[str]) -> Figure:
    start, end = match.span()
    if match["word"]:
        value, unit = _WORDS[match["word"]]
        return Figure(start, end, value, unit)
    value = expand(match["figure"])
    if match["wari"]:
        return Figure(start, end, value * 10 + int(match["bu"] or 0), "%")
    before = text[max(0, start - 8) : start]
    if _NAME_BEFORE.search(before) or _NAME_AFTER.match(text, end) or _PAIR_BEFORE.search(before):
        return Figure(start, end, value, None, None, True)
    unit_match = _UNIT.match(text, end)
    if unit_match is None:
        rate = _RATE.match(text, end)
        per = rate["per"][0] if rate else None
        return Figure(start, rate.end() if rate else end, value, None, per)
    stop = unit_match.end()
    unit, per = _split_rate(unit_match["unit"] + (unit_match["per"] or ""))
    after = text[stop : stop + 24]
    names = bool(
        _BASIS_AFTER.match(after)
        or _CONDITION_AFTER.match(after)
        or _BOUNDS.match(after)
        or (_UPPER_BOUND.match(after) and "以上" in before)
    )
    return Figure(start, stop, value, unit, per, names)


def _split_rate(unit: str) -> tuple[str, str | None]:
    """Split 件/年 into 件 and 年; compound units such as m3/人・日 stay whole."""
    body, slash, per = unit.rpartition("/")
    if slash and per in {"年", "年度", "月", "日"}:
        return body, per[0]
    return unit, None
