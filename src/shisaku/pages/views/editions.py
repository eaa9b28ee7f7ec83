"""A page goes in; it comes out as the page of an earlier edition, or with links to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from shisaku.pages import terms as t
from shisaku.pages.editions import Occurrence, edition_document, newest_of
from shisaku.pages.links import Link, Words
from shisaku.pages.press import View
from shisaku.pages.reader import Reader
from shisaku.pages.site import Page, Site
from shisaku.pages.views import measure, resources
from shisaku.pages.views.frame import crumbs_to

#: Pages of resources that editions share, by the first segment of their path.
SHARED_VIEWS: dict[str, View] = {
    "org": resources.organisation_page,
    "system": resources.system_page,
    "law": resources.law_page,
    "period": resources.period_page,
    "unit": resources.scheme_page,
}
_REVISED = t.PROV + "wasRevisionOf"


class Notice(NamedTuple):
    """Of which edition a page is, which one is current, and where the same is said in that one."""

    edition: Link
    current: Link | None
    same: Link | None


class Elsewhere(NamedTuple):
    """Where earlier editions hold a resource: links, newest first, each with what is there.

    named: whether a current edition names it too.
    """

    named: bool
    links: tuple[tuple[Link, tuple[tuple[str, int], ...]], ...]


def with_links(
    view: View,
    earlier: Mapping[str, Sequence[tuple[str, Occurrence]]],
    current: Mapping[str, Occurrence],
    reader: Reader,
    site: Site,
    iri: str,
) -> Page:
    """Return the page of a shared resource with links to the pages of earlier editions about it.

    earlier: editions that name each resource, newest first; current: what the current ones name.
    """
    page = view(reader, site, iri)
    found = earlier.get(iri)
    if not found:
        return page
    links = tuple(
        (
            Link(reader.page(edition_document(site.index, edition, iri)), reader.name(edition)),
            tuple(
                (getattr(reader.labels.editions, name), count)
                for name, count in counts._asdict().items()
                if count
            ),
        )
        for edition, counts in found
    )
    return replace(page, elsewhere=Elsewhere(iri in current, links))


def measure_page(reader: Reader, site: Site, iri: str) -> Page:
    """Return the page of a measure with links to those of the edition before that it revises."""
    page = measure.measure_page(reader, site, iri)
    revised = (_revision(reader, older) for older in site.index.iris(iri, _REVISED))
    links = tuple((link, ()) for link in revised if link)
    return replace(page, elsewhere=Elsewhere(True, links)) if links else page


def earlier_page(
    view: View, edition: str, newer: Mapping[str, str], reader: Reader, site: Site, iri: str
) -> Page:
    """Return a page of an earlier edition, which says so.

    newer: measure to the one that revises it in the edition after its own; the page of a measure
    or of an indicator leads to the last of them.
    """
    same = newest_of(site.book.measure_of.get(iri, iri), newer)
    return _noticed(view(reader, site, iri), edition, reader, site, _revision(reader, same))


def shared_page(view: View, edition: str, reader: Reader, site: Site, iri: str) -> Page:
    """Return what an earlier edition says of a shared resource; data stand at its own page."""
    page = view(reader, site, iri)
    title = reader.labels.editions.title.format(name=page.title, edition=reader.name(edition).text)
    moved = replace(
        page,
        document=edition_document(site.index, edition, iri),
        title=title,
        description=title,
        view=_moved(page.view, edition, reader),
        crumbs=crumbs_to(reader, edition),
        iri="",
        json_ld=None,
        extensions=(),
    )
    return _noticed(moved, edition, reader, site, reader.link(iri))


def _noticed(page: Page, edition: str, reader: Reader, site: Site, same: Link | None) -> Page:
    current = site.book.newest.get(site.index.iri(edition, t.DCT + "isVersionOf"))
    notice = Notice(reader.link(edition), reader.link(current) if current else None, same)
    return replace(page, notice=notice)


def _revision(reader: Reader, measure: str) -> Link | None:
    """Return a link to a measure of another edition, of which the index may know nothing."""
    if not measure:
        return None
    edition, _, number = measure.rpartition("/measure/")
    return Link(reader.href(measure), Words(f"{number} {reader.name(edition).text}"), measure)


def _moved(view: object, edition: str, reader: Reader) -> object:
    """Let the periods before and after lead to the pages of the same edition."""
    if not isinstance(view, resources.PeriodView):
        return view

    def link(found: Link | None) -> Link | None:
        if found is None:
            return None
        return found._replace(href=reader.page(edition_document(reader.index, edition, found.iri)))

    return replace(view, previous=link(view.previous), following=link(view.following))
