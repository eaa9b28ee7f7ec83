"""The bundled facts become a Word file in the plan's layout, which is then read like any other."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml.parser import oxml_parser
from lxml import etree

from shisaku.errors import ShisakuError
from shisaku.sample.facts import SampleMeasure, sample_measures

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{iri}"' for prefix, iri in _NAMESPACES.items())
_FIXED_TIME = datetime(2023, 6, 9)
_HEADING, _BULLET = "Heading2", "ListBullet"


def write_sample(path: Path, areas: dict[int, str]) -> Path:
    """Write the sample plan as a Word file and return its path.

    areas: printed title by area number; an area that the plan prints no title for is left out.
    Raises ShisakuError when the folder cannot be written; an older file stays until then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".part")
        partial.write_bytes(sample_bytes(areas))
        partial.replace(path)
    except OSError as error:
        raise ShisakuError(
            "cannot-write", f"the sample cannot be written: {error.strerror}.", str(path)
        ) from error
    return path


def sample_bytes(areas: dict[int, str], measures: Iterable[SampleMeasure] | None = None) -> bytes:
    """Return a plan as the bytes of a .docx file, the same at every call.

    measures: those of the bundled sample unless others are given.
    """
    document = docx.Document()
    document.core_properties.author = "Shisaku"
    document.core_properties.title = "Sample plan: facts restated, not the plan's own sentences"
    document.core_properties.created = document.core_properties.modified = _FIXED_TIME
    body = document.element.body
    end = body[-1]
    for element in _elements(measures or sample_measures(), areas):
        end.addprevious(element)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _elements(measures: Iterable[SampleMeasure], areas: dict[int, str]) -> Iterator[etree._Element]:
    """Yield a table a measure; area headings float in text boxes of their own."""
    seen: set[int] = set()
    for mark, measure in enumerate(measures):
        area = int(measure.number.split("-")[0])
        if area in areas and area not in seen:
            yield _text_box(areas[area], mark)
        seen.add(area)
        yield _table(measure, mark)
        yield _parsed("<w:p/>")


def _table(measure: SampleMeasure, mark: int) -> etree._Element:
    body = [measure.summary_ja]
    if measure.systems:
        body.append(f"関係する情報システム：{'、'.join(measure.systems)}")
    rows = [
        [_paragraph(f"[No.{_printed(measure.number)}] {measure.title}", _HEADING, mark)],
        [_paragraph(text, _BULLET) for text in body],
    ]
    if measure.lead:
        lines = measure.kpi or ("-",)
        dot = "・" if len(lines) > 1 else ""
        rows += [
            [_paragraph("KPI：")],
            [_paragraph(dot + line) for line in lines],
            [_paragraph("主担当府省庁：")],
            [_paragraph(measure.lead)],
        ]
    cells = "".join(
        f"<w:tr><w:tc><w:p/></w:tc><w:tc>{''.join(paragraphs)}</w:tc></w:tr>" for paragraphs in rows
    )
    return _parsed(
        '<w:tbl><w:tblPr><w:tblW w:type="auto" w:w="0"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="600"/><w:gridCol w:w="8040"/></w:tblGrid>'
        f"{cells}</w:tbl>"
    )


def _paragraph(text: str, style: str = "", mark: int | None = None) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    if mark is not None:
        name = f"_Toc{136284813 + mark}"
        run = f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>{run}<w:bookmarkEnd w:id="{mark}"/>'
    return f"<w:p>{properties}{run}</w:p>"


def _text_box(title: str, mark: int) -> etree._Element:
    """Return a floating text box; Word writes its content twice, for new and old readers."""
    content = f"<w:txbxContent>{_paragraph(title)}</w:txbxContent>"
    return _parsed(
        "<w:p><w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="5400000" cy="400000"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{1000 + mark}" name="area"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="5400000" cy="400000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _parsed(xml: str) -> etree._Element:
    """Return one element; its prefixes are declared on a shell that is thrown away."""
    return etree.fromstring(f"<shell {_DECLARED}>{xml}</shell>", oxml_parser)[0]


def _printed(number: str) -> str:
    """Return a measure number in the plan's house style: one digit full-width, two half-width."""
    return "－".join(
        chr(ord(part) + 0xFEE0) if len(part) == 1 else part for part in number.split("-")
    )


def _with_fixed_times(packed: bytes) -> bytes:
    """Return the same archive with one time stamp, so that the same facts give the same bytes."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, _FIXED_TIME.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item))
    return buffer.getvalue()
