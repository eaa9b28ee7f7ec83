"""Headings, labels, leads and repeats: what the layout rules take and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shisaku.document.model import Block, BlockKind
from shisaku.document.reader import read
from shisaku.errors import ShisakuError
from shisaku.plan.extract import extract
from shisaku.plan.model import PassageKind, Plan
from shisaku.plan.profile import load_profile
from shisaku.plan.signs import Sign, signs_of
from shisaku.plan.verify import quotes_of, verify_quotes
from shisaku.reference.load import load

PROFILE = load_profile("jutenkeikaku")
SIGNS = signs_of(PROFILE)
MEASURE = "[No.{}] {}\n·  本文。\nKPI：\n・件数（年間10件）\n主担当府省庁：\n総務省\n\n"


def block(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(0, text, kind)


def plan_of(text: str, tmp_path: Path) -> Plan:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return extract(read(path), PROFILE, load())


@given(
    area=st.integers(1, 99),
    number=st.integers(1, 999),
    brackets=st.sampled_from(["[]", "［］", "【】", "〔〕", "()", "（）", ("", " "), ("", "　")]),
    word=st.sampled_from(["No.", "Ｎｏ．", "No", "NO.", "№", "no. ", "施策No."]),
    dash=st.sampled_from("-－‐‑‒–—―−ー"),
    space=st.sampled_from(["", " ", "　"]),
    full=st.booleans(),
)
def test_any_heading_reads_back(
    area: int, number: int, brackets: str, word: str, dash: str, space: str, full: bool
) -> None:
    digits = f"{area}{dash}{number}"
    if full:
        digits = digits.translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})
    line = SIGNS.line(block(f"{brackets[0]}{word}{digits}{brackets[1]}{space}海の「データ」－連携"))
    assert (line.sign, line.area, line.number) == (Sign.MEASURE, area, number)
    assert line.text == "海の「データ」－連携"


@pytest.mark.parametrize(
    ("text", "kind", "sign"),
    [
        ("KPI：", BlockKind.CELL, Sign.KPI),
        ("ＫＰＩ：", BlockKind.CELL, Sign.KPI),
        ("Ｋ Ｐ Ｉ", BlockKind.CELL, Sign.KPI),
        ("【KPI】", BlockKind.PARAGRAPH, Sign.KPI),
        ("■ KPI：件数", BlockKind.PARAGRAPH, Sign.KPI),
        ("KPI（進捗）：", BlockKind.PARAGRAPH, Sign.KPI),
        ("KPIの件数", BlockKind.PARAGRAPH, Sign.TEXT),
        ("KPI 件数", BlockKind.PARAGRAPH, Sign.TEXT),
        ("主担当府省庁", BlockKind.CELL, Sign.LEAD),
        ("主担当府省庁:総務省", BlockKind.PARAGRAPH, Sign.LEAD),
        ("主担当 府省庁 ： 総務省", BlockKind.PARAGRAPH, Sign.LEAD),
        ("主担当府省庁は総務省。", BlockKind.PARAGRAPH, Sign.TEXT),
        ("概要", BlockKind.CELL, Sign.BODY),
        ("第４章　包括的データ戦略の推進と今後の取組", BlockKind.PARAGRAPH, Sign.AREA),
        ("（４） 包括的データ戦略の推進と今後の取組", BlockKind.PARAGRAPH, Sign.AREA),
        ("包括的データ戦略の推進と今後の取組", BlockKind.BULLET, Sign.TEXT),
        ("包括的データ戦略の推進", BlockKind.PARAGRAPH, Sign.TEXT),
        ("No.4-8を参照し、更に進める。", BlockKind.PARAGRAPH, Sign.TEXT),
        ("[No.4-8] 題名", BlockKind.BULLET, Sign.TEXT),
        ("No.4-8-1 題名", BlockKind.PARAGRAPH, Sign.TEXT),
        ("4-8 題名", BlockKind.PARAGRAPH, Sign.TEXT),
        ("【4-8】題名", BlockKind.PARAGRAPH, Sign.MEASURE),
        ("【2024-25年度】題名", BlockKind.PARAGRAPH, Sign.TEXT),
        ("施策４－８　題名", BlockKind.PARAGRAPH, Sign.MEASURE),
        ("施策5-10件の実施", BlockKind.PARAGRAPH, Sign.TEXT),
        ("4-8 題名", BlockKind.HEADING, Sign.MEASURE),
        ("４－８　題名", BlockKind.HEADING, Sign.MEASURE),
        ("3-5%の増加", BlockKind.HEADING, Sign.TEXT),
    ],
)
def test_signs(text: str, kind: BlockKind, sign: Sign) -> None:
    assert SIGNS.line(block(text, kind)).sign is sign


@pytest.mark.parametrize("dash", "-－‐–—―−ー")
def test_a_dash_alone_is_no_indicator(dash: str, tmp_path: Path) -> None:
    plan = plan_of(MEASURE.format("4-1", "題名").replace("・件数（年間10件）", dash), tmp_path)
    assert plan.measures[0].indicators == ()
    assert plan.findings == ()


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("総務省", [(None, "総務省", "soumu")]),
        ("総務省消防庁", [(None, "総務省消防庁", "fdma")]),
        ("内閣府、国土交通省", [(None, "内閣府", "cao"), (None, "国土交通省", "mlit")]),
        ("内閣府,  国土交通省、", [(None, "内閣府", "cao"), (None, "国土交通省", "mlit")]),
        (
            "子育て：デジタル庁、介護: 厚生労働省",
            [("子育て", "デジタル庁", "digital"), ("介護", "厚生労働省", "mhlw")],
        ),
        ("未来省（検討、準備中）", [(None, "未来省（検討、準備中）", None)]),
    ],
)
def test_leads(line: str, leads: list[tuple[str | None, str, str | None]], tmp_path: Path) -> None:
    plan = plan_of(MEASURE.format("4-1", "題名").replace("総務省", line), tmp_path)
    found = plan.measures[0].leads
    assert [(lead.scope, lead.name, lead.key) for lead in found] == leads
    assert all(line[lead.quote.start : lead.quote.end] == lead.name for lead in found)


def test_leads_may_stand_on_several_lines(tmp_path: Path) -> None:
    text = MEASURE.format("4-1", "題名").replace("総務省", "子育て：デジタル庁\n介護：厚生労働省")
    plan = plan_of(text, tmp_path)
    assert [lead.scope for lead in plan.measures[0].leads] == ["子育て", "介護"]
    assert plan.findings == ()


def test_of_repeated_numbers_the_full_one_counts(tmp_path: Path) -> None:
    contents = "[No.4-1] 題名\n[No.4-2] 別の題名\n"
    running_head = MEASURE.format("4-2", "別の題名").replace("KPI", "[No.4-2] 別の題名\nKPI")
    plan = plan_of(contents + MEASURE.format("4-1", "題名") + running_head, tmp_path)
    assert [(item.number, item.position) for item in plan.measures] == [("4-1", 1), ("4-2", 2)]
    assert [len(item.indicators) for item in plan.measures] == [1, 1]
    assert plan.findings == ()


def test_a_second_copy_with_text_is_found(tmp_path: Path) -> None:
    plan = plan_of(MEASURE.format("4-1", "題名") + MEASURE.format("4-1", "題名"), tmp_path)
    assert [item.number for item in plan.measures] == ["4-1"]
    assert [(item.code, item.measure) for item in plan.findings] == [("measure-repeated", "4-1")]


def test_text_without_a_place_is_found(tmp_path: Path) -> None:
    text = "はじめに。\n" + MEASURE.format("4-1", "題名") + "次の段落。\n続き。\n12\n"
    plan = plan_of(text, tmp_path)
    assert [(item.code, item.severity.value, item.measure) for item in plan.findings] == [
        ("text-unplaced", "info", None),
        ("text-unplaced", "warning", "4-1"),
    ]
    assert "2 lines" in plan.findings[1].message


def test_every_block_of_the_plan_has_a_place(plan_docx: Path) -> None:
    document = read(plan_docx)
    plan = extract(document, PROFILE, load())
    assert [(item.code, item.measure) for item in plan.findings if item.quote is None] == []
    kept = {passage.text for item in plan.measures for passage in item.passages}
    titles = {area.title for area in plan.areas}
    labels = {"KPI：", "主担当府省庁：", "-"}
    for found in document.blocks:
        whole = found.text in kept | titles | labels
        assert whole or any(found.text.endswith(text) for text in kept)


def test_the_plan_has_its_measures_areas_and_blocks(plan_docx: Path) -> None:
    plan = extract(read(plan_docx), PROFILE, load())
    kinds = [{passage.kind for passage in item.passages} for item in plan.measures]
    assert len(plan.measures) == 154
    assert sum(PassageKind.MINISTRY in kind for kind in kinds) == 153
    assert [area.number for area in plan.areas if not area.printed] == [1]
    without = [item.number for item in plan.measures if not item.indicators]
    assert without == ["1-1", "1-2", "3-1", "4-4", "6-32", "8-2"]


def test_what_is_odd_is_looked_for_where_it_is_asked_for(tmp_path: Path) -> None:
    plan = plan_of(MEASURE.format("4-1", "題名をを見る"), tmp_path)
    without = extract(read(tmp_path / "plan.txt"), PROFILE, load(), oddities=False)
    assert "particle-doubled" in {item.code for item in plan.findings}
    assert without == replace(plan, findings=())


def test_a_quote_that_does_not_match_stops_the_build(tmp_path: Path) -> None:
    text = MEASURE.format("4-1", "題名")
    plan = plan_of(text, tmp_path)
    document = read(tmp_path / "plan.txt")
    verify_quotes(plan, document)
    measure = plan.measures[0]
    assert len(list(quotes_of(measure))) >= 4
    lead = measure.leads[0]
    moved = replace(lead, quote=replace(lead.quote, start=1))
    wrong = replace(plan, measures=(replace(measure, leads=(moved,)),))
    with pytest.raises(ShisakuError) as refused:
        verify_quotes(wrong, document)
    assert refused.value.code == "quote-mismatch"
    (tmp_path / "plan.txt").write_text(text.replace("本文", "別の文"), encoding="utf-8")
    with pytest.raises(ShisakuError) as refused:
        verify_quotes(plan, read(tmp_path / "plan.txt"))
    assert "4-1/2" in str(refused.value.where)
