"""The state of a release before goes in; which pages are still right, and the next state, come out.

While a page is printed, everything it looks up is noted: statements by subject, lists of
instances, entries of the outline and of the other tables of a site. A page whose notes all have
the same values as before would be printed with the same bytes, so it is not printed again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from hashlib import blake2b
from typing import Any, NamedTuple, cast

import jinja2
from markupsafe import escape

from shisaku.pages.answers import AnsweredGallery
from shisaku.pages.charts import Charts
from shisaku.pages.gallery import Gallery
from shisaku.pages.links import LANGUAGES, file_of
from shisaku.pages.noted import Walked
from shisaku.pages.outline import Outline
from shisaku.pages.site import Site


class Note(NamedTuple):
    """What the pages of one document looked at: subjects by their number, and other keys.

    A key says in its first word where it was looked up.
    """

    subjects: list[int]
    keys: list[str]


#: Tables of a site in which a look at one entry is noted; of its other parts, that they were used.
_TABLES = ("related", "schema_org")
#: Parts of a site that all pages use.
_COMMON = ("config", "vendor")
_EVERY = "*"


class Record:
    """What the pages of a release are made from.

    before: what ``state`` returned for the release before; anything else counts for nothing;
    program: a digest of the program and its files; known: tells whether the release before has a
    page, by its path below the root. kept: paths of pages that are right as they are there.
    """

    def __init__(self, before: object, program: str, known: Callable[[str], bool]) -> None:
        self.kept: list[str] = []
        self._before = before
        self._program = program
        self._known = known
        self._carried: dict[str, Note] = {}
        self._looked_at: dict[str, None] = {}
        self._digests: dict[str, str] = {}

    def watch(self, site: Site, *common: object) -> None:
        """Take the site that is printed; views are given ``noted`` instead of it.

        common: what any page may depend on beside the site, compared as a whole.
        """
        self._site, self._index = site, site.index
        len(site.charts)  # made now: what they look at is not what the first page looks at
        self._numbers = {subject: number for number, subject in enumerate(site.index.facts)}
        self._tables = {name: Walked[Any](getattr(site, name)) for name in _TABLES}
        entries: dict[str, Any] = {}
        rest: list[object] = []
        for item in fields(Outline):
            value = getattr(site.book, item.name)
            if isinstance(value, Mapping):
                entries[item.name] = self._tables[f"book.{item.name}"] = Walked(value)
            else:
                rest.append(value)
        rules = site.signposting
        rest += [rules[key] for key in sorted(rules) if key not in ("pages", "resources")]
        self._common = _digest([_made_by(self._program, site), *rest, *common])
        noted = _NotedSite(site, self._looked_at)
        noted.book = replace(site.book, **entries)
        for name in _TABLES:
            setattr(noted, name, self._tables[name])
        self.noted = cast(Site, noted)

    def begin(self, document: str) -> None:
        """Forget what was looked at: the pages of a document begin, with their typed links."""
        self._index.looked_at.clear()
        self._index.listed.clear()
        self._looked_at.clear()
        for table in self._tables.values():
            table.clear()
        self._looked_at[f"links {document}"] = None

    def note(self) -> Note:
        """Return what was looked at since ``begin``."""
        subjects: list[int] = []
        keys = list(self._looked_at)
        for subject in self._index.looked_at:
            number = self._numbers.get(subject)
            if number is None:
                keys.append(f"about {subject}")
            else:
                subjects.append(number)
        keys += [f"list {kind}" for kind in self._index.listed]
        for name, table in self._tables.items():
            if table.walked:
                keys.append(f"{name} {_EVERY}")
            else:
                keys += [f"{name} {key}" for key in table.looked_at]
        return Note(subjects, keys)

    def stale(self, documents: Iterable[str]) -> set[str]:
        """Return the documents whose pages must be printed; those of the others are kept."""
        wanted = list(documents)
        before = _readable(self._before, self._common)
        if before is None:
            return set(wanted)
        facts, numbers = self._index.facts, self._numbers
        changed = {
            place
            for place, (subject, digest) in enumerate(before.subjects)
            if subject not in facts or self._statements(subject) != digest
        }
        others = {
            place for place, (key, digest) in enumerate(before.keys) if self._value(key) != digest
        }
        found = set()
        for document in wanted:
            subjects, keys = before.pages.get(document, ((), ()))
            files = [file_of(document, language) for language in LANGUAGES]
            if not (
                document in before.pages
                and changed.isdisjoint(subjects)
                and others.isdisjoint(keys)
                and all(map(self._known, files))
            ):
                found.add(document)
                continue
            self.kept += files
            self._carried[document] = Note(
                [numbers[before.subjects[place][0]] for place in subjects],
                [before.keys[place][0] for place in keys],
            )
        return found

    def state(self, notes: Iterable[Mapping[str, Note]]) -> dict[str, Any]:
        """Return what the next release must know, as JSON data.

        notes: of the pages that were printed for this one, by document.
        """
        pages = dict(self._carried)
        for found in notes:
            pages.update(found)
        names = list(self._index.facts)
        subjects: dict[int, int] = {}
        keys: dict[str, int] = {}
        placed = {
            document: [
                [subjects.setdefault(number, len(subjects)) for number in pages[document].subjects],
                [keys.setdefault(key, len(keys)) for key in pages[document].keys],
            ]
            for document in sorted(pages)
        }
        return {
            "common": self._common,
            "subjects": [[names[n], self._statements(names[n])] for n in subjects],
            "keys": [[key, self._value(key)] for key in keys],
            "pages": placed,
        }

    def _statements(self, subject: str) -> str:
        """Return the digest of all statements about a subject."""
        found = self._digests.get(subject)
        if found is None:
            found = self._digests[subject] = self._index.digest(subject)
        return found

    def _value(self, key: str) -> str:
        """Return the digest of what a look gives now."""
        found = self._digests.get(key)
        if found is None:
            found = self._digests[key] = self._looked_up(*key.split(" ", 1))
        return found

    def _looked_up(self, where: str, key: str) -> str:
        if where == "about":
            return self._statements(key)
        if where == "list":
            return _digest(self._index.kinds.get(key, []))
        if where == "links":
            rules = self._site.signposting
            return _digest(rules and [rules["pages"].get(key), key in rules["resources"]])
        if where == "site":
            return _digest(_plain(getattr(self._site, key, None)))
        table = self._tables.get(where)
        if table is None:
            return ""
        return _digest(list(table.whole.items()) if key == _EVERY else table.whole.get(key))


def inputs_of(site: Site, program: str, *more: object) -> str:
    """Return a digest of everything that all pages of a site are made from, but for answers."""
    index, rules = site.index, site.signposting
    said = [index.digest(subject) for subject in sorted(index.facts)]
    rest = [site.downloads, site.report, site.conformance, site.schema_org]
    return _digest([_made_by(program, site), said, sorted(rules.items()), *rest, *more])


def _made_by(program: str, site: Site) -> list[object]:
    """Return what turns statements into pages: programs and settings."""
    versions = [sys.version, jinja2.__version__, escape("<>&'\"")]
    return [program, *versions, site.config, sorted(site.vendor)]


class _State(NamedTuple):
    """The state of a release before, read and found to be whole."""

    subjects: list[tuple[str, str]]
    keys: list[tuple[str, str]]
    pages: dict[str, tuple[Sequence[int], Sequence[int]]]


def _readable(before: Any, common: str) -> _State | None:
    """Return a state of the same program and settings; None for anything else."""
    try:
        if before["common"] != common:
            return None
        state = _State(
            [(subject, digest) for subject, digest in before["subjects"]],
            [(key, digest) for key, digest in before["keys"]],
            {document: (note[0], note[1]) for document, note in before["pages"].items()},
        )
        for subjects, keys in state.pages.values():
            if max(subjects, default=0) >= len(state.subjects):
                return None
            if max(keys, default=0) >= len(state.keys):
                return None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
    return state


class _NotedSite:
    """A site that notes which of its parts are used, but for those that every page uses."""

    #: Properties of a site that views may use as they use its parts.
    _PARTS = frozenset(item.name for item in fields(Site)) | {"value_files"}

    book: Outline

    def __init__(self, site: Site, looked_at: dict[str, None]) -> None:
        self._site = site
        self._looked_at = looked_at
        self.index = site.index
        for name in _COMMON:
            setattr(self, name, getattr(site, name))

    def __getattr__(self, name: str) -> Any:
        if name not in self._PARTS:
            raise AttributeError(f"it is not noted who uses {name!r} of a site")
        self._looked_at[f"site {name}"] = None
        found = getattr(self._site, name)
        return _Questions(found.gallery) if isinstance(found, AnsweredGallery) else found


class _Questions(NamedTuple):
    """The gallery without its answers: nobody knows before what queries over everything say."""

    gallery: Gallery


def _plain(value: object) -> object:
    """Return a part of a site as data whose printed form says all of it."""
    if isinstance(value, Charts):
        return sorted(value.items())
    return value.gallery if isinstance(value, AnsweredGallery) else value


def _digest(value: object) -> str:
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()
