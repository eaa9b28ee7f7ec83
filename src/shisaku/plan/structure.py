"""A Document goes in; areas and the passages of each measure come out, and what had no place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from shisaku.document.model import Block, BlockKind, Document
from shisaku.errors import ShisakuError
from shisaku.plan.grid import lines_of
from shisaku.plan.model import Area, Finding, Passage, PassageKind, Quote, Severity
from shisaku.plan.profile import Profile
from shisaku.plan.signs import Line, Sign, Signs, signs_of

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class MeasureText:
    """The text of one measure: the passages of its heading, body, KPI and ministry, in order."""

    number: str
    title: str
    area: int
    position: int
    passages: tuple[Passage, ...]

    def of_kind(self, *kinds: PassageKind) -> tuple[Passage, ...]:
        """The passages of these kinds, in order."""
        return tuple(passage for passage in self.passages if passage.kind in kinds)


class _Part(Enum):
    """Which part of a measure the reading is in."""

    TITLE = auto()
    BODY = auto()
    KPI = auto()
    LEAD = auto()


@dataclass(slots=True)
class _Draft:
    """A measure while it is read."""

    number: str
    area: int
    title: str
    part: _Part
    lines: list[tuple[PassageKind, str, str | None]] = field(default_factory=list)
    blocks: set[Sign] = field(default_factory=set)
    section: str | None = None
    last_lead: Block | None = None


@dataclass(slots=True)
class _Unplaced:
    """A run of lines that belong to no measure."""

    before: str | None
    texts: list[str]


def outline(
    document: Document, profile: Profile
) -> tuple[tuple[Area, ...], tuple[MeasureText, ...], tuple[Finding, ...]]:
    """Place every block of a document in an area, a measure, or a finding.

    Of several headings with one number the one with labelled blocks, then the one with most
    text is the measure. Raises ShisakuError where the document holds no measure at all.
    """
    reading = _Reading(signs_of(profile))
    for line in lines_of(document.blocks, reading.signs):
        reading.line(line)
    drafts, repeats = _chosen(reading.drafts)
    if not any(draft.lines for draft in drafts):
        raise ShisakuError(
            "measures-none",
            "no measure was found in the document.",
            document.source.name,
            f"The profile {profile.key} expects headings such as [No.4-8], "
            f"with blocks {profile.layout.kpi[0]} and {profile.layout.lead[0]}.",
        )
    measures = tuple(_measure_text(draft, index) for index, draft in enumerate(drafts, start=1))
    areas, unknown = _areas(profile, reading.areas, measures)
    findings = [*_missing_blocks(drafts, measures), *repeats, *unknown]
    findings += [_unplaced_finding(run) for run in reading.unplaced]
    return areas, measures, tuple(findings)


class _Reading:
    """One pass over the blocks: the drafts so far, the areas printed, and the state."""

    def __init__(self, signs: Signs) -> None:
        self.drafts: list[_Draft] = []
        self.areas: dict[int, str] = {}
        self.unplaced: list[_Unplaced] = []
        self.signs = signs
        self._draft: _Draft | None = None
        self._area = 0
        self._number_follows = False
        self._in_run = False

    def line(self, line: Line) -> None:
        """Read the next line."""
        if self._may_be_number(line):
            line = self.signs.bare_number(line) or line
        self._number_follows = line.sign is Sign.NUMBER
        if line.sign is Sign.MEASURE:
            self._heading(line)
        elif line.sign is Sign.AREA:
            self._area_heading(line)
        elif self._draft is not None:
            self._inside(self._draft, line)
        elif line.sign is Sign.TEXT:
            self._no_place(line)

    def _may_be_number(self, line: Line) -> bool:
        """A number alone counts by its label or in a table, never among figures of a KPI block."""
        if line.sign is Sign.NUMBER or self._number_follows:
            return bool(line.text)
        in_kpi = self._draft is not None and self._draft.part is _Part.KPI
        return line.sign is Sign.TEXT and line.block.column is not None and not in_kpi

    def _heading(self, line: Line) -> None:
        """Begin a measure, or go on with the one whose heading is only repeated."""
        self._in_run = False
        by_number = self.signs.layout.area_rule == "number"
        area = line.area if by_number else line.area or self._area
        number = f"{area}-{line.number}"
        draft = self._draft
        if draft is not None and draft.number == number and draft.last_lead is None:
            draft.title = draft.title or line.text
            if draft.part is _Part.TITLE and draft.title:
                draft.part = _Part.BODY
            return
        part = _Part.BODY if line.text else _Part.TITLE
        self._draft = _Draft(number, area, line.text, part)
        self.drafts.append(self._draft)

    def _area_heading(self, line: Line) -> None:
        """Note an area; one printed by a pattern stands in order and ends the measure before it."""
        self._in_run = False
        self.areas.setdefault(line.area, line.text)
        self._area = line.area
        if self.signs.area_heading is not None:
            self._draft = None

    def _inside(self, draft: _Draft, line: Line) -> None:
        """Read a label or text inside a measure."""
        sign = line.sign
        if sign is Sign.KPI or sign is Sign.LEAD:
            draft.part = _Part.KPI if sign is Sign.KPI else _Part.LEAD
            draft.blocks.add(sign)
            draft.section = draft.last_lead = None
        elif sign is Sign.BODY and draft.title:
            draft.part = _Part.BODY
        if line.text and sign in _CONTENT_SIGNS:
            self._content(draft, line)

    def _content(self, draft: _Draft, line: Line) -> None:
        """Put text where it belongs in the measure."""
        if draft.part is _Part.TITLE:
            draft.title, draft.part = line.text, _Part.BODY
        elif draft.part is _Part.KPI:
            if not self.signs.is_none(line.text):
                draft.lines.append((PassageKind.KPI, line.text, None))
        elif self.signs.is_furniture(line.text):
            return
        elif draft.part is _Part.BODY:
            self._body(draft, line)
        elif _continues(draft.last_lead, line):
            draft.last_lead = line.block
            if not self.signs.is_none(line.text):
                draft.lines.append((PassageKind.MINISTRY, line.text, None))
        else:
            self._no_place(line)

    def _body(self, draft: _Draft, line: Line) -> None:
        section = self.signs.section(line)
        if section is not None:
            draft.section = section
            draft.lines.append((PassageKind.SUBHEADING, line.text, section))
            return
        text, marked = self.signs.without_mark(line.text)
        bullet = marked or line.block.kind is BlockKind.BULLET
        kind = PassageKind.BULLET if bullet else PassageKind.PARAGRAPH
        draft.lines.append((kind, text, draft.section))

    def _no_place(self, line: Line) -> None:
        """Note a line that belongs to no measure; neighbours make one run."""
        if self.signs.is_furniture(line.text):
            return
        if not self._in_run:
            self.unplaced.append(_Unplaced(self._draft.number if self._draft else None, []))
            self._in_run = True
        self.unplaced[-1].texts.append(line.text)


_ORDER = {PassageKind.KPI: 1, PassageKind.MINISTRY: 2}
_CONTENT_SIGNS = frozenset({Sign.TEXT, Sign.KPI, Sign.LEAD, Sign.TITLE, Sign.BODY})


def _continues(last: Block | None, line: Line) -> bool:
    """Tell whether a line is in the lead block: its first, or right below its last line.

    Names of ministries make no sentence and are no heading.
    """
    block = line.block
    if last is None:
        return True
    if "。" in line.text or block.kind is BlockKind.HEADING:
        return False
    if last.table is None or block.table is None:
        return last.table is block.table and block.position == last.position + 1
    below = (block.row or 0) - (last.row or 0)
    return (block.table, block.column) == (last.table, last.column) and below in (0, 1)


def _chosen(drafts: Iterable[_Draft]) -> tuple[list[_Draft], list[Finding]]:
    """Of the drafts with one number keep the fullest; copies with text of their own are noted."""
    best: dict[str, _Draft] = {}
    others: list[_Draft] = []
    for draft in drafts:
        known = best.get(draft.number)
        if known is None:
            best[draft.number] = draft
        elif _fullness(draft) > _fullness(known):
            others.append(known)
            best[draft.number] = draft
        else:
            others.append(draft)
    kept = {id(draft) for draft in best.values()}
    findings = [
        Finding(
            "measure-repeated",
            Severity.WARNING,
            draft.number,
            f"the number is printed again over {len(draft.lines)} lines, which are left out",
            None,
        )
        for draft in others
        if draft.lines
    ]
    return [draft for draft in drafts if id(draft) in kept], findings


def _fullness(draft: _Draft) -> tuple[int, int]:
    return len(draft.blocks), len(draft.lines)


def _measure_text(draft: _Draft, position: int) -> MeasureText:
    """Number the passages of a measure: heading, body, KPI lines, ministry lines.

    Within each they keep the printed order; a table may print the ministry before the body.
    """
    ordered = sorted(draft.lines, key=lambda line: _ORDER.get(line[0], 0))
    lines = [(PassageKind.HEADING, draft.title, None), *ordered]
    passages = tuple(
        Passage(f"{draft.number}/{ordinal}", draft.number, ordinal, kind, text, section)
        for ordinal, (kind, text, section) in enumerate(lines, start=1)
    )
    return MeasureText(draft.number, draft.title, draft.area, position, passages)


def _areas(
    profile: Profile, printed: dict[int, str], measures: tuple[MeasureText, ...]
) -> tuple[tuple[Area, ...], list[Finding]]:
    """The areas that hold measures; titles as printed, else from the profile."""
    known = {area.number: area.title_ja for area in profile.areas}
    used = {measure.area for measure in measures}
    areas = tuple(
        Area(number, printed.get(number) or known.get(number) or str(number), number in printed)
        for number in sorted(used)
    )
    findings = [
        Finding(
            "area-unknown",
            Severity.WARNING,
            None,
            f"area {area.number} has no title, neither printed nor in the profile",
            None,
        )
        for area in areas
        if area.number not in printed and area.number not in known
    ]
    return areas, findings


def _missing_blocks(drafts: list[_Draft], measures: tuple[MeasureText, ...]) -> list[Finding]:
    """Note measures that lack their KPI block, their lead block, or both."""
    findings = []
    names = ((Sign.KPI, "KPI"), (Sign.LEAD, "lead ministry"))
    for draft, measure in zip(drafts, measures, strict=True):
        lacks = [name for sign, name in names if sign not in draft.blocks]
        if lacks:
            heading = measure.passages[0]
            findings.append(
                Finding(
                    "block-missing",
                    Severity.WARNING,
                    draft.number,
                    f"the measure has no {' and no '.join(lacks)} block",
                    Quote(heading.id, 0, len(heading.text), heading.text),
                )
            )
    return findings


def _unplaced_finding(run: _Unplaced) -> Finding:
    first = run.texts[0]
    shown = first if len(first) <= _SHOWN else first[:_SHOWN] + "…"
    where = f"after measure {run.before}" if run.before else "outside the measures"
    return Finding(
        "text-unplaced",
        Severity.WARNING if run.before else Severity.INFO,
        run.before,
        f"{len(run.texts)} lines {where} have no place in the layout, from 「{shown}」",
        None,
    )
