"""What a measure leaves unread or misprints is reported with its quote; nothing is silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from kpi_lines import measure_of

from shisaku.plan.findings import KINDS, findings_of
from shisaku.plan.model import Finding, Measure, PassageKind, Severity
from shisaku.reference import load

KPI = [
    ("2025年（令和７年度）に利用率60％", "era-year-mixed", "2025年（令和７年度）"),
    ("2025年度（令和６年度）に利用率60％", "era-year-differs", "2025年度（令和６年度）"),
    ("改修（2024年度（令和６年度）中））", "bracket-unbalanced", "令和６年度）中））"),
    ("団体の数（2025年度まで)", "bracket-mixed", "団体の数（2025年度まで"),
    ("ローカル５G無線局の数", "kpi-number-named", "ローカル５G無線局の数"),
    ("支える団体の割合の増加", "kpi-no-figure", "支える団体の割合の増加"),
]
BODY = [
    ("スマ－トフォンの利用", "dash-as-vowel", "スマ－トフォンの利用"),
    ("対策の強化し、進める", "particle-wrong", "対策の強化し、進める"),
    ("情報をを集める", "particle-doubled", "情報をを集める"),
    ("地⽅の団体", "letter-radical", "地⽅の団体"),
    ("国･地域", "letter-halfwidth", "国･地域"),
    ("連携し、 推進する", "space-stray", "連携し、 推進する"),
    ("架空農地管理システムを使う", "system-unknown", "架空農地管理システム"),
]


def found_in(measure: Measure) -> tuple[Finding, ...]:
    """Return the findings of a measure; each quote is checked against its passage."""
    passages = {passage.id: passage.text for passage in measure.passages}
    findings = findings_of(measure, load())
    for finding in findings:
        assert finding.quote is not None
        quote = finding.quote
        assert passages[quote.passage][quote.start : quote.end] == quote.exact
        assert finding.measure == measure.number
    return findings


@pytest.mark.parametrize(("line", "code", "exact"), KPI)
def test_kpi_lines(line: str, code: str, exact: str) -> None:
    quotes = [item.quote for item in found_in(measure_of(line)) if item.code == code]
    assert [quote.exact for quote in quotes if quote] == [exact]


@pytest.mark.parametrize(("text", "code", "exact"), BODY)
def test_body_text(text: str, code: str, exact: str) -> None:
    quotes = [item.quote for item in found_in(measure_of(body=(text,))) if item.code == code]
    assert [quote.exact for quote in quotes if quote] == [exact]


@pytest.mark.parametrize(
    "text",
    ["情報システムの整備", "ⅰ）次の点", "一続きでできる", "マイナポータルの改善", "ＩＴ 基盤"],
)
def test_common_writing_is_no_finding(text: str) -> None:
    assert found_in(measure_of(body=(text,))) == ()


def test_figures_of_a_note_are_reported() -> None:
    findings = found_in(measure_of("方針を2022年度に策定した。", "※ 対象：戸籍、年金（20業務）"))
    assert [(item.code, item.severity) for item in findings] == [
        ("kpi-number-in-note", Severity.WARNING)
    ]


def test_every_kind_is_explained_in_the_handbook() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "findings.md"
    text = page.read_text(encoding="utf-8")
    for code, (severity, _) in KINDS.items():
        assert f"| `{code}` | {severity.value} |" in text


def test_every_character_of_a_kpi_block_is_in_an_indicator() -> None:
    lines = ("・登録数（2027年度末までに29万件）", "（参考：実績値）", "国の河川　448", "・検討")
    measure = measure_of(*lines)
    covered = {
        (quote.passage, place)
        for indicator in measure.indicators
        for quote in indicator.quotes
        for place in range(quote.start, quote.end)
    }
    for passage in measure.passages:
        if passage.kind is PassageKind.KPI:
            assert all((passage.id, place) in covered for place in range(len(passage.text)))
    assert not [item for item in found_in(measure) if item.code == "kpi-outside"]
