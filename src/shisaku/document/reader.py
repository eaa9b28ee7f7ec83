"""A path goes in, a Document comes out; a file that cannot be read is said in one sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shisaku.document.export import blocks_of_text
from shisaku.document.model import Block, Document, SourceFile
from shisaku.document.source import file_bytes
from shisaku.document.word import blocks_of_word
from shisaku.errors import ShisakuError

__all__ = ["FORMATS", "Format", "file_bytes", "read"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is read: its media type and what turns its bytes into blocks."""

    media_type: str
    blocks: Callable[[bytes, str], tuple[Block, ...]]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    ".docx": Format(_WORD, blocks_of_word),
    ".docm": Format("application/vnd.ms-word.document.macroEnabled.12", blocks_of_word),
    ".txt": Format("text/plain", blocks_of_text),
    ".text": Format("text/plain", blocks_of_text),
}


def read(path: Path) -> Document:
    """Read a Word file or exported text, chosen by its extension.

    Raises ShisakuError when the file is missing, of another kind, damaged, encrypted,
    in another encoding than UTF-8 without a byte order mark, or larger than is sane.
    """
    place = str(path)
    form = FORMATS.get(path.suffix.lower())
    data = file_bytes(path)
    if form is None:
        raise ShisakuError(
            "file-unknown",
            f"files of type {path.suffix or '(no extension)'} are not read.",
            place,
            f"Give one of {', '.join(FORMATS)}.",
        )
    if not data:
        raise ShisakuError("file-empty", "the file is empty.", place, "Save it again and retry.")
    source = SourceFile(path.name, hashlib.sha256(data).hexdigest(), len(data), form.media_type)
    return Document(source, form.blocks(data, place))
