"""One read indicator goes in; its milestones come out: goals with a deadline and no number.

Three ways of writing are read: the goal and then its deadline in brackets (策定（2023年度まで）),
the deadline and then the goal (2024年度までに開発), and the goal inside the bracket of an indicator
that counts something (件数（2023年度までに仕組みを構築）). Dates that start something, qualify a
noun, belong to a figure or tell of the past are no deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shisaku.plan.model import Milestone
from shisaku.plan.periods import DateMention
from shisaku.plan.reading import Reading
from shisaku.plan.values import Dated

#: What may stand between a deadline and the end of its bracket.
_ONLY_DEADLINE = re.compile(
    r"\s*(?:度?末|頃|春|夏|秋|冬|早期|初頭|上期|下期|上半期|下半期|前半|後半)?"
    r"(?:まで(?:に)?|中(?:に|まで)?|に|中?を?目途(?:に)?|を目標|目標|予定|めど)?"
    r"(?:を?目標|予定|完了)?\s*$"
)
#: What follows a deadline in front of its goal.
_LEADS_GOAL = re.compile(
    r"\s*(?:度?末|頃|春|夏|秋|冬|初頭)?\)*"
    r"(?:(?:まで)?にかけての?|までに?(?!の)(?:は)?|中?を?目途に|中に|末に|に(?:は)?|において(?:は)?"
    r"|(?=早期に))[、,]?\s*(?:早期に)?"
)
#: A date that qualifies the noun after it, or tells of the past, sets no deadline.
_QUALIFIES = re.compile(
    r"\s*末?\)*(?:までの|の|における|以降|より|時点|現在|実績|当初|補正|予算|調査|公布|施行|開始の"
    r"|に?公表|(?:策定|取りまとめ|決定|制定|施行)\)|[一-龥]{0,6}(?:調査|報告例|統計|白書|診療分)"
    r"|に(?:(?:実施|策定|公表|開催|開始|取りまとめ)(?:する|した|た)|行う|行った)(?=[^。、\n)])"
    r"|から(?!(?:本格|本番|試験)?運用))"
)
_SURVEY = re.compile(r"調査|報告例|確定値|時点|現在")
_STARTS = re.compile(r"\s*末?から(?P<goal>(?:本格|本番|試験)?運用(?:を|の)?開始)")
_BARE_EVENT = re.compile(r"(?P<event>[一-龥ァ-ヴーA-Za-z・]{2,16})(?=[、。)\n]|$)")
_METRIC = re.compile(
    r"(?:数|率|割合|額|状況|比|人口|カバー率|シェア|効率|期間|件|枚数|指標|規模|目標)"
    r"(?:\([^()]*\))*$"
)
_COUNT = re.compile(r"(?<=[一-龥ァ-ヴー])数$")
#: How far back the words before a bracket are searched for another goal, in characters.
_WINDOW = 300
_UNSET = re.compile(r"^\s*(?:未設定|検討中|調整中)")
_UNSET_OF = re.compile(r"^(?P<what>.+):\s*未設定$")
#: What follows a bracket that only tells when a thing before it was done.
_TELLS_WHEN = re.compile(r"\)(?:を踏まえ|を受け|に基づ|の(?:結果|成果|実績)|や、)")
_SETTING_TIME = re.compile(r"^(?P<what>.{2,12}?)の?(?P<event>設定)時期:")
_BULLET = re.compile(r"^\s*[・･●○◆■□①-⑳]\s*")
_ITEM = re.compile(r"[/、\s]*[①-⑳]")
_VERB_END = re.compile(
    r"(?:(?<=[一-龥ァ-ヴー])(?:する|した|していく|すること|(?:する)?予定|を目指す|を行う|(?<!見直)し)|(?<=廃止)を目指す)$"
)
_TOPIC = re.compile(r"(?:について|については|に関し)[、,]\s*$")
_CLAUSE = re.compile(r"[、,]\s*(?=\d{4}年|令和)")
_DATED_BRACKET = re.compile(
    r"\d(?:年度?|月)[^()]{0,6}(?:\)[^()]{0,4})?\)\s*(?:及び|並びに|、|,)\s*"
)
_ALL_DO = re.compile(r"^全ての[^、。]{1,20}が(?P<verb>[一-龥]{2,4})$")
_METRIC_HEAD = re.compile(r"(?P<head>[^\n]*(?:数|率|割合)):\s*$")
_OBJECT = re.compile(r"^(?P<object>.+)を[^、。]{2,20}し?$", re.DOTALL)
_FIRST_DEADLINE = re.compile(r"^.*?(?:まで(?:に)?|に)[、,]")
_OPEN_OBJECT = re.compile(r"[^、]{2,}(?:を|が)$")
_OBJECT_MARK = re.compile(r"[をがのにへ]")
_SUBJECT_DOES = re.compile(r"^[^、。]*が[^、。]*[一-龥]$")


@dataclass(frozen=True, slots=True)
class _Goal:
    """A goal as found: the folded span quoted, and the words, each part printed in the text."""

    start: int
    end: int
    parts: tuple[str, ...]


def milestones_of(
    reading: Reading, values: Iterable[Dated], first: int, indicator: int
) -> tuple[Milestone, ...]:
    """Return the milestones of an indicator; first: ordinal of the first, 1-based."""
    used = {item.date.start for item in values if item.date and item.exclusive}
    found: dict[tuple[str, str], Milestone] = {}
    for mention in reading.dates:
        if not _may_be_deadline(reading, mention):
            continue
        for goal in _goals(reading, mention, mention.start in used):
            text = "".join(_printed(reading, part) for part in goal.parts)
            quote = reading.quote(goal.start, goal.end)
            milestone = Milestone(first + len(found), text, mention.period, quote, indicator)
            found.setdefault((text, mention.period.key), milestone)
    return tuple(found.values())


def _printed(reading: Reading, part: str) -> str:
    """Return folded words as they are printed; connecting words that are not there stay."""
    place = reading.text.find(part)
    if place < 0:
        return part
    start, end = reading.folded.printed(place, place + len(part))
    return reading.segment.text[start:end].replace("\n", "")


def _may_be_deadline(reading: Reading, mention: DateMention) -> bool:
    if reading.is_basis(mention) or reading.in_reference(mention.start):
        return False
    if reading.in_note(mention.start):
        return False
    return not _QUALIFIES.match(reading.text, mention.end)


def _goals(reading: Reading, mention: DateMention, used: bool) -> Iterator[_Goal]:
    """Read the goals of a deadline in one of the ways plans write them."""
    text = reading.text
    bracket = reading.level(mention)
    if used:
        found = _goal_before_figure(reading, mention)
    elif bracket.parent is not None and _closes(reading, mention):
        found = _goal_of_bracket(reading, mention)
    else:
        found = _goal_of_sentence(reading, mention)
    if found is None or len("".join(found.parts)) < 2:
        return
    items = _ITEM.split(found.parts[-1])
    if len(items) == 1:
        yield found
        return
    for item in filter(None, map(_trim, items)):
        place = text.find(item, found.start)
        yield _Goal(place, place + len(item), (item,))


def _closes(reading: Reading, mention: DateMention) -> bool:
    """Tell whether a bracket begins with a deadline, or ends with one: （目標：2024年）."""
    bracket = reading.level(mention)
    if not reading.text[bracket.start : mention.start].strip("~ "):
        return True
    return bool(_ONLY_DEADLINE.match(reading.text[mention.end : bracket.end]))


def _goal_of_bracket(reading: Reading, mention: DateMention) -> _Goal | None:
    """…の策定（2023年度まで）, 件数（2023年度までに…を構築）, 未設定（2024年度中に明確化予定）."""
    text = reading.text
    bracket = reading.level(mention)
    rest = text[mention.end : bracket.end]
    start, end = _head(reading, bracket.start - 1)
    head = text[start:end]
    if reading.counts_between(start, end):
        return None
    if _TELLS_WHEN.match(text, bracket.end):
        return None
    starts = _STARTS.match(rest)
    if starts:
        return _Goal(start, bracket.end, (_COUNT.sub("", head), "の", starts["goal"]))
    leads = _LEADS_GOAL.match(rest)
    body = rest[leads.end() :] if leads else ""
    if _UNSET.match(head):
        return _Goal(start, bracket.end, ("KPIの", _trim(body) or "設定"))
    unset = _UNSET_OF.match(head)
    if unset:
        return _Goal(start, bracket.end, (unset["what"], "の", _trim(body) or "設定"))
    counts = not head or bool(_METRIC.search(head))
    if _ONLY_DEADLINE.match(rest) or not counts:
        silent = counts or _SURVEY.search(rest)
        return None if silent else _Goal(start, end, (_trim(head),))
    if leads and _OBJECT_MARK.search(body):
        return _goal_after(reading, mention, mention.end + leads.end(), bracket.end)
    return None


def _head(reading: Reading, opening: int) -> tuple[int, int]:
    """Return the words before a bracket, from the start of their sentence."""
    text = reading.text
    end = len(text[:opening].rstrip())
    start, _ = reading.line(end - 1) if end else (0, 0)
    start = max(start, text.rfind("。", start, end) + 1)
    for match in _DATED_BRACKET.finditer(text, max(start, end - _WINDOW), end):
        start = match.end()
    bullet = _BULLET.match(text[start:end])
    return start + (bullet.end() if bullet else 0), end


def _goal_of_sentence(reading: Reading, mention: DateMention) -> _Goal | None:
    """2024年度までに…を開発, …について、2022年度に策定した, …の2017年稼働."""
    text = reading.text
    start, end = _sentence(reading, mention)
    before, after = text[start : mention.start], text[mention.end : end]
    setting = _SETTING_TIME.match(before)
    if setting:
        return _Goal(start, end, (setting["what"], "の", setting["event"]))
    starts = _STARTS.match(after)
    if starts:
        stop = mention.end + starts.end()
        return _Goal(start, stop, (before.rstrip("、 "), "、", starts["goal"]))
    leads = _LEADS_GOAL.match(after)
    if _UNSET.match(before):
        what = _trim(after[leads.end() :] if leads else after)
        return _Goal(start, end, (_group_heading(reading, mention), what))
    if leads:
        return _goal_after(reading, mention, mention.end + leads.end(), end)
    event = _BARE_EVENT.match(after)
    if event is None or not before.strip():
        return None
    return _Goal(start, mention.end + event.end(), (before.strip(), event["event"]))


def _goal_before_figure(reading: Reading, mention: DateMention) -> _Goal | None:
    """Read the goal that a sentence sets before its figure: 全ての…が認定、約半数が…."""
    bracket = reading.level(mention)
    leads = _LEADS_GOAL.match(reading.text[mention.end : bracket.end])
    if leads is None:
        return None
    first = mention.end + leads.end()
    goal = reading.text[first : bracket.end].partition("、")[0]
    last = first + len(goal)
    if reading.counts_between(first, last) or not _SUBJECT_DOES.match(goal):
        return None
    return _Goal(first, last, (goal,))


def _goal_after(reading: Reading, mention: DateMention, first: int, last: int) -> _Goal | None:
    """Read the goal between a deadline and the next one; None where it holds a figure."""
    text = reading.text
    clause = _CLAUSE.search(text, first, last)
    end = clause.start() if clause else last
    stop = text.find("。", first, end)
    end = stop if stop >= 0 else end
    if reading.counts_between(first, end):
        return None
    goal = _trim(text[first:end])
    start, _ = _sentence(reading, mention)
    before = text[start : mention.start]
    metric, doing = _METRIC_HEAD.match(before), _ALL_DO.match(goal)
    if metric and doing:
        kept, found, _ = metric["head"].rpartition(doing["verb"])
        return _Goal(first, end, (kept if found else "", goal))
    if _TOPIC.search(before):
        return _Goal(start, end, (before.rstrip("、, "), "、", goal))
    topic = before.rpartition(":")[0].rpartition(":")[2]
    if topic and 1 < len(goal) < 12:
        return _Goal(first, end, (topic.strip(), "の", goal))
    if _OPEN_OBJECT.search(before):
        return _Goal(start, end, (before.rpartition("、")[2].strip(), goal))
    earlier = reading.dates_between(start, mention.start)
    if any(_may_be_deadline(reading, item) for item in earlier) and 1 < len(goal) < 12:
        return _Goal(first, end, _inherited(before, goal))
    return _Goal(first, end, (goal,))


def _inherited(before: str, goal: str) -> tuple[str, ...]:
    """Give the short second goal of a sentence the object of the first."""
    parted = _OBJECT.match(_FIRST_DEADLINE.sub("", before.rstrip("、, "), count=1))
    if parted is None:
        return (goal,)
    thing = parted["object"]
    noun, _, event = thing.rpartition("の")
    if noun and any(goal[place : place + 2] in event for place in range(len(goal) - 1)):
        thing = noun
    return (thing.rpartition("とした")[2], "の", goal)


def _sentence(reading: Reading, mention: DateMention) -> tuple[int, int]:
    """Return the sentence of a date inside its line and bracket, without bullet."""
    text = reading.text
    bracket = reading.level(mention)
    line_start, line_end = reading.line(mention.start)
    start = max(bracket.start, line_start, text.rfind("。", 0, mention.start) + 1)
    bullet = _BULLET.match(text[start : mention.start])
    stop = text.find("。", mention.end)
    end = min(bracket.end, line_end, stop if stop >= 0 else line_end)
    return start + (bullet.end() if bullet else 0), end


def _group_heading(reading: Reading, mention: DateMention) -> str:
    """Return the 【…】 line above a date, or what an unset indicator sets."""
    line_start, _ = reading.line(mention.start)
    above = reading.text[:line_start].rstrip("\n").rpartition("\n")[2]
    return above if above.startswith(("【", "<")) else "KPIの"


def _trim(goal: str) -> str:
    """Leave out what a milestone does not need: bullet, full stop, the verb ending."""
    text = _BULLET.sub("", goal).strip().strip("、。, ")
    return _VERB_END.sub("", text).strip()
