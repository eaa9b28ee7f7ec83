"""Any text is read without failing, and every quote stands where it says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from kpi_lines import measure_of

from shisaku.plan.findings import findings_of
from shisaku.plan.model import PassageKind
from shisaku.plan.verify import quotes_of
from shisaku.reference import load

WORDS = [
    "2025年度", "（令和７年度）", "2024年", "（令和６年）", "３月", "～", "までに", "末",
    "以降", "時点", "（", "）", "【", "】", "＜", "＞", "(", ")", "「", "」", "※", "・", "①",
    "/", "：", "、", "。", "→", "参考", "実績値", "未設定", "予算", "約", "累計", "年間",
    "毎年度", "10件", "5", "1,000", "29万", "％", "３割", "半減", "以上", "削減", "比", "の",
    "を", "策定", "運用開始", "登録数", "全ての町が設置", "海しるAPI", "マイナポータル",
    "個人情報保護法", "（平成15年法律第57号）", "第８条", "第２期", "5G", "ﾊﾟ", "か\u3099",
    "⺠", "　", " ", "KPIの設定時期：", "情報システム", "スマ－ト",
]  # fmt: skip
LINES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join).filter(str.strip),
    max_size=6,
)


@settings(max_examples=300, deadline=None)
@given(LINES, LINES)
def test_any_lines_are_read_and_quoted(kpi: list[str], body: list[str]) -> None:
    measure = measure_of(*kpi, body=tuple(body))
    passages = {passage.id: passage.text for passage in measure.passages}
    findings = findings_of(measure, load())
    for quote in (*quotes_of(measure), *(item.quote for item in findings if item.quote)):
        assert quote.exact
        assert passages[quote.passage][quote.start : quote.end] == quote.exact
    for milestone in measure.milestones:
        assert milestone.text.strip()
    for indicator in measure.indicators:
        assert indicator.label.strip()


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_every_printed_character_of_a_kpi_block_is_placed(kpi: list[str]) -> None:
    measure = measure_of(*kpi)
    placed = {
        (quote.passage, place)
        for indicator in measure.indicators
        for quote in indicator.quotes
        for place in range(quote.start, quote.end)
    }
    placed |= {
        (item.quote.passage, place)
        for item in findings_of(measure, load())
        if item.code == "kpi-outside" and item.quote
        for place in range(item.quote.start, item.quote.end)
    }
    for passage in measure.passages:
        if passage.kind is PassageKind.KPI:
            missing = [
                letter
                for place, letter in enumerate(passage.text)
                if (passage.id, place) not in placed and not letter.isspace()
            ]
            assert missing == []
