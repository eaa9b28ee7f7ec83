"""Text as exported from Word, or plain text, goes in as bytes; blocks come out."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from shisaku.document.lines import is_contents_entry, printed
from shisaku.document.model import Block, BlockKind
from shisaku.errors import ShisakuError

_BOOKMARK = re.compile(r"\[bookmark: ([^\]]+)\]")
_MARK_AND_TAB = re.compile(r"(?<![^\s])([·•∙⦁])\t+")
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip archive or Word file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Office file"),
    (b"{\\rtf", "an RTF file"),
)
_ENCODINGS = (("iso2022_jp", "ISO-2022-JP"), ("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"))


def blocks_of_text(data: bytes, place: str) -> tuple[Block, ...]:
    """Split text into blocks: a tab starts a cell, blank lines only count.

    Neighbouring lines with several filled cells are the rows of one table.
    ``[bookmark: name]`` marks are taken out and kept as bookmarks; entries of a table of
    contents are left out. Raises ShisakuError unless the bytes are UTF-8 without a mark.
    """
    blocks: list[Block] = []
    position = tables = 0
    in_table = False
    for row, line in enumerate(_LINE_END.split(_decode(data, place))):
        cells = _MARK_AND_TAB.sub(r"\1 ", line).split("\t")
        filled = sum(1 for cell in cells if cell.strip())
        tables += filled > 1 and not in_table
        in_table = filled > 1
        for column, cell in enumerate(cells):
            block = _block(position, cell, column)
            if block.text:
                if not is_contents_entry(block.text):
                    if in_table:
                        block = replace(block, table=tables - 1, row=row, column=column)
                    blocks.append(block)
                position += 1
        position += not filled
    return tuple(blocks)


def _block(position: int, cell: str, column: int) -> Block:
    """The block of one cell, its bookmarks taken out of the text."""
    bookmarks: tuple[str, ...] = ()
    if "[bookmark:" in cell:
        bookmarks = tuple(_BOOKMARK.findall(cell))
        cell = _BOOKMARK.sub("", cell)
    kind = BlockKind.CELL if column else BlockKind.PARAGRAPH
    text, kind = printed(cell, BlockKind.HEADING if bookmarks else kind)
    return Block(position, text, kind, bookmarks=bookmarks)


def _decode(data: bytes, place: str) -> str:
    """Decode UTF-8; say which encoding it is where it is another."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            raise _encoding_error(name, place)
    for start, name in _OTHER_KINDS:
        if data.startswith(start):
            raise ShisakuError(
                "text-not-text",
                f"the file is named as text but is {name}.",
                place,
                "Give it its real extension, or export it as text.",
            )
    if b"\x1b$" in data or b"\x1b(" in data:
        raise _encoding_error("ISO-2022-JP", place)
    if b"\0" in data:
        raise ShisakuError(
            "text-not-text", "the file holds binary data, not text.", place, "Export it as text."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _encoding_error(_guess(data), place) from error


def _guess(data: bytes) -> str:
    """Name the encoding in which the bytes look most like Japanese."""
    best, name = 0, "not UTF-8"
    for codec, label in _ENCODINGS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        kana = sum("\u3040" <= letter <= "\u30ff" for letter in text)
        kanji = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
        half_kana = sum("\uff61" <= letter <= "\uff9f" for letter in text)  # the wrong guess shows
        likeness = 2 * kana + kanji - 2 * half_kana
        if likeness > best:
            best, name = likeness, label
    return name


def _encoding_error(name: str, place: str) -> ShisakuError:
    said = name if name.startswith("not ") else f"encoded as {name}"
    return ShisakuError(
        "text-encoding", f"the text is {said}.", place, "Save it as UTF-8 with no byte order mark."
    )
