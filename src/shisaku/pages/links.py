"""A resource or a page name goes in; a link that works from one page of the site comes out."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from shisaku.addresses import address_of
from shisaku.pages.escaping import escaped

LANGUAGES = ("ja", "en")


class Words(NamedTuple):
    """Text to show, with its language; ``foreign`` when the page is in another one.

    A template prints it with a ``lang`` attribute where it is foreign (WCAG 2.2, 3.1.2).
    """

    text: str
    lang: str = ""
    foreign: bool = False

    def __html__(self) -> str:
        safe = escaped(self.text)
        return f'<span lang="{self.lang}">{safe}</span>' if self.foreign else safe

    def __str__(self) -> str:
        return self.text


class Link(NamedTuple):
    """A link: where it goes, seen from the page it stands on, and its text."""

    href: str
    words: Words
    iri: str = ""

    def __html__(self) -> str:
        lang = f' lang="{self.words.lang}"' if self.words.foreign else ""
        return f'<a href="{escaped(self.href)}"{lang}>{escaped(self.words.text)}</a>'

    def as_text(self) -> Markup:
        """Return the words alone, safe to print."""
        return Markup(self.words.__html__())


@lru_cache(maxsize=65536)
def document_of(path: str) -> tuple[str, str] | None:
    """Return the document and the fragment that describe a path below the base."""
    found = address_of(path)
    return (found.document, found.fragment) if found else None


def file_of(document: str, language: str) -> str:
    """Return the HTML file of a document: ``org/soumu`` in English is ``en/org/soumu.html``."""
    return f"{'en/' if language == 'en' else ''}{document}.html"


def root_of(file: str) -> str:
    """Return the way from a file up to the site's root: ``../../`` or an empty string."""
    return "../" * file.count("/")
