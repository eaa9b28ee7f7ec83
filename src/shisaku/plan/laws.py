"""Passages and reference data go in; cited laws come out, with number, article and e-Gov id.

A citation is a name and its number in brackets, a name of the reference data, or a short name
that the measure itself defines (以下「整備法」という。). The id of an unknown law is derived from
its number only for cabinet orders: the serial of an act depends on who brought in the bill.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from shisaku.plan.folding import fold
from shisaku.plan.lookups import once_per_reference
from shisaku.plan.mentions import FoldedPassage
from shisaku.plan.model import LawCitation, PassageKind, Quote
from shisaku.reference.model import Law, Reference

_ERAS = {"明治": 1, "大正": 2, "昭和": 3, "平成": 4, "令和": 5}
#: Kinds of statute: the word for a path, and the code in e-Gov ids where it is safe to derive.
_KINDS = {
    "法律": ("act", ""),
    "政令": ("order", "CO"),
    "勅令": ("edict", ""),
    "条例": ("bylaw", ""),
    "府令": ("office-order", ""),
    "省令": ("ministry-order", ""),
    "規則": ("rule", ""),
    "告示": ("notice", ""),
}
_NUMBER = (
    rf"(?P<number>(?P<era>{'|'.join(_ERAS)})(?P<year>元|\d{{1,2}})年"
    rf"(?P<body>[一-龥]{{0,12}}?)(?P<kind>{'|'.join(_KINDS)})第(?P<serial>\d+)号)"
)
_CITATION = re.compile(rf"\({_NUMBER}")
_DEFINES = re.compile(r"以下[^「」()]{0,14}「(?P<short>[^」]{1,30})」という")
_ARTICLE = re.compile(
    r"第\d+条(?:の\d+)*(?:第\d+項)?(?:第\d+号)?(?:(?:及び|、|又は)第\d+[条項号][第\d条項号の]*)*"
)
_NAME_END = re.compile(r"(?:法律|法|令|規則|規程|計画|指針|基準|条例)$")
_NAME_START = re.compile(
    r"[、。()「」]|による|に基づく|に基づき|により|とする|における|(?<=等)の(?=[一-龥]+法$)"
)


@dataclass(slots=True)
class _Cited:
    """A law while its citations are collected; quotes by passage and place."""

    name: str
    number: str | None
    law: Law | None
    quotes: dict[tuple[int, int], Quote] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LawNames:
    """Folded names of the laws of the reference data, and the names behind short names."""

    laws: dict[str, Law]
    shorts: dict[str, str]
    numbers: dict[str, Law]


@once_per_reference
def law_names(reference: Reference) -> LawNames:
    """Return the names of all known laws; built once for each Reference."""
    laws = {fold(law.name).text: law for law in reference.laws.values()}
    shorts = {fold(short).text: name for name, law in laws.items() for short in law.short_names}
    numbers = {fold(law.number).text: law for law in laws.values() if law.number}
    return LawNames(laws, shorts, numbers)


def find_laws(passages: Sequence[FoldedPassage], reference: Reference) -> tuple[LawCitation, ...]:
    """Return the laws cited in the passages of one measure, in reading order."""
    cited: dict[str, _Cited] = {}
    known = law_names(reference)
    names, shorts = known.laws, dict(known.shorts)
    for number, item in enumerate(passages):
        if item.passage.kind is not PassageKind.MINISTRY:
            _numbered(item, number, known, cited, shorts)
    spoken = {name: name for name in (*names, *cited)} | shorts
    for number, item in enumerate(passages):
        if item.passage.kind is not PassageKind.MINISTRY:
            _named(item, number, spoken, names, cited)
    found = [entry for entry in cited.values() if entry.quotes]
    found.sort(key=lambda entry: min(entry.quotes))
    return tuple(_citation(entry) for entry in found)


def _numbered(
    item: FoldedPassage,
    ordinal: int,
    known: LawNames,
    cited: dict[str, _Cited],
    shorts: dict[str, str],
) -> None:
    """Read 名称（平成15年法律第57号。以下「略称」という。）."""
    text = item.folded.text
    for match in _CITATION.finditer(text):
        stop = match.start() - (text[match.start() - 1 : match.start()] == "」")
        start = _name_start(text, stop, known.laws)
        name = text[start:stop]
        if not _NAME_END.search(name):
            continue
        printed = item.quote(start, stop).exact
        number = item.quote(*match.span("number")).exact
        entry = cited.setdefault(name, _Cited(printed, number, known.laws.get(name)))
        entry.number = entry.number or number
        entry.law = entry.law or known.numbers.get(fold(number).text)
        end = _closing(text, match.start())
        entry.quotes[ordinal, start] = item.quote(start, end)
        short = _DEFINES.search(text, match.end(), end)
        if short:
            shorts[short["short"]] = name


def _name_start(text: str, end: int, names: dict[str, Law]) -> int:
    """Return where the name before a law number starts; a known name wins over a guess."""
    known = max((name for name in names if text.endswith(name, 0, end)), key=len, default="")
    if known:
        return end - len(known)
    start = max(0, end - 160)
    for match in _NAME_START.finditer(text, start, end):
        if match.end() < end:
            start = match.end()
    return start


def _closing(text: str, opening: int) -> int:
    """Return the place after the bracket that closes the one opened here."""
    depth = 0
    for place in range(opening, len(text)):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
            if not depth:
                return place + 1
    return len(text)


def _named(
    item: FoldedPassage,
    ordinal: int,
    spoken: dict[str, str],
    names: dict[str, Law],
    cited: dict[str, _Cited],
) -> None:
    """Read names and short names that stand without a number, and the articles after both."""
    text = item.folded.text
    if "法" not in text and "計画" not in text:
        return
    taken = bytearray(len(text))
    for form in sorted(spoken, key=lambda form: (-len(form), form)):
        place = text.find(form)
        while place >= 0:
            end = place + len(form)
            if not any(taken[place:end]) and _stands_alone(text, place, end, form):
                taken[place:end] = b"\1" * len(form)
                name = spoken[form]
                law = names.get(name)
                entry = cited.setdefault(name, _Cited(law.name if law else name, None, law))
                _mark(item, ordinal, entry, place, end)
            place = text.find(form, place + 1)


def _stands_alone(text: str, start: int, end: int, form: str) -> bool:
    """住民基本台帳法 is no citation inside 住民基本台帳法施行令 or a longer name."""
    if text.startswith(("施行令", "施行規則", "施行日", "人"), end):
        return False
    before = text[start - 1] if start else ""
    if len(form) <= 4 and before and "一" <= before <= "龥":
        return False
    return not text.startswith("」という", end)


def _mark(item: FoldedPassage, ordinal: int, entry: _Cited, start: int, end: int) -> None:
    """Add a quote unless the numbered citation already covers it, and read its article."""
    text = item.folded.text
    after = end + text.startswith("」(", end)
    if text.startswith("(", after) and _CITATION.match(text, after):
        after = _closing(text, after)
    article = _ARTICLE.match(text, after)
    stop = article.end() if article else end if text[end:after] == "」" else after
    if article:
        printed = item.quote(*article.span()).exact
        if printed not in entry.articles:
            entry.articles.append(printed)
    entry.quotes[ordinal, start] = item.quote(start, stop)


def _citation(entry: _Cited) -> LawCitation:
    law_id = entry.law.law_id if entry.law else _derived_id(entry.number)
    key = entry.law.key if entry.law else law_id or _slug(entry)
    quotes = tuple(quote for _, quote in sorted(entry.quotes.items(), key=itemgetter(0)))
    articles = "、".join(entry.articles) or None
    return LawCitation(entry.name, entry.number, key, law_id or None, articles, quotes)


def _derived_id(number: str | None) -> str | None:
    """Derive the e-Gov id of a cabinet order; other kinds need to be looked up."""
    match = re.fullmatch(_NUMBER, fold(number).text) if number else None
    code = _KINDS[match["kind"]][1] if match else ""
    if match is None or not code or match["body"]:
        return None
    year = 1 if match["year"] == "元" else int(match["year"])
    return f"{_ERAS[match['era']]}{year:02}{code}{int(match['serial']):010}"


def _slug(entry: _Cited) -> str:
    """Make a path for a law without id from its number: heisei 30, act 100 is 430-act-100."""
    match = re.fullmatch(_NUMBER, fold(entry.number).text) if entry.number else None
    if match is None:
        return "law-" + "-".join(f"{ord(letter):x}" for letter in entry.name[:12])
    year = 1 if match["year"] == "元" else int(match["year"])
    body = "".join(f"-{ord(letter):x}" for letter in match["body"])
    return f"{_ERAS[match['era']]}{year:02}-{_KINDS[match['kind']][0]}-{match['serial']}{body}"
