"""Pieces of WordprocessingML as strings, and a Word file made of them with python-docx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml.parser import parse_xml

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{iri}"' for prefix, iri in NAMESPACES.items())
_NUMBERS = count(1000)


def run(text: str, properties: str = "") -> str:
    """A run; properties: content of w:rPr."""
    around = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{around}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def hidden(text: str) -> str:
    return run(text, "<w:vanish/>")


def deleted(text: str) -> str:
    return (
        f'<w:del w:id="{next(_NUMBERS)}" w:author="a"><w:r>'
        f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def inserted(content: str) -> str:
    return f'<w:ins w:id="{next(_NUMBERS)}" w:author="a">{content}</w:ins>'


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of inline content; style: style identifier."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def cell(content: Iterable[str], span: int = 1, merge: str = "") -> str:
    """A cell; merge: ``restart`` or ``continue`` for a cell merged down."""
    inside = "".join(content) or "<w:p/>"
    width = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    value = ' w:val="restart"' if merge == "restart" else ""
    down = f"<w:vMerge{value}/>" if merge else ""
    return f"<w:tc><w:tcPr>{width}{down}</w:tcPr>{inside}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(rows: Iterable[str]) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def control(content: str, properties: str = "") -> str:
    """A content control, for blocks, rows, cells or runs."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def text_box(content: str) -> str:
    """A paragraph with a floating text box and its copy for old readers."""
    inside = f"<w:txbxContent>{content}</w:txbxContent>"
    drawing = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback>{_picture(inside)}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def old_text_box(content: str) -> str:
    """A paragraph with a text box of an old Word, without a second copy."""
    return f"<w:p><w:r>{_picture(f'<w:txbxContent>{content}</w:txbxContent>')}</w:r></w:p>"


def _picture(inside: str) -> str:
    return f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"


def field(code: str, result: str) -> str:
    """A complex field inside one paragraph."""
    return (
        f'{field_mark("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f"{field_mark('separate')}{result}{field_mark('end')}"
    )


def field_mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def word_document(blocks: Sequence[str]) -> docx.document.Document:
    """A new document of python-docx whose body is the given block-level XML."""
    document = docx.Document()
    body = document.element.body
    whole = parse_xml(f"<w:body {_DECLARED}>{''.join(blocks)}</w:body>")
    for element in list(whole):
        body[-1].addprevious(element)
    return document


def write_word(path: Path, blocks: Sequence[str]) -> Path:
    """Write a Word file with the given blocks."""
    word_document(blocks).save(str(path))
    return path


def number_headings(document: docx.document.Document, levels: Sequence[tuple[str, str]]) -> None:
    """Let Word number the heading styles: number format and text of each level."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{at + 1}"/><w:isLgl w:val="{int(at > 0)}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {_DECLARED} w:abstractNumId="77">{inside}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    list_of = f'<w:num {_DECLARED} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(list_of))
    for at in range(len(levels)):
        properties = document.styles[f"Heading {at + 1}"].element.get_or_add_pPr()
        number = f'<w:numPr {_DECLARED}><w:numId w:val="77"/></w:numPr>'
        properties.append(parse_xml(number))
