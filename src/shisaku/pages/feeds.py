"""A site goes in; its sitemaps, robots file, Atom feed and calendars of deadlines come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from jinja2 import Environment

from shisaku.pages import terms as t
from shisaku.pages.labels import labels
from shisaku.pages.links import LANGUAGES, file_of
from shisaku.pages.reader import Reader
from shisaku.pages.site import Site


class FeedEntry(NamedTuple):
    """A measure in the Atom feed."""

    iri: str
    url: str
    url_en: str
    title: str
    summary: str


class Deadline(NamedTuple):
    """What the calendar holds for a goal: the last day of its period, and the measure."""

    uid: str
    day: date
    title: str
    text: str
    url: str


def feed_files(
    site: Site,
    documents: Sequence[str],
    environment: Environment,
    earlier: Sequence[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that machines subscribe to or crawl by.

    documents: every page that may be found by a search engine, without language and extension;
    earlier: editions with sitemaps of their own.
    """
    base, day = site.config.base_iri, site.config.release_date
    maps = [_SITEMAP, *(edition_sitemap(site, edition) for edition in earlier)]
    listed = "".join(f"Sitemap: {base}{path}\n" for path in maps)
    yield "robots.txt", f"User-agent: *\nAllow: /\n{listed}".encode()
    yield from sitemap_file(site, _SITEMAP, documents, environment)
    feed = environment.get_template("feed.atom.xml")
    text = feed.render(config=site.config, base=base, day=day, entries=_entries(site))
    yield "feed.atom", text.encode()
    for language in LANGUAGES:
        path = f"{'en/' if language == 'en' else ''}deadlines.ics"
        yield path, calendar(site, language).encode()


_SITEMAP = "sitemap.xml"


def edition_sitemap(site: Site, edition: str) -> str:
    """Return where the sitemap of an earlier edition stands: one file may hold 50,000 pages."""
    return f"sitemap-{(site.index.path(edition) or '').replace('/', '-')}.xml"


def sitemap_file(
    site: Site, path: str, documents: Sequence[str], environment: Environment
) -> Iterator[tuple[str, bytes]]:
    """Yield a sitemap of documents in every language."""
    base = site.config.base_iri
    pages = [
        {
            language: base + ("" if document == "index" else file_of(document, "ja"))
            if language == "ja"
            else base + file_of(document, "en")
            for language in LANGUAGES
        }
        for document in documents
    ]
    sitemap = environment.get_template("sitemap.xml")
    yield path, sitemap.render(pages=pages, day=site.config.release_date).encode()


def _entries(site: Site) -> list[FeedEntry]:
    index, base = site.index, site.config.base_iri
    found = []
    for iri in [*site.book.editions, *site.book.all_measures()]:
        title = index.text(iri, t.DCT + "title", "ja")
        summary = index.text(iri, t.DCT + "abstract", "ja")
        number = index.value(iri, t.SKOS + "notation")
        path = index.path(iri) or "index"
        found.append(
            FeedEntry(
                iri,
                base + file_of(path, "ja"),
                base + file_of(path, "en"),
                f"{number} {title.value if title else ''}".strip(),
                summary.value if summary else "",
            )
        )
    return found


def calendar(site: Site, language: str) -> str:
    """Return an iCalendar (RFC 5545) of all targets and milestones with a last day."""
    label = labels(language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//shisaku//deadlines//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(label.footer.calendar)}",
    ]
    stamp = site.config.release_date.replace("-", "") + "T000000Z"
    for deadline in _deadlines(site, language):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{deadline.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(deadline.title)}",
            f"DESCRIPTION:{_escaped(deadline.text)}",
            f"URL:{deadline.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _deadlines(site: Site, language: str) -> Iterator[Deadline]:
    index, book = site.index, site.book
    reader = Reader(index, language, "")
    for entries, subject in ((book.due, t.POL + "indicator"), (book.milestones_due, "")):
        for period in sorted(entries):
            end = index.value(period, t.SCHEMA + "endDate")
            for iri in sorted(entries[period]) if end else ():
                role = index.iri(iri, t.POL + "valueRole")
                if role and not role.endswith("/target"):
                    continue
                measure = book.measure_of[iri]
                number = index.value(measure, t.SKOS + "notation")
                goal = reader.name(index.iri(iri, subject) if subject else iri).text
                yield Deadline(
                    iri,
                    date.fromisoformat(end),
                    f"{number} {goal}",
                    f"{reader.name(period).text} / {number} {reader.name(measure).text}",
                    site.config.base_iri + file_of(index.path(measure) or "", language),
                )


def _escaped(text: str) -> str:
    """Escape text for a property value (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Cut a content line into pieces of at most 75 octets (RFC 5545, 3.1)."""
    rest, lead = line.encode(), ""
    while len(rest) > (end := 75 - len(lead)):
        while rest[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield lead + rest[:end].decode()
        rest, lead = rest[end:], " "
    yield lead + rest.decode()
