"""What a figure counts, by the words before it in its line."""

from __future__ import annotations

import pytest

from shisaku.graph.figure_names import figure_name
from shisaku.plan.model import Quote


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("・匿名データの提供数：", "匿名データの提供数"),
        ("その他河川\u3000", "その他河川"),
        ("2023年度末までに、講座の修了者数を累計", "講座の修了者数"),
        ("99％（高速道路については", "高速道路"),
        ("末までに99.85％（未整備世帯約", "未整備世帯"),
        ("基幹網10Tbps、アクセス網", "アクセス網"),
        ("利用率（2027年度（令和９年度）末までに", ""),
        ("（2023年度（令和５年度）見込：", ""),
        ("2022年度（令和４年度）において、従来比", ""),
        ("2024年度（令和６年度）までにかけて", ""),
        ("（45kmで", ""),
        ("", ""),
    ],
)
def test_the_words_before_a_figure_name_it(before: str, name: str) -> None:
    quote = Quote("4-8/9", len(before), len(before) + 3, "10件")
    assert figure_name(before + "10件", quote) == name
