"""A measure and the reference data go in; what could not be placed or looks odd comes out.

Every finding quotes the place. Nothing is corrected: a misprint of the plan is published as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shisaku.plan.brackets import strays
from shisaku.plan.figures import find_figures
from shisaku.plan.folding import fold
from shisaku.plan.lookups import once_per_reference
from shisaku.plan.mentions import FoldedPassage, fold_passages
from shisaku.plan.model import Finding, Measure, PassageKind, Quote, Severity
from shisaku.plan.periods import find_dates
from shisaku.reference.model import Reference

#: Endings of system names, and stems that make only a general word of them.
_SYSTEM = re.compile(
    r"(?P<stem>[一-龥ァ-ヴーA-Za-z0-9][一-龥ァ-ヴーA-Za-z0-9・\-]{2,24}?)"
    r"(?P<kind>情報システム|システム|プラットフォーム|ポータル|基盤|データベース|API|アプリ)(?![一-龥ァ-ヴー])"
)
_GENERAL = re.compile(
    r"^(?:各|当該|本|他|新|旧|次期|次世代|現行|政府|情報|業務|既存|外部|個別|民間|社会|経済|移動|地域"
    r"|連携|共通|データ|オープン|デジタル|クラウド|サービス|ウェブ|モデル|技術|研究開発|製造|開発|事業|法的"
    r"|制度|経営|会計|工場|宇宙|医療|防災|公的|・)+$"
)
_OPEN_ENDED = re.compile(r"^[\s]*(?:[\dA-Za-z①-⑳ⅰ-ⅻ]{1,3})\)")
_LATIN_WITH_KANA = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z]{0,5}(?:アラート|ポータル|ネット|マップ|ナビ)"
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A way of misprinting that can be seen in the letters alone; applied to printed text."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    message: str


_VERBAL = "強化|推進|整備|促進|実施|構築|向上|活用|利用|検討|支援|改善"
_PATTERNS = (
    _Pattern(
        "dash-as-vowel",
        Severity.WARNING,
        re.compile(r"[ァ-ヴー][－−-][ァ-ヴー]"),
        "a dash stands where the long vowel mark ー belongs",
    ),
    _Pattern(
        "particle-doubled",
        Severity.WARNING,
        re.compile(r"をを|がが|にに|でで(?!き)|、、|。。"),
        "a particle or mark is printed twice",
    ),
    _Pattern(
        "particle-wrong",
        Severity.WARNING,
        re.compile(rf"の(?:{_VERBAL})し[、て]|(?:{_VERBAL})にし[たて]"),
        "the particle does not fit the verb",
    ),
    _Pattern(
        "letter-radical",
        Severity.WARNING,
        re.compile(r"[\u2e80-\u2fdf]"),
        "a radical stands for the letter that looks like it",
    ),
    _Pattern(
        "letter-halfwidth",
        Severity.INFO,
        re.compile(r"[\uff61-\uff9f]+"),
        "half-width Japanese letters or marks stand in the text",
    ),
    _Pattern(
        "space-stray",
        Severity.INFO,
        re.compile(r"(?<=[ぁ-んァ-ヴー一-龥。、）]) +(?=[ぁ-んァ-ヴー一-龥（])"),
        "a blank stands between Japanese letters",
    ),
)
_NO_FIGURE = re.compile(r"(?:割合|率|数|頻度|件数|回数|額)の(?:増加|減少|拡大|低減|短縮)$")


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


def _finding(
    item: FoldedPassage, code: str, severity: Severity, message: str, span: tuple[int, int]
) -> Finding:
    return Finding(code, severity, item.passage.measure, message, item.quote(*span))


def _era_years(item: FoldedPassage) -> Iterator[Finding]:
    """Note dates whose two halves do not agree."""
    for mention in find_dates(item.folded.text):
        span = (mention.start, mention.end)
        if mention.disagrees:
            message = "the era year is another year than the Western year, which is taken"
            yield _finding(item, "era-year-differs", Severity.ERROR, message, span)
        elif mention.mixed:
            message = "one half is a fiscal year and the other is not; the fiscal year is taken"
            yield _finding(item, "era-year-mixed", Severity.WARNING, message, span)


def _brackets(item: FoldedPassage) -> Iterator[Finding]:
    """Note brackets and quotation marks without a partner; list marks such as 1) are none."""
    text = item.folded.text
    mark = _OPEN_ENDED.match(text)
    for place in strays(text):
        if not (mark and place == mark.end() - 1):
            message = f"the bracket {text[place]} has no partner"
            span = (max(0, place - 8), min(len(text), place + 9))
            yield _finding(item, "bracket-unbalanced", Severity.WARNING, message, span)
            return
    printed = item.passage.text
    for place in () if mark else strays(printed):
        if printed[place] not in "（(":
            continue
        start, end = max(0, place - 8), min(len(printed), place + 9)
        quote = Quote(item.passage.id, start, end, printed[start:end])
        message = f"the partner of {printed[place]} is of another width"
        yield Finding("bracket-mixed", Severity.INFO, item.passage.measure, message, quote)


def _misprints(item: FoldedPassage) -> Iterator[Finding]:
    """Note likely misprints; they are looked for in the printed text, before folding."""
    text = item.passage.text
    for known in _PATTERNS:
        for match in known.pattern.finditer(text):
            start, end = max(0, match.start() - 6), min(len(text), match.end() + 6)
            quote = Quote(item.passage.id, start, end, text[start:end])
            yield Finding(known.code, known.severity, item.passage.measure, known.message, quote)


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
        start = item.folded.printed(figure.start, figure.end)[0]
        if (item.passage.id, start) in read:
            continue
        named = "names or qualifies something"
        why = named if figure.names else "stands in a note that explains the indicator"
        span = (max(0, figure.start - 6), min(len(text), figure.end + 6))
        message = f"the number {text[figure.start : figure.end]} {why}; it became no value"
        severity = Severity.INFO if figure.names else Severity.WARNING
        yield _finding(item, "kpi-number-unread", severity, message, span)


@once_per_reference
def _known_names(reference: Reference) -> frozenset[str]:
    """Return all folded names of systems, also those that are not searched, and organisations."""
    systems = reference.systems.values()
    names = {form for system in systems for form in (system.name, *system.forms)}
    names |= {form for body in reference.organisations.values() for form in body.forms}
    return frozenset(fold(name).text for name in names)


def _unknown_systems(item: FoldedPassage, known: frozenset[str]) -> Iterator[Finding]:
    """Note names that look like systems and stand in no reference data."""
    seen: set[str] = set()
    for pattern in (_SYSTEM, _LATIN_WITH_KANA):
        for match in pattern.finditer(item.folded.text):
            name = match[0]
            stem = match.groupdict().get("stem")
            general = stem is not None and bool(_GENERAL.match(stem))
            if name in seen or general or any(name in form or form in name for form in known):
                continue
            seen.add(name)
            message = f"{name} looks like the name of a system that the reference does not know"
            yield _finding(item, "system-unknown", Severity.INFO, message, match.span())


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
                message = "the words belong to no indicator"
                yield Finding("kpi-outside", Severity.WARNING, measure.number, message, quote)
            position = end


def _changes_without_figure(measure: Measure) -> Iterator[Finding]:
    """Note indicators that want something to grow or shrink and do not say how much."""
    for indicator in measure.indicators:
        if indicator.values or not _NO_FIGURE.search(fold(indicator.text).text.rstrip("。")):
            continue
        message = "the indicator wants a change and prints no figure"
        yield Finding("kpi-no-figure", Severity.INFO, measure.number, message, indicator.quotes[0])
