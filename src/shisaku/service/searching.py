"""A search typed into the site's form goes in; the search page with its answer comes out.

The page works without JavaScript this way; its script makes the same lists in the browser.
Nothing is imported or read before somebody searches.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from shisaku.formats import LANGUAGES, PAGE
from shisaku.service.negotiation import choose_language
from shisaku.service.replies import Header, Reply, matches
from shisaku.service.site import File, Site

log = logging.getLogger(__name__)

#: Address without a language of its own, and the page of each language.
ADDRESS = "search"
PAGES = {"ja": "search.html", "en": "en/search.html"}
#: Characters of a query that are looked at, as many as the form's field takes.
LONGEST = 200
_INDEX = "search/index.json"
_EDITION = re.compile(r"(?:\.\./)?(search/[\w.-]+\.json)")


class Search(NamedTuple):
    """What the form sends: the words, and the index of the edition that was chosen, or empty."""

    query: str
    edition: str


def search_of(query_string: bytes) -> Search:
    """Read the form's fields, of each the first; bytes that are no text become U+FFFD."""
    text = query_string.decode("latin-1")
    fields = dict(reversed(parse_qsl(text, errors="replace")))
    printable = "".join(c if c.isprintable() else " " for c in fields.get("q", "")[:LONGEST])
    edition = _EDITION.fullmatch(fields.get("edition", ""))
    return Search(" ".join(printable.split()), edition[1] if edition else "")


class SearchPages:
    """The search pages of one release; one thread answers, so a flood stops nothing else."""

    def __init__(self, site: Site) -> None:
        """Remember the release; nothing is read yet."""
        self._site = site
        self._tables: dict[str, Mapping[str, Any]] = {}
        self._thread = ThreadPoolExecutor(1, "search")

    async def get(
        self,
        address: str,
        query_string: bytes,
        headers: Mapping[bytes, bytes],
        root: str,
        compress: bool,
    ) -> Reply | None:
        """Answer a GET for an address of the search; None for all others.

        root: path prefix under which the service stands; compress: whether the client takes gzip.
        Without words to search for, the page is the file as it is. Raises ProblemError.
        """
        language = next((key for key, page in PAGES.items() if page == address), "")
        if not language:
            if address != ADDRESS:
                return None
            asked = headers.get(b"accept-language", b"").decode("latin-1")
            if choose_language(asked or None, LANGUAGES) == "en" and self._site.file(PAGES["en"]):
                query = b"?" + query_string if query_string else b""
                location = f"{root}/{PAGES['en']}".encode() + query
                return Reply(303, b"", ((b"location", location), (b"vary", b"Accept-Language")))
            language = "ja"
        page = PAGES[language]
        file = self._site.file(page)
        search = search_of(query_string)
        body = await self._answered(page, file, search, language) if file else None
        if file is None or body is None:
            reply = await self._site.get(page, headers, root, compress)
        else:
            reply = await self._reply(page, file, body, headers, compress)
        if address != ADDRESS:
            return reply
        return replace(reply, headers=(*reply.headers, (b"vary", b"Accept-Language")))

    async def _answered(self, page: str, file: File, search: Search, language: str) -> bytes | None:
        """Return the page with the answer; None where the script has to search."""
        if not search.query:
            return None
        static = await self._site.content(page, file)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._search, static, search, language)

    def _search(self, static: bytes, search: Search, language: str) -> bytes | None:
        from shisaku.pages.search_page import answered_page

        edition = search.edition if self._site.file(search.edition) else ""
        try:
            table = self._table(edition or _INDEX)
            text = answered_page(static.decode(), search.query, table, language, edition)
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("the search index %s cannot be used: %r", edition or _INDEX, error)
            return None
        return text.encode()

    def _table(self, path: str) -> Mapping[str, Any]:
        """Read an index once; raises OSError or ValueError."""
        if path not in self._tables:
            file = self._site.file(path)
            if file is None:
                raise FileNotFoundError(path)
            self._tables[path] = json.loads(file.path.read_bytes())
        return self._tables[path]

    async def _reply(
        self,
        page: str,
        file: File,
        body: bytes,
        headers: Mapping[bytes, bytes],
        compress: bool,
    ) -> Reply:
        digest = blake2b(body, digest_size=16).hexdigest()
        etag = f'"{digest}-gz"' if compress else f'"{digest}"'
        common: tuple[Header, ...] = (
            (b"etag", etag.encode()),
            (b"cache-control", b"no-cache"),
            (b"vary", b"Accept-Encoding"),
        )
        if matches(etag.encode(), headers.get(b"if-none-match")):
            return Reply(304, b"", common)
        common += ((b"content-type", PAGE.content_type.encode()),)
        common += self._site.page_headers(page, file)
        if compress:
            common += ((b"content-encoding", b"gzip"),)
            body = await asyncio.to_thread(partial(gzip.compress, body, 6, mtime=0))
        return Reply(200, body, common)
