"""Numbers in every form that plans print, and digits that only name something."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shisaku.plan.figures import find_figures
from shisaku.plan.folding import fold

FIGURES = [
    ("29万件", "290000", "件"),
    ("25,695万件", "256950000", "件"),
    ("約36.8億円", "3680000000", "円"),
    ("１億2,000万人", "120000000", "人"),
    ("２兆円", "2000000000000", "円"),
    ("５千人", "5000", "人"),
    ("16,000,679件", "16000679", "件"),
    ("99.85％", "99.85", "%"),
    ("36.1%", "36.1", "%"),
    ("３割削減", "30", "%"),
    ("８割", "80", "%"),
    ("２割５分", "25", "%"),
    ("２倍", "2", "倍"),
    ("半減", "50", "%"),
    ("約半数", "50", "%"),
    ("倍増", "2", "倍"),
    ("10ポイント", "10", "ポイント"),
    ("6.67m3/人・日", "6.67", "m3/人・日"),
    ("10Tbps", "10", "Tbps"),
    ("400kbps", "400", "kbps"),
    ("47都道府県警察", "47", "都道府県警察"),
    ("100量子ビット", "100", "量子ビット"),
    ("1,000 団体以上", "1000", "団体"),
    ("2,500か所", "2500", "か所"),
    ("４海域以上", "4", "海域"),
    ("100以上", "100", None),
    ("アクセス数1,500", "1500", None),
]


@pytest.mark.parametrize(("text", "value", "unit"), FIGURES)
def test_figures_are_expanded(text: str, value: str, unit: str | None) -> None:
    (figure,) = find_figures(fold(text).text)
    assert (figure.value, figure.unit) == (Decimal(value), unit)
    assert not figure.names


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("100万件/年", "1000000", "件", "年"),
        ("3,275万t/年", "32750000", "t", "年"),
        ("500万/年", "5000000", None, "年"),
        ("20回/月", "20", "回", "月"),
    ],
)
def test_rates_keep_what_they_are_counted_by(
    text: str, value: str, unit: str | None, per: str
) -> None:
    (figure,) = find_figures(fold(text).text)
    assert (figure.value, figure.unit, figure.per) == (Decimal(value), unit, per)


@pytest.mark.parametrize(
    "text",
    [
        "５G", "3D都市模型", "第２期計画", "Ver.2", "レベル４飛行", "H3ロケット", "SC27", "SIP4D",
        "WRC-23", "JIS X 8341-3", "１人１台端末", "３年後", "２年経過時", "６月末",
        "３次元データ", "過去３か年平均", "「未来２０２２」", "200万円に対する", "１か月当たり",
        "２万人以上８万人未満の区間", "No.5", "第４次", "５世代",
    ],
)  # fmt: skip
def test_digits_in_names_are_no_figures(text: str) -> None:
    assert all(figure.names for figure in find_figures(fold(text).text))


def test_list_marks_are_no_figures() -> None:
    assert find_figures(fold("①年間の平均、ⅱ）次の点").text) == ()


def test_both_ends_of_a_range_have_the_unit() -> None:
    first, last = find_figures(fold("5～10件").text)
    assert [(first.value, first.unit), (last.value, last.unit)] == [(5, "件"), (10, "件")]


SCALES = [("", 1), ("百", 10**2), ("千", 10**3), ("万", 10**4), ("億", 10**8), ("兆", 10**12)]


@given(
    st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False),
    st.sampled_from(SCALES),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["件", "人", "％", "円", "か所", "団体", ""]),
)
def test_any_number_reads_back(
    number: Decimal, scale: tuple[str, int], commas: bool, wide: bool, unit: str
) -> None:
    printed = f"{number.normalize():,f}" if commas else f"{number.normalize():f}"
    if wide:
        printed = printed.translate({ord(d): ord("０") + int(d) for d in "0123456789"})
    (figure,) = find_figures(fold(f"目標：約{printed}{scale[0]}{unit}、").text)
    assert figure.value == number * scale[1]
    assert figure.unit == (fold(unit).text or None)


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9999))
def test_mixed_scales_add_up(upper: int, lower: int) -> None:
    (figure,) = find_figures(f"{upper}億{lower}万件")
    assert figure.value == upper * 10**8 + lower * 10**4
