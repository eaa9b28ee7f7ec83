"""What a reader sees in a Word file is what is read, and nothing else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

import wordml as w
from shisaku.document.model import Block, BlockKind
from shisaku.document.reader import read

NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
COMMENT = '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
EMOJI = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w:sym/></mc:Choice>'
    "<mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
ARROW = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
PLACEHOLDER = w.control(w.run("ここに入力"), "<w:showingPlcHdr/>")
BROKEN = "<w:r><w:t>一行目</w:t><w:br/><w:t>二行目</w:t><w:cr/><w:t>三行目</w:t></w:r>"
OPEN_CONTENTS = f"{w.field_mark('begin')}<w:r><w:instrText>TOC</w:instrText></w:r>"
OPEN_CONTENTS += w.field_mark("separate")
OUTLINE = '<w:outlineLvl w:val="1"/>'
LEADER = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9000"/></w:tabs>'
TAB = "<w:r><w:tab/></w:r>"

INLINE: list[tuple[str, str, list[str]]] = [
    ("note and comment marks", w.run("前") + NOTE + COMMENT + w.run("後"), ["前後"]),
    ("soft breaks split lines", BROKEN, ["一行目", "二行目", "三行目"]),
    ("symbols", w.run("左") + ARROW + w.run("右"), ["左→右"]),
    ("a character with a fallback", w.run("笑") + EMOJI, ["笑☺"]),
    ("a placeholder is not text", w.run("値") + PLACEHOLDER, ["値"]),
    ("tabs are one space", w.run("主担当：") + TAB + TAB + w.run("総務省"), ["主担当： 総務省"]),
    ("soft hyphens", w.run("ab") + "<w:r><w:softHyphen/></w:r>" + w.run("cd"), ["abcd"]),
    ("nested fields", w.field("IF 1", w.field("REF x", w.run("中"))) + w.run("外"), ["中外"]),
    ("a field without a result", w.field_mark("begin") + w.field_mark("end") + w.run("文"), ["文"]),
    ("a contents field left open", OPEN_CONTENTS + w.run("本文"), ["本文"]),
    ("contents entry with leaders", w.run("第１節 目的 ……… １２"), []),
    ("an old list mark", w.run("·  箇条"), ["箇条"]),
    ("a KPI mark stays", w.run("・件数"), ["・件数"]),
]


def blocks_of(blocks: list[str], tmp_path: Path) -> tuple[Block, ...]:
    return read(w.write_word(tmp_path / "a.docx", blocks)).blocks


@pytest.mark.parametrize(
    ("content", "wanted"), [case[1:] for case in INLINE], ids=[case[0] for case in INLINE]
)
def test_inline(content: str, wanted: list[str], tmp_path: Path) -> None:
    found = blocks_of([w.paragraph(content)], tmp_path)
    assert [block.text for block in found] == wanted


@pytest.mark.parametrize(
    ("properties", "style", "kind"),
    [
        ("", "", BlockKind.PARAGRAPH),
        ("", "Heading3", BlockKind.HEADING),
        ("", "Title", BlockKind.PARAGRAPH),
        ("", "ListNumber2", BlockKind.BULLET),
        ("", "ListParagraph", BlockKind.PARAGRAPH),
        (OUTLINE, "", BlockKind.HEADING),
        ('<w:outlineLvl w:val="9"/>', "Heading1", BlockKind.PARAGRAPH),
        ('<w:numPr><w:numId w:val="3"/></w:numPr>', "", BlockKind.BULLET),
        ('<w:numPr><w:numId w:val="0"/></w:numPr>', "ListBullet", BlockKind.PARAGRAPH),
    ],
)
def test_kind(properties: str, style: str, kind: BlockKind, tmp_path: Path) -> None:
    found = blocks_of([w.paragraph(w.run("文"), style, properties)], tmp_path)
    assert [block.kind for block in found] == [kind]


def test_a_heading_with_a_soft_break_is_one_line(tmp_path: Path) -> None:
    broken = w.run("データの") + "<w:r><w:br/></w:r>" + w.run("連携 open") + "<w:r><w:br/></w:r>"
    found = blocks_of([w.paragraph(broken + w.run("data"), "Heading1")], tmp_path)
    assert [block.text for block in found] == ["データの連携 open data"]


def test_a_typed_contents_entry_is_left_out_and_figures_after_a_tab_stay(tmp_path: Path) -> None:
    content = w.run("国管理河川") + TAB + w.run("448")
    found = blocks_of([w.paragraph(content, "", LEADER), w.paragraph(content)], tmp_path)
    assert [block.text for block in found] == ["国管理河川 448"]


def test_hidden_by_styles(tmp_path: Path) -> None:
    document = docx.Document()
    for name, kind in (("Secret", WD_STYLE_TYPE.PARAGRAPH), ("Whisper", WD_STYLE_TYPE.CHARACTER)):
        document.styles.add_style(name, kind).font.hidden = True
    document.add_paragraph("見えない", style="Secret")
    line = document.add_paragraph("見える")
    line.add_run("見えない", style="Whisper")
    document.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read(tmp_path / "a.docx").blocks] == ["見える"]


def test_cells_know_their_place(tmp_path: Path) -> None:
    rows = [
        w.row(w.cell([w.paragraph(w.run("a"))], 2), w.cell([w.paragraph(w.run("b"))])),
        w.row(w.cell([w.paragraph(w.run("c"))], merge="restart"), w.cell([]), w.cell([])),
        w.row(w.cell([w.paragraph(w.run("x"))], merge="continue"), w.cell([])),
    ]
    found = blocks_of([w.table(rows)], tmp_path)
    assert [(block.text, block.table, block.row, block.column) for block in found] == [
        ("a", 0, 0, 0),
        ("b", 0, 0, 2),
        ("c", 0, 1, 0),
    ]


def test_a_text_box_inside_a_sentence_does_not_cut_it(tmp_path: Path) -> None:
    box = w.text_box(w.paragraph(w.run("箱")))
    inside = box.removeprefix("<w:p>").removesuffix("</w:p>")
    found = blocks_of([w.paragraph(w.run("前の") + inside + w.run("文"))], tmp_path)
    assert [block.text for block in found] == ["前の文", "箱"]
