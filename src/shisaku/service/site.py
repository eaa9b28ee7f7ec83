"""A release's files on the web: a path becomes a file, an IRI becomes the way to its document.

Only files that the release's manifest lists are served, so no path can leave the release.
"""

from __future__ import annotations

import asyncio
import gzip
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from shisaku.addresses import address_of
from shisaku.errors import ShisakuError
from shisaku.formats import BY_NAME, CATALOGUE_OFFERS, DOCUMENT_OFFERS, LANGUAGES, PAGE, Format
from shisaku.headers import EDITOR_WORKER
from shisaku.media_types import COMPRESSIBLE, media_type
from shisaku.service.negotiation import choose, choose_language
from shisaku.service.problems import ProblemError, problem
from shisaku.service.replies import EDITOR_POLICY, PAGE_POLICY, Header, Reply, matches
from shisaku.signposting import document_links, link_header

#: Folders of the release that are reached by their own name; ``site`` is the root.
_TOP = ("data", "quality", ".well-known")
_KEPT_BYTES = 64 * 2**20
_SMALL = 4 * 2**20


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release: where it is, how large, and its checksum as entity tag."""

    path: Path
    size: int
    etag: bytes
    media_type: str


class Site:
    """The files of one release."""

    def __init__(self, folder: Path) -> None:
        """Read the manifest; raises ShisakuError when the folder is no release."""
        self.folder = folder
        try:
            manifest = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
            self.release = str(manifest["release"])
            self.base: str | None = manifest.get("base")
            self.manifest: dict[str, object] = manifest
            entries = [
                (str(f["path"]), int(f["bytes"]), str(f["sha256"])) for f in manifest["files"]
            ]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ShisakuError(
                "release-unreadable",
                f"this is no release: {error!r}.",
                str(folder),
                "Make one with shisaku publish.",
            ) from error
        self._files: dict[str, File] = {}
        for path, size, checksum in entries:
            if (address := _address(path)) is not None:
                self._files[address] = File(
                    folder / path, size, f'"{checksum[:32]}"'.encode(), media_type(path)
                )
        self._gone: dict[str, str | None] = self._read_json("gone.json")
        self._headers: dict[str, tuple[Header, ...]] = {}
        self._rules: dict[str, Any] = self._read_json("signposting.json")
        self._kept: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
        self._kept_size = 0

    def _read_json(self, name: str) -> dict[str, Any]:
        for path in (self.folder / name, self.folder / "site" / name):
            if path.is_file():
                content = json.loads(path.read_text(encoding="utf-8"))
                return content if isinstance(content, dict) else {}
        return {}

    def file(self, address: str) -> File | None:
        """The file at an address (without leading slash), index pages included."""
        found = self._files.get(address)
        if found is None and (address == "" or address.endswith("/")):
            found = self._files.get(address + "index.html")
        return found

    async def content(self, address: str, file: File, compressed: bool = False) -> bytes:
        """Read a file, small ones from memory; compressed with gzip when asked."""
        key = (address, compressed)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        data = await asyncio.to_thread(_read, file.path, compressed)
        if len(data) <= _SMALL:
            self._kept[key] = data
            self._kept_size += len(data)
            while self._kept_size > _KEPT_BYTES:
                self._kept_size -= len(self._kept.popitem(last=False)[1])
        return data

    async def get(
        self, address: str, headers: Mapping[bytes, bytes], root: str, compress: bool
    ) -> Reply:
        """Answer a GET for a file, or for the IRI of a resource; raises ProblemError.

        root: path prefix under which the service stands, without a slash at its end.
        """
        if (file := self.file(address)) is not None:
            return await self._reply(address, file, headers, compress)
        accept = _text(headers.get(b"accept"))
        if target := self._document(address, accept, _text(headers.get(b"accept-language"))):
            location = quote(f"{root}/{target}", safe="/#%:@!$&'()*+,;=~-._")
            vary = (b"vary", b"Accept, Accept-Language")
            return Reply(303, b"", ((b"location", location.encode()), vary))
        raise self._missing(address)

    def _missing(self, address: str) -> ProblemError:
        stem = str(PurePosixPath(address).with_suffix("")) if "." in address else address
        for name in (address, stem, stem.removeprefix("en/")):
            if name in self._gone:
                return problem("gone", successor=self._gone[name])
        return problem("not-found", "Begin at the home page, or search.")

    async def _reply(
        self, address: str, file: File, headers: Mapping[bytes, bytes], compress: bool
    ) -> Reply:
        compressed = (
            compress and 512 < file.size <= _SMALL and file.media_type.startswith(COMPRESSIBLE)
        )
        etag = file.etag[:-1] + b'-gz"' if compressed else file.etag
        reply_headers: list[Header] = [
            (b"etag", etag),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept-Encoding"),
        ]
        if matches(etag, headers.get(b"if-none-match")):
            return Reply(304, b"", tuple(reply_headers))
        reply_headers.append((b"content-type", file.media_type.encode()))
        reply_headers += self.page_headers(address, file)
        if compressed:
            reply_headers.append((b"content-encoding", b"gzip"))
        body = await self.content(address, file, compressed)
        return Reply(200, body, tuple(reply_headers))

    def page_headers(self, address: str, file: File) -> tuple[Header, ...]:
        """Policy of pages and of the editor's worker; typed links of pages (RFC 8288)."""
        if (known := self._headers.get(address)) is not None:
            return known
        path = PurePosixPath(address or "index.html")
        headers: tuple[Header, ...] = ()
        if path.stem == "sparql" or path.name == EDITOR_WORKER:
            headers = (EDITOR_POLICY,)
        elif file.media_type == PAGE.content_type:
            headers = (PAGE_POLICY,)
        if file.media_type == PAGE.content_type and self._rules:
            document = str(path.with_suffix("")).removeprefix("en/")
            links = link_header(document_links(document, self._rules))
            headers += ((b"link", links.encode("ascii", "ignore")),)
        self._headers[address] = headers
        return headers

    async def not_found_page(self) -> bytes | None:
        """The site's own page for addresses that lead nowhere."""
        file = self.file("404.html")
        return await self.content("404.html", file) if file else None

    def _document(self, address: str, accept: str | None, languages: str | None) -> str | None:
        """The document of a resource as a path with extension and fragment."""
        if address in ("catalog", "catalogue"):
            return self._offered("catalog", CATALOGUE_OFFERS, accept)
        found = address_of(address.strip("/"))
        if found is None:
            return None
        target = self._offered(found.document, DOCUMENT_OFFERS, accept)
        if target is None:
            return None
        if target.endswith(".html") and choose_language(languages, LANGUAGES) == "en":
            english = f"en/{target}"
            target = english if english in self._files else target
        fragment = f"#{found.fragment}" if found.fragment else ""
        return target + fragment

    def _offered(self, document: str, names: tuple[str, ...], accept: str | None) -> str | None:
        offers = tuple(
            BY_NAME[name]
            for name in names
            if f"{document}.{name}" in self._files or f"{document}/index.{name}" in self._files
        )
        if not offers:
            return None
        chosen = choose(accept, offers)
        if chosen is None:
            raise not_acceptable(offers)
        path = f"{document}.{chosen.name}"
        return path if path in self._files else f"{document}/index.{chosen.name}"


def not_acceptable(offers: tuple[Format, ...]) -> ProblemError:
    """None of the formats suits the client: say which there are."""
    return ProblemError(
        "not-acceptable",
        406,
        "There is no representation of a kind that you accept.",
        choices=tuple(item.media_type for item in offers),
    )


def _address(path: str) -> str | None:
    """Where a file of the release stands on the web."""
    parts = PurePosixPath(path).parts
    if ".." in parts or path.startswith("/"):
        return None
    if parts[0] == "site":
        return "/".join(parts[1:])
    if parts[0] in _TOP or len(parts) == 1:
        return path
    return None


def _read(path: Path, compressed: bool) -> bytes:
    data = path.read_bytes()
    return gzip.compress(data, compresslevel=6, mtime=0) if compressed else data


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
