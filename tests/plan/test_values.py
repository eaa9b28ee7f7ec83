"""What a figure of a KPI line says: role, period, qualifier, cumulative, cadence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kpi_lines import values_of, written

CASES = [
    # deadlines before, after and around the figure
    ("登録数（2027年度（令和９年度）末まで29万件）（累計）", ["target 290000 件 FY2027 - 累計 -"]),
    ("催し：５回（2025年（令和７年））", ["target 5 回 2025 - - -"]),
    ("費用の割合（10％、2030年（令和12年）まで）", ["target 10 % 2030 - - -"]),
    (
        "整備率（2024年度末までに99.8％（未整備約９万世帯）、2027年度末までに99.9％）",
        [
            "target 99.8 % FY2024 - - -",
            "target 90000 世帯 FY2024 約 - -",
            "target 99.9 % FY2027 - - -",
        ],
    ),
    ("経費（2026年度に2018年度比で３割削減。）", ["target 30 % FY2026 削減 - -"]),
    ("利用数を試行時点（2020年度）と比べ２倍にする（2024年度末）", ["target 2 倍 FY2024 - - -"]),
    ("終了５年後（2029年度）までに、導入を２件以上行う。", ["target 2 件 FY2029 以上 - -"]),
    ("2022年度から2024年度までにかけて30市町村が移行", ["target 30 市町村 FY2024 - - -"]),
    # measurements
    ("提供数：105調査（2023年２月時点）", ["actual 105 調査 2023-02 - - -"]),
    ("団体数：400団体（2025年）※現在332団体", [
        "target 400 団体 2025 - - -", "actual 332 団体 - - - -"]),
    ("件数（2020年度約22万件、2025年度約150万件）", [
        "actual 220000 件 FY2020 約 - -", "target 1500000 件 FY2025 約 - -"]),
    ("導入率を2021年度の35.4%から10ポイント引き上げ、2025年度に45.4％とする", [
        "actual 35.4 % FY2021 - - -", "target 10 ポイント FY2025 増加 - -",
        "target 45.4 % FY2025 - - -"]),
    ("研修の件数（参考：2022年度234件、2023年度250件見込）", [
        "actual 234 件 FY2022 - - -", "expected 250 件 FY2023 見込 - -"]),
    ("研修の数（参考：提供105件、登録188件（いずれも2023年２月時点））", [
        "actual 105 件 2023-02 - - -", "actual 188 件 2023-02 - - -"]),
    ("公園の数：35か所（R4年度）→40か所（R8年度）", [
        "actual 35 か所 FY2022 - - -", "target 40 か所 FY2026 - - -"]),
    ("割合　基準値 12.3％　→　目標値 20％（令和10年度）", [
        "actual 12.3 % - - - -", "target 20 % FY2028 - - -"]),
    ("待機者　現状値：120人（令和４年度）　目標値：０人（令和８年度）", [
        "actual 120 人 FY2022 - - -", "target 0 人 FY2026 - - -"]),
    ("ごみ　１人１日当たり850g（令和４年度）を800g以下（令和９年度）にする", [
        "actual 850 g FY2022 - - -", "target 800 g FY2027 以下 - -"]),
    # a goal of the past stays a goal
    ("2022年度において、従来比10倍以上の性能を実現", ["target 10 倍 FY2022 以上 - -"]),
    ("拠点を2021年度までに全国３か所以上で整備", ["target 3 か所 FY2021 以上 - -"]),
    # money and expectation
    ("実施件数（2022年度予算約36.8億円）", ["budget 3680000000 円 FY2022 約 - -"]),
    ("拠点数（2023年度見込：11拠点）", ["expected 11 拠点 FY2023 見込 - -"]),
    # cadence
    ("派遣の件数（年間60回）", ["target 60 回 - - - annual"]),
    ("取得率（毎年度99.5％以上）", ["target 99.5 % - 以上 - annual"]),
    ("情報の共有を年１回以上実施", ["target 1 回 - 以上 - annual"]),
    ("利用数（１か月当たり平均500件、2024年度）", ["target 500 件 FY2024 - - monthly"]),
    ("月間閲覧数（2026年度までに33万件以上）", ["target 330000 件 FY2026 以上 - monthly"]),
    ("件数（2027年度末までに500件）（年度計）", ["target 500 件 FY2027 - - annual"]),
    ("2037年度に約3,275万t/年のCO2削減", ["target 32750000 t FY2037 削減 - annual"]),
    # cumulative
    ("利用者数（2025年度までに延べ3,000人）", ["target 3000 人 FY2025 - 累計 -"]),
    ("製品化（2029年度までに計２種類以上）", ["target 2 種類 FY2029 以上 累計 -"]),
    ("2023年度末までに認定を累計1,000件、回答を累計１万件", [
        "target 1000 件 FY2023 - 累計 -", "target 10000 件 FY2023 - 累計 -"]),
    # qualifiers
    ("労働生産性（2026年度までに６％以上増加）", ["target 6 % FY2026 増加 - -"]),
    ("就職率（毎年度末75％超）", ["target 75 % - 超 - annual"]),
    ("検挙件数（2027年度までに半減）", ["target 50 % FY2027 削減 - -"]),
    ("大学の約半数が2025年に認定を受ける", ["target 50 % 2025 約 - -"]),
    # units that stand elsewhere
    ("2026年度末までに、100以上の地域において取組を実施", ["target 100 地域 FY2026 以上 - -"]),
    # no values
    ("補正予算（2022年度）における実証件数", []),
    ("１人１台端末を支える団体の割合の増加", []),
    ("計画の策定（2023年度）", []),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_values_of_a_line(line: str, expected: list[str]) -> None:
    assert [written(value) for value in values_of(line)] == expected


def test_a_reference_list_shares_the_date_above_it() -> None:
    lines = ("・診療の件数", "（参考）", "2022年５月分", "・初診：10,703回", "・再診：25,018回")
    assert [written(value) for value in values_of(*lines)] == [
        "actual 10703 回 2022-05 - - -",
        "actual 25018 回 2022-05 - - -",
    ]


def test_a_table_in_text_takes_units_from_its_cells_and_the_date_below() -> None:
    lines = (
        "公開した箇所数",
        "（参考：実績値）",
        "国の河川　448",
        "県の河川　1,475",
        "（2023年３月）",
    )
    assert [written(value) for value in values_of(*lines)] == [
        "actual 448 河川 2023-03 - - -",
        "actual 1475 河川 2023-03 - - -",
    ]


def test_figures_of_a_note_state_no_value() -> None:
    assert values_of("３段階で送る技術を確立", "※100Mbps、10Mbpsの２種類") == []


@given(
    st.integers(min_value=2024, max_value=2060),
    st.integers(min_value=1, max_value=99_999_999),
    st.sampled_from(["件", "人", "%", "か所", "団体"]),
    st.sampled_from(["", "以上", "以下", "程度", "超"]),
    st.sampled_from(
        ["登録数（{date}までに{figure}）", "登録数：{figure}（{date}）", "{date}に{figure}"]
    ),
)
def test_any_target_reads_back(
    year: int, number: int, unit: str, qualifier: str, form: str
) -> None:
    date = f"{year}年度（令和{year - 2018}年度）"
    line = form.format(date=date, figure=f"{number:,}{unit}{qualifier}")
    assert [written(value) for value in values_of(line)] == [
        f"target {number} {unit} FY{year} {qualifier or '-'} - -"
    ]


@pytest.mark.parametrize("line", [line for line, _ in CASES])
def test_a_value_quotes_its_digits(line: str) -> None:
    for value in values_of(line):
        start, end = value.quote.start, value.quote.end
        assert line[start:end] == value.quote.exact
        assert any(letter.isdigit() or letter in "半倍" for letter in value.quote.exact)
