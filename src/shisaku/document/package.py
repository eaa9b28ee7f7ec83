"""The bytes of an Office package go in; its parts come out, checked before they are inflated."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from shisaku.errors import ShisakuError

MAX_ENTRIES = 4096
MAX_PART = 128 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 4 * 1024 * 1024

_PACKAGE_RELATIONS = "_rels/.rels"
_MAIN = "/officeDocument"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_NOT_PACKAGES = (
    (b"%PDF", "package-pdf", "the file is a PDF, not a Word file."),
    (b"{\\rtf", "package-rtf", "the file is RTF, not a Word file."),
    (b"<", "package-markup", "the file is HTML or XML, not a Word file."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, lzma.LZMAError),
    *(EOFError, LookupError, OSError, RuntimeError, ValueError),
)
_SAVE = "Open it in Word and save it as .docx."
_DAMAGED = "Get the file again; the copy is not whole."


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that are read, as XML bytes: main document and those beside it.

    related: by the last word of the relationship type (``styles``, ``numbering``).
    """

    place: str
    main: bytes
    related: Mapping[str, bytes]


def open_package(data: bytes, place: str) -> Package:
    """Open an Office Open XML package (ECMA-376 part 2) and read the parts that carry text.

    Raises ShisakuError for another kind of file, a damaged or encrypted archive, a package
    without a main document, and an archive that would inflate beyond the limits above.
    """
    _refuse_other_kinds(data, place)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, len(data), place)
            return _parts(archive, place)
    except _DAMAGE as error:
        raise ShisakuError(
            "package-damaged", "the Word file is damaged or cut short.", place, _DAMAGED
        ) from error


def _refuse_other_kinds(data: bytes, place: str) -> None:
    """Say what the file is when it is no zip archive."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ShisakuError(
                "package-encrypted",
                "the Word file is encrypted.",
                place,
                "Save it without a password.",
            )
        raise ShisakuError("package-old", "this is an old .doc file, not a .docx.", place, _SAVE)
    for start, code, sentence in _NOT_PACKAGES:
        if data.lstrip()[: len(start)] == start:
            raise ShisakuError(code, sentence, place, _SAVE)
    if not data.startswith(b"PK"):
        raise ShisakuError("package-unknown", "the file is not a Word file.", place, _SAVE)


def _refuse_bombs(archive: zipfile.ZipFile, size: int, place: str) -> None:
    """Check counts and declared sizes; inflating later never goes beyond a declared size."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    steep = any(
        entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    largest = max((entry.file_size for entry in entries), default=0)
    for wrong, found in (
        (len(entries) > MAX_ENTRIES, f"{len(entries):,} entries"),
        (largest > MAX_PART, f"a part of {largest:,} bytes"),
        (total > MAX_TOTAL, f"{total:,} bytes when unpacked"),
        (steep, f"a part that unpacks to more than {MAX_RATIO} times its size"),
        (packed > size, "entries that overlap"),
    ):
        if wrong:
            raise ShisakuError(
                "package-bomb",
                f"the Word file holds {found}, which no plan does; it is not unpacked.",
                place,
                "Check where the file comes from.",
            )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ShisakuError(
            "package-encrypted", "the Word file is encrypted.", place, "Save it without a password."
        )


def _parts(archive: zipfile.ZipFile, place: str) -> Package:
    """Follow the relationships from the package to the main document and the parts beside it."""
    names = set(archive.namelist())
    start = [
        target
        for kind, target in _relations(archive, names, "", _PACKAGE_RELATIONS, place)
        if kind.endswith(_MAIN)
    ]
    main = start[0] if start else "word/document.xml"
    if main not in names:
        raise ShisakuError("package-other", "the archive is not a Word file.", place, _SAVE)
    folder, file = posixpath.split(main)
    relations = _relations(archive, names, folder, f"{folder}/_rels/{file}.rels", place)
    related = {
        kind.rsplit("/", 1)[-1]: _content(archive, target, place)
        for kind, target in relations
        if kind.endswith(("/styles", "/numbering")) and target in names
    }
    return Package(place, _content(archive, main, place), MappingProxyType(related))


def _relations(
    archive: zipfile.ZipFile, names: set[str], folder: str, part: str, place: str
) -> list[tuple[str, str]]:
    """Return (type, target part) of the internal relationships in a .rels part."""
    if part not in names:
        return []
    root = parse(_content(archive, part, place), place)
    return [
        (str(item.get("Type", "")), _resolved(folder, str(item.get("Target", ""))))
        for item in root
        if isinstance(item.tag, str) and item.get("TargetMode") != "External"
    ]


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _content(archive: zipfile.ZipFile, name: str, place: str) -> bytes:
    """Inflate one part; refuse a document type, which Office XML never has (entity attacks)."""
    data = archive.read(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16")
        data = text.partition("?>")[2].encode() if text.startswith("<?xml") else text.encode()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ShisakuError(
            "package-entities",
            f"{name} declares a document type or entities, which Word never writes.",
            place,
            "Check where the file comes from.",
        )
    if b"http://purl.oclc.org/ooxml/" in data[:8192]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    return data


def parse(data: bytes, place: str) -> etree._Element:
    """Parse a part without entities, network or unlimited depth."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise malformed(place) from error


def malformed(place: str) -> ShisakuError:
    """The error for a part that is no well-formed XML."""
    return ShisakuError(
        "package-damaged", "the Word file holds XML that is not well formed.", place, _DAMAGED
    )
