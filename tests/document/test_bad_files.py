"""A file that cannot be read is refused in one sentence with a code, and nothing is inflated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from shisaku.document.reader import read
from shisaku.errors import ShisakuError
from shisaku.plan.profile import load_profile
from shisaku.plan.structure import outline

JAPANESE = "施策の名前とひらがなのぶんしょうです。カタカナもある。\n"
MAIN = "word/document.xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DEEP = b"<a>" * 9000 + b"</a>" * 9000
MARKED = "UTF-8 with a byte order mark"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sound() -> bytes:
    """A small Word file without any measure."""
    document = docx.Document()
    document.add_paragraph(JAPANESE)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_part(name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The small Word file with one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return buffer.getvalue()


def many_entries() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(5000):
            archive.writestr(f"word/{index}.xml", b"")
    return buffer.getvalue()


def falsely_declared(size: int) -> bytes:
    """A part whose header declares another size than it inflates to."""
    data = with_part(MAIN, b"<a>" + b"x" * 50_000 + b"</a>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(MAIN).file_size
    return data.replace(real.to_bytes(4, "little"), size.to_bytes(4, "little"))


def entities() -> bytes:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "x">{levels}]><w>&e8;</w>'
    return with_part(MAIN, text.encode())


def marked_encrypted() -> bytes:
    data = bytearray(sound())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


FILES: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("pdf", "plan.docx", lambda: b"%PDF-1.7\n...", "package-pdf"),
    ("rtf", "plan.docx", lambda: b"{\\rtf1}", "package-rtf"),
    ("html", "plan.docx", lambda: b"<html></html>", "package-markup"),
    ("text named docx", "plan.docx", JAPANESE.encode, "package-unknown"),
    ("truncated", "plan.docx", lambda: sound()[: len(sound()) // 2], "package-damaged"),
    ("end cut off", "plan.docx", lambda: sound()[:-10], "package-damaged"),
    ("encrypted", "plan.docx", lambda: OLE + ENCRYPTED, "package-encrypted"),
    ("old doc", "plan.docx", lambda: OLE + b"\0" * 600, "package-old"),
    ("encrypted zip", "plan.docx", marked_encrypted, "package-encrypted"),
    ("other zip", "plan.docx", lambda: _zip_of("a.txt"), "package-other"),
    ("bomb of zeros", "plan.docx", lambda: with_part(MAIN, bytes(40_000_000)), "package-bomb"),
    ("bomb of entries", "plan.docx", many_entries, "package-bomb"),
    ("size too small", "plan.docx", lambda: falsely_declared(100), "package-damaged"),
    ("size too large", "plan.docx", lambda: falsely_declared(2_000_000_000), "package-bomb"),
    ("entities", "plan.docx", entities, "package-entities"),
    ("broken xml", "plan.docx", lambda: with_part(MAIN, b"<w:p>"), "package-damaged"),
    ("deep xml", "plan.docx", lambda: with_part(MAIN, DEEP), "package-damaged"),
    ("empty", "plan.docx", bytes, "file-empty"),
    ("empty text", "plan.txt", bytes, "file-empty"),
    ("unknown", "plan.odt", sound, "file-unknown"),
    ("no extension", "plan", sound, "file-unknown"),
    ("word named text", "plan.txt", sound, "text-not-text"),
    ("binary named text", "plan.txt", lambda: b"a\0b", "text-not-text"),
    ("Shift_JIS", "plan.txt", lambda: JAPANESE.encode("cp932"), "text-encoding"),
    ("EUC-JP", "plan.txt", lambda: JAPANESE.encode("euc_jp"), "text-encoding"),
    ("ISO-2022-JP", "plan.txt", lambda: JAPANESE.encode("iso2022_jp"), "text-encoding"),
    ("UTF-16", "plan.txt", lambda: JAPANESE.encode("utf-16"), "text-encoding"),
    (MARKED, "plan.txt", lambda: JAPANESE.encode("utf-8-sig"), "text-encoding"),
    ("not UTF-8", "plan.txt", lambda: b"\xff\xfd\x80", "text-encoding"),
]  # fmt: skip


def _zip_of(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "text")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("case", "name", "content", "code"), FILES, ids=[case for case, *_ in FILES]
)
def test_bad_file_is_refused(
    case: str, name: str, content: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(ShisakuError) as refused:
        read(path)
    error = refused.value
    assert error.code == code
    assert error.where == str(path)
    assert error.sentence.endswith(".") and "\n" not in str(error)
    if code == "text-encoding":
        assert case in error.sentence
    assert list(tmp_path.iterdir()) == [path]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.docx", "file-missing"), (tmp_path, "file-folder")):
        with pytest.raises(ShisakuError) as refused:
            read(path)
        assert refused.value.code == code


@pytest.mark.parametrize(("name", "content"), [("a.docx", sound), ("a.txt", JAPANESE.encode)])
def test_file_without_a_measure(name: str, content: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    with pytest.raises(ShisakuError) as refused:
        outline(read(path), load_profile("jutenkeikaku"))
    assert refused.value.code == "measures-none"
