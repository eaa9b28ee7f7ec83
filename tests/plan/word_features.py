"""A Plan is written again with what Word puts around and into text: one function a feature."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from layouts import Layout, body, each, heading, in_paragraphs, numbered, plain, two_columns

import wordml as w
from shisaku.plan.model import Measure, Plan

FEATURES: dict[str, Layout] = {}


def feature(function: Layout) -> Layout:
    """Register a feature by the name of its function."""
    FEATURES[function.__name__] = function
    return function


@feature
def contents_before_and_repeats_around(plan: Plan) -> Iterator[str]:
    """Four kinds of table of contents; headers, footers and notes are added by the test."""
    heads = [numbered(measure) for measure in plan.measures]
    entries = [w.paragraph(w.run(head) + tab() + w.run("12"), "TOC2") for head in heads[:40]]
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    yield w.control("".join(entries), gallery)
    begin = w.field_mark("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    yield w.paragraph(begin + w.field_mark("separate") + w.run(heads[0]))
    yield from plain(heads[1:40])
    yield w.paragraph(w.run("主担当府省庁：") + w.field_mark("end"))
    yield from plain([f"{head}{'．' * 20}{page}" for page, head in enumerate(heads, start=5)])
    for head in heads[40:]:
        link = f'<w:hyperlink w:anchor="_Toc1">{w.run(head)}{tab()}{w.run("7")}</w:hyperlink>'
        yield w.paragraph(link)
    yield from plain(heads)
    yield from each(plan, in_paragraphs)


def tab() -> str:
    return "<w:r><w:tab/></w:r>"


@feature
def tracked_changes(plan: Plan) -> Iterator[str]:
    def inline(text: str) -> str:
        half = len(text) // 2
        moved = f'<w:moveFrom w:id="1">{w.run("[No.１－１] 旧")}</w:moveFrom>'
        arrived = f'<w:moveTo w:id="2">{w.run(text[half:])}</w:moveTo>'
        return w.deleted("旧100件") + w.inserted(w.run(text[:half])) + moved + arrived

    def head(measure: Measure) -> str:
        return w.paragraph(inline(numbered(measure)), "Heading2")

    def blocks(measure: Measure) -> list[str]:
        gone = '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'
        removed = w.paragraph(w.deleted("主担当府省庁：削除省"), properties=gone)
        first, *others = in_paragraphs(measure, head, inline)
        cells = w.cell(plain(["KPI：", "旧"]))
        lost = f'<w:tr><w:trPr><w:del w:id="4" w:author="a"/></w:trPr>{cells}</w:tr>'
        unseen = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cells}</w:tr>"
        return [removed, first, w.table([lost, unseen]), *others]

    return each(plan, blocks)


@feature
def joined_by_a_deleted_paragraph_mark(plan: Plan) -> Iterator[str]:
    gone = '<w:rPr><w:del w:id="5" w:author="a"/></w:rPr>'

    def head(measure: Measure) -> str:
        text = numbered(measure)
        return w.paragraph(w.run(text[:12]), properties=gone) + heading(text[12:])

    return each(plan, lambda measure: in_paragraphs(measure, head))


@feature
def hidden_text(plan: Plan) -> Iterator[str]:
    def inline(text: str) -> str:
        return w.hidden("[No.９－99] 隠し") + w.run(text, '<w:vanish w:val="0"/>') + w.hidden("7件")

    def blocks(measure: Measure) -> list[str]:
        secret = w.paragraph(w.hidden("KPI："))
        return [secret, *in_paragraphs(measure, inline=inline)]

    return each(plan, blocks)


@feature
def ruby_over_the_text(plan: Plan) -> Iterator[str]:
    def inline(text: str) -> str:
        ruby = (
            "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
        ).format(w.run("よみ"), w.run(text[:1]))
        return ruby + w.run(text[1:])

    return each(plan, lambda measure: in_paragraphs(measure, inline=inline))


@feature
def runs_split_anywhere(plan: Plan) -> Iterator[str]:
    def inline(text: str) -> str:
        mark = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9" w:name="x"/>'
        return mark.join(w.run(text[at : at + 3]) for at in range(0, len(text), 3))

    def head(measure: Measure) -> str:
        return w.paragraph(inline(numbered(measure)), "Heading2")

    return each(plan, lambda measure: in_paragraphs(measure, head, inline))


@feature
def fields_links_controls_and_hyphens(plan: Plan) -> Iterator[str]:
    wrap: list[Callable[[str], str]] = [
        lambda content: w.field("REF _Ref1 \\h", content),
        lambda content: f'<w:hyperlink w:anchor="x">{content}</w:hyperlink>',
        w.control,
        lambda content: f'<w:fldSimple w:instr=" PAGE ">{content}</w:fldSimple>',
        lambda content: f'<w:smartTag w:element="place">{content}</w:smartTag>',
        lambda content: f"<m:oMath><m:r>{content}</m:r></m:oMath>",
    ]

    def inline(text: str) -> str:
        half = len(text) // 2
        first = "<w:r><w:noBreakHyphen/></w:r>".join(map(w.run, text[:half].split("-")))
        return first + wrap[len(text) % len(wrap)](w.run(text[half:]))

    return each(plan, lambda measure: in_paragraphs(measure, inline=inline))


@feature
def controls_around_blocks_rows_and_cells(plan: Plan) -> Iterator[str]:
    def blocks(measure: Measure) -> list[str]:
        rows = two_columns(measure)
        cells = w.control(w.cell(body(measure)))
        rows[1] = f"<w:tr>{cells}</w:tr>"
        return [w.control(w.table(map(w.control, rows))), "<w:p/>"]

    return each(plan, blocks)


@feature
def lists_by_direct_numbering(plan: Plan) -> Iterator[str]:
    numbering = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    for block in each(plan, in_paragraphs):
        yield block.replace('<w:pStyle w:val="ListBullet"/>', numbering)
