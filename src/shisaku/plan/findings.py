"""A measure and the reference data go in; what could not be placed or looks odd comes out.

Every finding quotes the place. Nothing is corrected: a misprint of the plan is published as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import MappingProxyType

from shisaku.plan.brackets import strays
from shisaku.plan.figures import find_figures
from shisaku.plan.folding import fold
from shisaku.plan.lookups import once_per_reference
from shisaku.plan.mentions import FoldedPassage, fold_passages
from shisaku.plan.model import Finding, Measure, Passage, PassageKind, Quote, Severity
from shisaku.plan.periods import find_dates
from shisaku.reference.model import Reference

#: Every kind of finding in a measure: how much it matters, and what it says.
KINDS = MappingProxyType(
    {
        "era-year-differs": (
            Severity.ERROR,
            "the era year is another year than the Western year, which is taken",
        ),
        "era-year-mixed": (
            Severity.WARNING,
            "one half is a fiscal year and the other is not; the fiscal year is taken",
        ),
        "bracket-unbalanced": (Severity.WARNING, "the bracket {} has no partner"),
        "bracket-mixed": (Severity.INFO, "the partner of {} is of another width"),
        "dash-as-vowel": (Severity.WARNING, "a dash stands where the long vowel mark ー belongs"),
        "particle-doubled": (Severity.WARNING, "a particle or mark is printed twice"),
        "particle-wrong": (Severity.WARNING, "the particle does not fit the verb"),
        "letter-radical": (
            Severity.WARNING,
            "a radical stands for the letter that looks like it",
        ),
        "letter-halfwidth": (
            Severity.INFO,
            "half-width Japanese letters or marks stand in the text",
        ),
        "space-stray": (Severity.INFO, "a blank stands between Japanese letters"),
        "kpi-number-named": (
            Severity.INFO,
            "the number {} names or qualifies something; it became no value",
        ),
        "kpi-number-in-note": (
            Severity.WARNING,
            "the number {} stands in a note that explains the indicator; it became no value",
        ),
        "kpi-no-figure": (Severity.INFO, "the indicator wants a change and prints no figure"),
        "kpi-outside": (Severity.WARNING, "the words belong to no indicator"),
        "system-unknown": (
            Severity.INFO,
            "{} looks like the name of a system that the reference does not know",
        ),
    }
)

#: Endings of system names, and stems that make only a general word of them.
_SYSTEM = re.compile(
    r"(?P<stem>[一-龥ァ-ヴーA-Za-z0-9][一-龥ァ-ヴーA-Za-z0-9・\-]{2,24}?)"
    r"(?:情報システム|システム|プラットフォーム|ポータル|基盤|データベース|API|アプリ)(?![一-龥ァ-ヴー])"
)
_GENERAL = re.compile(
    r"^(?:各|当該|本|他|新|旧|次期|次世代|現行|政府|情報|業務|既存|外部|個別|民間|社会|経済|移動|地域"
    r"|連携|共通|データ|オープン|デジタル|クラウド|サービス|ウェブ|モデル|技術|研究開発|製造|開発|事業"
    r"|法的|制度|経営|会計|工場|宇宙|医療|防災|公的|・)+$"
)
_LATIN_WITH_KANA = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z]{0,5}(?:アラート|ポータル|ネット|マップ|ナビ)(?![ァ-ヴー])"
)
_LIST_MARK = re.compile(r"^[\s]*(?:[\dA-Za-z①-⑳ⅰ-ⅻ]{1,3})\)")
_NO_FIGURE = re.compile(r"(?:割合|率|数|頻度|件数|回数|額)の(?:増加|減少|拡大|低減|短縮)$")

_VERBAL = "強化|推進|整備|促進|実施|構築|向上|活用|利用|検討|支援|改善"
#: Ways of misprinting that can be seen in the printed letters alone.
_MISPRINTS = {
    "dash-as-vowel": re.compile(r"[ァ-ヴー][－−-][ァ-ヴー]"),
    "particle-doubled": re.compile(r"をを|がが|にに|でで(?!き)|、、|。。"),
    "particle-wrong": re.compile(rf"の(?:{_VERBAL})し[、て]|(?:{_VERBAL})にし[たて]"),
    "letter-radical": re.compile(r"[\u2e80-\u2fdf]"),
    "letter-halfwidth": re.compile(r"[\uff61-\uff9f]+"),
    "space-stray": re.compile(r"(?<=[ぁ-んァ-ヴー一-龥。、）]) +(?=[ぁ-んァ-ヴー一-龥（])"),
}
#: How many letters around a place are quoted with it.
_AROUND = 8


def findings_of(measure: Measure, reference: Reference) -> tuple[Finding, ...]:
    """Return what is odd in a measure, passage by passage in reading order."""
    known = _known_names(reference)
    read = _read_spans(measure)
    found: list[Finding] = []
    for item in fold_passages(measure.passages):
        for look in _LOOKS:
            found.extend(look(item))
        if item.passage.kind is PassageKind.KPI:
            found.extend(_unread_figures(item, read))
        if item.passage.kind is not PassageKind.MINISTRY:
            found.extend(_unknown_systems(item, known))
    found.extend(_outside_indicators(measure))
    found.extend(_changes_without_figure(measure))
    return tuple(found)


def _finding(code: str, measure: str, quote: Quote, words: str = "") -> Finding:
    severity, message = KINDS[code]
    return Finding(code, severity, measure, message.format(words), quote)


def _around(passage: Passage, start: int, end: int) -> Quote:
    """Quote a printed span with some letters on both sides."""
    first, last = max(0, start - _AROUND), min(len(passage.text), end + _AROUND)
    return Quote(passage.id, first, last, passage.text[first:last])


def _era_years(item: FoldedPassage) -> Iterator[Finding]:
    """Note dates whose two halves do not agree."""
    for mention in find_dates(item.folded.text):
        if mention.disagrees or mention.mixed:
            code = "era-year-differs" if mention.disagrees else "era-year-mixed"
            quote = item.quote(mention.start, mention.end)
            yield _finding(code, item.passage.measure, quote)


def _brackets(item: FoldedPassage) -> Iterator[Finding]:
    """Note brackets and quotation marks without a partner; list marks such as 1) are none."""
    passage, text = item.passage, item.folded.text
    mark = _LIST_MARK.match(text)
    lost = [place for place in strays(text) if not (mark and place == mark.end() - 1)]
    for place in lost:
        quote = _around(passage, *item.folded.printed(place, place + 1))
        yield _finding("bracket-unbalanced", passage.measure, quote, text[place])
    if lost or mark:
        return
    for place in strays(passage.text):
        if passage.text[place] in "（(":
            quote = _around(passage, place, place + 1)
            yield _finding("bracket-mixed", passage.measure, quote, passage.text[place])


def _misprints(item: FoldedPassage) -> Iterator[Finding]:
    """Note likely misprints; they are looked for in the printed text, before folding."""
    for code, pattern in _MISPRINTS.items():
        for match in pattern.finditer(item.passage.text):
            yield _finding(code, item.passage.measure, _around(item.passage, *match.span()))


_LOOKS: tuple[Callable[[FoldedPassage], Iterator[Finding]], ...] = (
    _era_years,
    _brackets,
    _misprints,
)


def _read_spans(measure: Measure) -> frozenset[tuple[str, int]]:
    """Return passage and start of every value."""
    return frozenset(
        (value.quote.passage, value.quote.start)
        for indicator in measure.indicators
        for value in indicator.values
    )


def _unread_figures(item: FoldedPassage, read: frozenset[tuple[str, int]]) -> Iterator[Finding]:
    """Note figures of a KPI line that became no value, and say why."""
    text = item.folded.text
    dates = [(mention.start, mention.end) for mention in find_dates(text)]
    for figure in find_figures(text, dates):
        start, end = item.folded.printed(figure.start, figure.end)
        if (item.passage.id, start) not in read:
            code = "kpi-number-named" if figure.names else "kpi-number-in-note"
            words = text[figure.start : figure.end]
            yield _finding(code, item.passage.measure, _around(item.passage, start, end), words)


@once_per_reference
def _known_names(reference: Reference) -> frozenset[str]:
    """Return all folded names of systems, also those that are not searched, and organisations."""
    systems = reference.systems.values()
    names = {form for system in systems for form in (system.name, *system.forms)}
    names |= {form for body in reference.organisations.values() for form in body.forms}
    return frozenset(fold(name).text for name in names)


def _unknown_systems(item: FoldedPassage, known: frozenset[str]) -> Iterator[Finding]:
    """Note names that look like systems and stand in no reference data, once a passage."""
    seen: set[str] = set()
    for pattern in (_SYSTEM, _LATIN_WITH_KANA):
        for match in pattern.finditer(item.folded.text):
            name = match[0]
            stem = match.groupdict().get("stem")
            general = stem is not None and bool(_GENERAL.match(stem))
            if name in seen or general or any(name in form or form in name for form in known):
                continue
            seen.add(name)
            quote = item.quote(*match.span())
            yield _finding("system-unknown", item.passage.measure, quote, name)


def _outside_indicators(measure: Measure) -> Iterator[Finding]:
    """Note characters of a KPI line that lie in no indicator."""
    covered: dict[str, list[Quote]] = {}
    for indicator in measure.indicators:
        for quote in indicator.quotes:
            covered.setdefault(quote.passage, []).append(quote)
    for passage in measure.passages:
        if passage.kind is not PassageKind.KPI:
            continue
        position = 0
        spans = sorted((quote.start, quote.end) for quote in covered.get(passage.id, []))
        for start, end in (*spans, (len(passage.text), len(passage.text))):
            left = passage.text[position:start]
            if left.strip():
                quote = Quote(passage.id, position, start, left)
                yield _finding("kpi-outside", measure.number, quote)
            position = end


def _changes_without_figure(measure: Measure) -> Iterator[Finding]:
    """Note indicators that want something to grow or shrink and do not say how much."""
    for indicator in measure.indicators:
        wanted = _NO_FIGURE.search(fold(indicator.text).text.rstrip("。"))
        if wanted and not indicator.values:
            yield _finding("kpi-no-figure", measure.number, indicator.quotes[0])
