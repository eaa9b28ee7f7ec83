"""Systems, organisations and laws found in text by the names of the reference data."""

from __future__ import annotations

import pytest
from kpi_lines import measure_of

from shisaku.plan.model import LawCitation

SYSTEMS = [
    ("海しるAPIの利用", ["海しる", "海しるAPI"]),
    ("海しるの公開", ["海しる"]),
    ("マイナポータルＡＰＩと連携", ["マイナポータル", "マイナポータルAPI"]),
    ("RESAS-APIとRESAS", ["RESAS-API", "RESAS"]),
    ("e-Govデータポータルサービス", ["e-Govデータポータル"]),
    ("ＮＤＢと介護DB", ["NDB", "介護DB"]),
    ("NDBデータの提供", ["NDB"]),
    ("WNDB2という別の名", []),
    ("準天頂衛星システムの開発", ["みちびき"]),
    ("スーパーコンピュータ「富岳」の利用", ["富岳"]),
    ("不動産IDと電子基準点網", []),
]


@pytest.mark.parametrize(("text", "names"), SYSTEMS)
def test_systems_are_found_by_their_longest_printed_form(text: str, names: list[str]) -> None:
    found = measure_of(body=(text,)).systems
    assert sorted(mention.name for mention in found) == sorted(names)
    for mention in found:
        for quote in mention.quotes:
            assert text[quote.start : quote.end] == quote.exact


def test_a_system_has_a_quote_for_each_place_in_order() -> None:
    (mention,) = measure_of("e-Statの登録数", body=("e-Statとe-Statの改修",)).systems
    assert [(quote.passage, quote.start) for quote in mention.quotes] == [
        ("4-8/2", 0), ("4-8/2", 7), ("4-8/3", 0),
    ]  # fmt: skip


def test_a_body_is_not_found_inside_the_name_of_a_system_or_a_longer_body() -> None:
    measure = measure_of(body=("消防庁映像共有システムと総務省消防庁",))
    assert [mention.key for mention in measure.organisations] == ["fdma"]
    assert [quote.exact for quote in measure.organisations[0].quotes] == ["総務省消防庁"]


def laws_of(*body: str) -> tuple[LawCitation, ...]:
    """Return the laws cited in paragraphs."""
    return measure_of(body=body).laws


def test_a_law_with_number_and_the_short_name_it_defines() -> None:
    (law,) = laws_of(
        "これによる個人情報の保護に関する法律（平成15年法律第57号。以下「甲法」という。）の改正",
        "甲法の周知",
    )
    assert (law.name, law.number) == ("個人情報の保護に関する法律", "平成15年法律第57号")
    assert law.law_id == "415AC0000000057"
    assert [quote.exact for quote in law.quotes][1:] == ["甲法"]


def test_the_article_of_a_law() -> None:
    (law,) = laws_of("住民基本台帳法（昭和42年法律第81号）第８条第３号の規定")
    assert law.article == "第８条第３号"


@pytest.mark.parametrize(
    ("text", "name", "key", "law_id"),
    [
        ("住民基本台帳法を改正する", "住民基本台帳法", "342AC0000000081", "342AC0000000081"),
        ("本年、架空法（令和元年法律第99号）により", "架空法", "501-act-99", None),
        ("架空法施行令（昭和35年政令第14号）に従う", "架空法施行令", "335CO0000000014",
         "335CO0000000014"),
        ("「架空計画」（平成26年財務省告示第5号）に沿う", "架空計画", "426-notice-5-8ca1-52d9-7701",
         None),
    ],
)  # fmt: skip
def test_ids_are_only_derived_where_it_is_safe(
    text: str, name: str, key: str, law_id: str | None
) -> None:
    (law,) = laws_of(text)
    assert (law.name, law.key, law.law_id) == (name, key, law_id)


def test_other_measures_are_named_by_number() -> None:
    assert measure_of(body=("施策６－３及びNo.9-14を参照、施策4-8は本施策",)).related == (
        "6-3",
        "9-14",
    )
