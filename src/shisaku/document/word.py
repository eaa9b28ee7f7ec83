"""A Word file goes in as bytes; its text as a reader sees it comes out as blocks, in order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from shisaku.document.lines import is_contents_entry, printed
from shisaku.document.model import Block, BlockKind
from shisaku.document.numbering import Numbering
from shisaku.document.package import Package, malformed, open_package, parse
from shisaku.document.styles import (
    NO_LIST,
    VAL,
    Properties,
    StyleSheet,
    W,
    first,
    is_level,
    list_place,
    properties_of,
    switch,
    value_of,
)
from shisaku.document.symbols import symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PARAGRAPH, _TABLE, _ROW, _CELL = W + "p", W + "tbl", W + "tr", W + "tc"
_RUN, _TEXTS = W + "r", (W + "t", _MATH + "t")
_PARAGRAPH_SAYS, _RUN_SAYS, _CONTROL_SAYS = W + "pPr", W + "rPr", W + "sdtPr"
_ROW_SAYS, _CELL_SAYS = W + "trPr", W + "tcPr"
_BOX, _CONTROL, _CONTENT = W + "txbxContent", W + "sdt", W + "sdtContent"
_ALTERNATIVES = _MC + "AlternateContent"
_LINE_BREAK = "\n"
_PAGE_NUMBER = re.compile(r"[0-9０-９ivxIVX]+$")

# Elements without text of their own that hold text as printed; anything not named is passed by,
# which leaves out deletions, moves away, phonetic guides, field codes, notes and properties.
_THROUGH = {
    *(W + "ins", W + "moveTo", W + "smartTag", W + "customXml", _CONTENT, W + "bdo", W + "dir"),
    *(W + "ruby", W + "rubyBase"),
}
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": _LINE_BREAK,
    W + "cr": _LINE_BREAK,
    W + "noBreakHyphen": "-",
}
_DRAWINGS = {W + "drawing", W + "pict", W + "object"}
_WRAPPERS = {W + "customXml", W + "ins", W + "moveTo", W + "smartTag", _CONTENT}


def blocks_of_word(data: bytes, place: str) -> tuple[Block, ...]:
    """Read the body of a Word file (ECMA-376 part 1, clause 17) as blocks.

    Read: paragraphs, tables, content controls, text boxes (one of the copies), results of
    fields, insertions. Left out: deletions, hidden text, phonetic guides, tables of contents,
    headers, footers, notes and comments. Raises ShisakuError for a file that is not sound.
    """
    package = open_package(data, place)
    sheet = StyleSheet(_related(package, "styles"))
    lists = _related(package, "numbering")
    reading = _Reading(sheet, Numbering(lists))
    for element in _body(package):
        reading.element(element, None)
    if reading.in_contents():  # the field was never ended: it hides text, so it is no contents
        reading = _Reading(sheet, Numbering(lists), contents_fields=False)
        for element in _body(package):
            reading.element(element, None)
    reading.flush(None)
    return tuple(reading.blocks)


def _related(package: Package, name: str) -> etree._Element | None:
    """A parsed part beside the main document of the package, None where it has none."""
    data = package.related.get(name)
    return None if data is None else parse(data, package.place)


def _body(package: Package) -> Iterator[etree._Element]:
    """Yield the children of the body one by one, so that long files need little memory."""
    events = etree.iterparse(
        io.BytesIO(package.main),
        events=("end",),
        tag=(_PARAGRAPH, _TABLE, _CONTROL, _ALTERNATIVES, *_WRAPPERS),
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    body = W + "body"
    try:
        for _, element in events:
            parent = element.getparent()
            if parent is not None and parent.tag == body:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise malformed(package.place) from error


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where in a table a paragraph stands."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class _Field:
    """A complex field that has begun: its code so far, and whether its result is showing."""

    code: str = ""
    result: bool = False


@dataclass(slots=True)
class _Text:
    """The text of one paragraph while it is gathered, and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    label: str = ""
    linked_to_heading: bool = False


