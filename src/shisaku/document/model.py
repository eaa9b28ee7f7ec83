"""A file as numbered blocks of text, in reading order; nothing here knows of plans."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """How a block stands in the file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the file, as printed and without its list mark.

    position: 0-based order in the file; text: one line, soft breaks split into blocks;
    row, table: where it stands in a table, None outside; bookmarks: names that start here;
    label: the number that Word prints before a heading by itself and that is not in its text.
    """

    position: int
    text: str
    kind: BlockKind
    table: int | None = None
    row: int | None = None
    column: int | None = None
    bookmarks: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file that was read: name without folders, SHA-256 in hex, size in bytes, media type."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks of a file in reading order, and the file they came from."""

    source: SourceFile
    blocks: tuple[Block, ...]
