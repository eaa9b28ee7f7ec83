"""A path goes in, a Document comes out; a file that cannot be read is said in one sentence."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shisaku.document.export import blocks_of_text
from shisaku.document.model import Block, Document, SourceFile
from shisaku.document.word import blocks_of_word
from shisaku.errors import ShisakuError


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


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a plain file; raises ShisakuError when it is missing or no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ShisakuError(
            "file-missing", "there is no such file.", str(path), "Check the path."
        ) from error
    except IsADirectoryError as error:
        raise ShisakuError(
            "file-folder", "this is a folder, not a file.", str(path), "Name the file inside it."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ShisakuError(
            "file-unreadable", f"the file cannot be read ({reason}).", str(path)
        ) from error