class _Reading:
    """One pass over a body: blocks so far, open fields, text carried to the next paragraph."""

    def __init__(
        self, sheet: StyleSheet, numbering: Numbering, contents_fields: bool = True
    ) -> None:
        self.blocks: list[Block] = []
        self._sheet = sheet
        self._numbering = numbering
        self._contents_fields = contents_fields
        self._fields: list[_Field] = []
        self._position = 0
        self._tables = 0
        self._carried: list[str] = []
        self._bookmarks: list[str] = []

    def in_contents(self) -> bool:
        """Tell whether a table-of-contents field is open here."""
        return self._contents_fields and any(
            item.result and item.code.split()[:1] in (["TOC"], ["TOA"]) for item in self._fields
        )

    # Block level

    def element(self, element: etree._Element, spot: _Spot | None) -> None:
        """Read a block-level element: paragraph, table, content control or what wraps them."""
        tag = element.tag
        if tag == _PARAGRAPH:
            self._paragraph(element, spot)
        elif tag == _TABLE:
            self._table(element)
        elif tag == _CONTROL:
            self._control(element, spot)
        elif tag == _ALTERNATIVES:
            for child in _chosen(element):
                self.element(child, spot)
        elif tag in _WRAPPERS:
            self._children(element, spot)
        elif tag == W + "bookmarkStart":
            self._bookmarks.append(str(element.get(W + "name", "")))

    def _children(self, parent: etree._Element, spot: _Spot | None) -> None:
        for child in parent:
            self.element(child, spot)

    def _control(self, control: etree._Element, spot: _Spot | None) -> None:
        if not _is_contents(control):
            content = first(control, _CONTENT)
            if content is not None:
                self._children(content, spot)

    def _table(self, table: etree._Element) -> None:
        number = self._tables
        self._tables += 1
        for index, row in enumerate(_inside(table, _ROW)):
            properties = properties_of(first(row, _ROW_SAYS))
            if W + "del" in properties or switch(properties, "hidden"):
                continue
            skipped = value_of(properties, "gridBefore")
            column = int(skipped) if skipped and skipped.isdecimal() else 0
            for cell in _inside(row, _CELL):
                span, shown = _cell(cell)
                if shown:
                    spot = _Spot(number, index, column)
                    self._children(cell, spot)
                    self.flush(spot)
                column += span

    # Paragraphs

    def _paragraph(self, paragraph: etree._Element, spot: _Spot | None) -> None:
        if not len(paragraph) and not self._carried:  # half of all, in tables
            self._bookmarks = []
            self._position += 1
            return
        properties = properties_of(first(paragraph, _PARAGRAPH_SAYS))
        style = self._sheet[value_of(properties, "pStyle")]
        text = _Text(bookmarks=self._bookmarks)
        self._bookmarks = []
        self._inline(paragraph, text, style.hidden)
        joined = "".join(self._carried) + "".join(text.parts)
        self._carried = []
        if _mark_is_gone(properties):
            self._carried = [joined]
        else:
            contents = (
                style.contents
                or (text.linked_to_heading and _PAGE_NUMBER.search(joined.rstrip()) is not None)
                or _has_leader(properties, joined)
            )
            kind, text.label = self._kind(properties, spot)
            self._emit("" if contents else joined, kind, spot, text)
        for box in text.boxes:
            self._children(box, spot)
            self.flush(spot)

    def flush(self, spot: _Spot | None) -> None:
        """Emit text whose paragraph mark was deleted and that no paragraph followed."""
        if self._carried:
            joined, self._carried = "".join(self._carried), []
            self._emit(joined, BlockKind.PARAGRAPH, spot, _Text())

    def _kind(self, properties: Properties, spot: _Spot | None) -> tuple[BlockKind, str]:
        """The kind of a paragraph, and for headings the number that Word prints before it."""
        plain = BlockKind.PARAGRAPH if spot is None else BlockKind.CELL
        if not properties:
            return plain, ""
        key = value_of(properties, "pStyle")
        style = self._sheet[key]
        place = list_place(properties) or style.numbered
        numbered = place is not None and place.key != NO_LIST
        label = ""
        if place is not None and numbered:
            label = self._numbering.label(place.key, place.level, key)
        level = value_of(properties, "outlineLvl")
        if style.heading if level is None else is_level(level):
            return BlockKind.HEADING, label
        return (BlockKind.BULLET if numbered or (style.marked and place is None) else plain), ""

    def _emit(self, text: str, kind: BlockKind, spot: _Spot | None, source: _Text) -> None:
        """Make a block of each line; a heading stays one line, only its first line is a bullet."""
        if not text:
            self._position += 1
            return
        lines = text.split(_LINE_BREAK)
        if kind is BlockKind.HEADING:
            lines = [_joined(lines)]
        bookmarks = tuple(source.bookmarks)
        for line in lines:
            shown, line_kind = printed(line, kind)
            if shown and not is_contents_entry(shown):
                self.blocks.append(
                    _block(self._position, shown, line_kind, spot, bookmarks, source.label)
                )
                bookmarks = ()
                if kind is BlockKind.BULLET:
                    kind = BlockKind.PARAGRAPH if spot is None else BlockKind.CELL
            self._position += 1

    # Inline level

    def _inline(self, children: Iterable[etree._Element], text: _Text, hidden: bool) -> None:
        """Gather the text inside a paragraph, hyperlink, insertion, control or run."""
        for child in children:
            tag = child.tag
            if tag == _RUN:
                properties = properties_of(first(child, _RUN_SAYS))
                off = self._hidden(properties, hidden) if properties else hidden
                self._inline(child, text, off)
            elif tag in _TEXTS:
                if not hidden and self._showing():
                    text.parts.append((child.text or "").replace("\n", " "))
            elif tag in _FIXED:
                if not hidden and self._showing():
                    text.parts.append(_FIXED[tag])
            else:
                self._inline_other(child, tag, text, hidden)

    def _inline_other(self, child: etree._Element, tag: object, text: _Text, hidden: bool) -> None:
        """The rarer things inside a paragraph."""
        if tag == _ALTERNATIVES:
            self._inline(_chosen(child), text, hidden)
        elif tag in _DRAWINGS:
            if not hidden and self._showing():
                text.boxes.extend(_boxes(child))
        elif tag == W + "hyperlink":
            anchor = str(child.get(W + "anchor", ""))
            text.linked_to_heading = text.linked_to_heading or anchor.startswith("_Toc")
            self._inline(child, text, hidden)
        elif tag == W + "bookmarkStart":
            text.bookmarks.append(str(child.get(W + "name", "")))
        elif tag == W + "fldChar":
            self._field_mark(str(child.get(W + "fldCharType", "")))
        elif tag == W + "instrText":
            if self._fields and not self._fields[-1].result:
                self._fields[-1].code += child.text or ""
        elif tag == W + "sym":
            if not hidden and self._showing():
                text.parts.append(symbol(str(child.get(W + "font")), str(child.get(W + "char"))))
        elif tag == _CONTROL:
            properties = properties_of(first(child, _CONTROL_SAYS))
            if switch(properties, "showingPlcHdr") is not True and not _is_contents(child):
                self._inline(child, text, hidden)
        elif _holds_text(child, tag):
            self._inline(child, text, hidden)

    def _hidden(self, properties: Properties, inherited: bool) -> bool:
        direct = switch(properties, "vanish")
        if direct is not None:
            return direct
        return inherited or self._sheet[value_of(properties, "rStyle")].hidden

    def _showing(self) -> bool:
        """Text is shown outside fields and in their results, except in a table of contents."""
        fields = self._fields
        return not fields or (all(item.result for item in fields) and not self.in_contents())

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _block(
    position: int,
    text: str,
    kind: BlockKind,
    spot: _Spot | None,
    bookmarks: tuple[str, ...],
    label: str,
) -> Block:
    if spot is None:
        return Block(position, text, kind, bookmarks=bookmarks, label=label)
    return Block(position, text, kind, spot.table, spot.row, spot.column, bookmarks, label)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS or child.tag == _CONTROL:
            yield from _inside(child, tag)


