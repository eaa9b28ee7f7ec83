"""How the lines of a KPI block fall into indicators, and their short labels."""

from __future__ import annotations

import pytest
from kpi_lines import measure_of

from shisaku.plan.indicators import short_label

BLOCKS = {
    "each line is one": (["研修の開催数", "・受講者の数"], [1, 1]),
    "brackets go on": (["・公開の割合", "（保育所は更新率60％）", "・検討を続ける"], [2, 1]),
    "notes go on": (["方針を2022年度に策定した。", "※ 対象：戸籍（20業務）", "経費の削減"], [2, 1]),
    "a dated bracket goes on": (["保険証の廃止を目指す", "【2024年（令和６年）秋】"], [2]),
    "time of setting goes on": (["移動サービスの数", "KPIの設定時期：2023年度末"], [2]),
    "going on goes on": (["運用開始（2021年12月）", "引き続き、運用を継続"], [2]),
    "unset stands alone": (["受講者数（2023年度180人）", "未設定（2024年度に設定）"], [1, 1]),
    "a colon opens": (["・民間：", "2025年度に55％。", "・公務：", "2025年度に整備"], [2, 2]),
    "angle headings open": (["＜甲の開発＞", "2022年度に技術を確立", "2037年度に削減"], [2, 1]),
    "reference items go on": (
        ["登録数（累計）", "（参考：実績値）", "・提供数：105件（2023年２月時点）", "・研修の数"],
        [3, 1],
    ),
    "cells of a reference go on": (["箇所数", "（参考）", "国　448", "（2023年３月）"], [4]),
    "groups join their head": (
        ["移行状況", "【甲】", "2024年度に47県が移行", "【乙】", "未設定　2025年に検討"],
        [3, 2],
    ),
    "a dash is nothing": (["-"], []),
    "a first bracket stands alone": (["（2023年度に計画を策定）"], [1]),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_lines_fall_into_indicators(name: str) -> None:
    lines, sizes = BLOCKS[name]
    indicators = measure_of(*lines).indicators
    assert [indicator.text.count("\n") + 1 for indicator in indicators] == sizes
    assert "\n".join(indicator.text for indicator in indicators) == "\n".join(
        line for line in lines if line != "-"
    )


def test_an_indicator_glued_to_a_reference_figure_is_parted() -> None:
    lines = (
        "登録数（2027年度末までに29万件）",
        "（参考：実績値）",
        "・提供数：188件（2023年２月時点）窓口での利用件数（2027年度末までに50万件）",
    )
    first, second = measure_of(*lines).indicators
    assert first.text.endswith("188件（2023年２月時点）")
    assert second.text == "窓口での利用件数（2027年度末までに50万件）"
    quote = second.quotes[0]
    assert lines[2][quote.start : quote.end] == second.text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("・応募件数（参考：2022年度495件）", "応募件数"),
        ("登録数（2027年度（令和９年度）末までに29万件）（累計）", "登録数"),
        ("サイバー港（港湾物流）の利用回数", "サイバー港（港湾物流）の利用回数"),
        ("都市数：200都市程度（～2023年（令和５年））", "都市数"),
        ("①拠点数\n（2023年度見込：11拠点）", "拠点数"),
        ("申請率　令和4年度末 35.2％", "申請率"),
        ("待機者　現状値：120人（令和４年度）", "待機者"),
        ("JIS X 8341-3への準拠", "JIS X 8341-3への準拠"),
        ("実用化率（※）：50％以上\n※割合", "実用化率"),
        ("労働生産性（主伐）2020年度（令和２年度）：6.67m3/人・日", "労働生産性（主伐）"),
        ("ﾊﾟｿｺﾝの数：５台（2025年）", "ﾊﾟｿｺﾝの数"),
        ("【反則金】\n未設定", "反則金"),
        ("認定を受けた数。（2025年までに約半数）", "認定を受けた数"),
        ("＜甲の開発＞\n技術を確立", "甲の開発：技術を確立"),
        ("システムの改修（2024年度（令和６年度）中））", "システムの改修"),
    ],
)
def test_labels_are_short(text: str, label: str) -> None:
    assert short_label(text) == label
