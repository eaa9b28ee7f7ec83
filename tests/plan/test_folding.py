"""One form of every letter, with a way back to the printed place; brackets counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shisaku.plan.brackets import nest, strays
from shisaku.plan.folding import fold


def test_widths_radicals_and_dashes_become_one_form() -> None:
    assert fold("Ｎｏ．４－８　⽅⺠｢甲｣～①ⅱ").text == "No.4-8 方民「甲」~①ⅱ"


def test_marks_printed_apart_join_their_kana_and_lead_back() -> None:
    folded = fold("ﾊﾟｿｺﾝとｶﾞｽ")
    assert folded.text == "パソコンとガス"
    start = folded.text.index("ガス")
    assert "ﾊﾟｿｺﾝとｶﾞｽ"[slice(*folded.printed(start, start + 2))] == "ｶﾞｽ"


@given(st.text(max_size=60))
def test_every_folded_span_leads_back_inside_the_text(text: str) -> None:
    folded = fold(text)
    start, end = folded.printed(0, len(folded.text))
    assert (start, end) == (0, len(text))


def test_brackets_nest_three_deep() -> None:
    text = "甲(乙(丙(丁)戊)己)庚"
    nesting = nest(text)
    assert [len(nesting.chain(text.index(letter))) for letter in "甲乙丙丁戊己庚"] == [
        1, 2, 3, 4, 3, 2, 1,
    ]  # fmt: skip
    assert nesting.unbalanced == ()


def test_an_open_bracket_ends_with_its_line_and_a_stray_one_is_skipped() -> None:
    nesting = nest("甲(乙\n丙)丁")
    assert [len(nesting.chain(place)) for place in (0, 2, 4, 6)] == [1, 2, 1, 1]
    assert nesting.unbalanced == (1, 5)


def test_strays_are_brackets_without_partner() -> None:
    assert strays("（甲）中））") == (4, 5)
    assert strays("「甲（乙」") == (0, 2, 4)
    assert strays("（甲)") == (0, 2)