def _cell(cell: etree._Element) -> tuple[int, bool]:
    """Return how many columns a cell spans, and False where it only continues a merged one."""
    properties = properties_of(first(cell, _CELL_SAYS))
    span = value_of(properties, "gridSpan")
    width = int(span) if span and span.isdecimal() else 1
    merged = (properties.get(W + "vMerge"), properties.get(W + "hMerge"))
    continued = any(mark is not None and mark.get(VAL) != "restart" for mark in merged)
    return width, not continued and W + "cellDel" not in properties


def _chosen(alternatives: etree._Element) -> list[etree._Element]:
    """The children of the first alternative that holds text; the others are copies of it."""
    for option in alternatives:
        if option.tag in {_MC + "Choice", _MC + "Fallback"} and (
            next(option.iter(W + "t", _MATH + "t"), None) is not None
        ):
            return list(option)
    return []


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the outermost text boxes of a drawing, each once."""
    if element.tag == _BOX:
        yield element
    else:
        for child in _chosen(element) if element.tag == _ALTERNATIVES else element:
            yield from _boxes(child)


def _holds_text(element: etree._Element, tag: object) -> bool:
    """Tell whether an inline element only wraps text as printed; a contents field does not."""
    if tag == W + "fldSimple":
        return str(element.get(W + "instr", "")).split()[:1] != ["TOC"]
    return tag in _THROUGH or str(tag).startswith(_MATH)


def _is_contents(control: etree._Element) -> bool:
    """Tell whether a content control is a table of contents from Word's gallery."""
    properties = first(control, _CONTROL_SAYS)
    if properties is None:
        return False
    gallery = next(properties.iter(W + "docPartGallery"), None)
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _mark_is_gone(properties: Properties) -> bool:
    """Tell whether the paragraph mark was deleted, so that the next paragraph joins this one."""
    marks = properties_of(properties.get(W + "rPr"))
    return W + "del" in marks or W + "moveFrom" in marks


def _has_leader(properties: Properties, text: str) -> bool:
    """Tell a typed contents entry: a tab stop with a leader, and a page number after a tab."""
    stops = properties.get(W + "tabs")
    if stops is None or not any(stop.get(W + "leader", "none") != "none" for stop in stops):
        return False
    before, tab, after = text.rstrip().rpartition("\t")
    return bool(before and tab) and _PAGE_NUMBER.fullmatch(after.strip()) is not None


def _joined(lines: list[str]) -> str:
    """Join the lines of a heading; a space only between two words in Latin letters."""
    text = ""
    for line in (item.strip() for item in lines):
        latin = text[-1:].isascii() and line[:1].isascii() and text and line
        text += f" {line}" if latin else line
    return text
