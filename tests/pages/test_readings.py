"""Pages that are kept from the release before are those that printing anew would give."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from shisaku.config import Config
from shisaku.pages import Download
from shisaku.pages import terms as t
from shisaku.pages.index import index_of_lines
from shisaku.pages.press import Sheets, notes_of
from shisaku.pages.readings import Record
from shisaku.pages.render import site_parts
from shisaku.release.dumps import sorted_graphs

BASE = Config().base_iri
Quads = list[Quad]


@dataclass(frozen=True)
class Settings:
    """What goes into a site beside the statements."""

    signposting: dict[str, Any]
    config: Config = field(default_factory=Config)
    program: str = "one"
    downloads: tuple[Download, ...] = ()
    report: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Printed:
    """All pages of a release, which of them were printed for it, and its state."""

    pages: dict[str, bytes]
    new: frozenset[str]
    state: Any


@pytest.fixture(scope="module")
def settings(release: Path) -> Settings:
    """Settings with the typed links of the release."""
    return Settings(json.loads((release / "site" / "signposting.json").read_bytes()))


@pytest.fixture(scope="module")
def quads(store: Store) -> Quads:
    """All statements of the release, in a fixed order."""
    return sorted(store, key=str)


@pytest.fixture(scope="module")
def first(quads: Quads, settings: Settings) -> Printed:
    """The release printed from nothing."""
    return printed(quads, settings)


def printed(quads: Quads, settings: Settings, before: Printed | None = None) -> Printed:
    """Print a site, keeping what can be kept of the one before."""
    held = before.pages if before else {}
    record = Record(before and before.state, settings.program, held.__contains__)
    parts = site_parts(
        index_of_lines((graph.lines for graph in sorted_graphs(quads)), BASE),
        settings.config,
        dict(settings.report),
        downloads=settings.downloads,
        conformance={},
        signposting=settings.signposting,
        record=record,
    )
    sheets = [part for part in parts.values() if isinstance(part, Sheets)]
    new = {path: content for part in sheets for path, content in part()}
    state = json.loads(json.dumps(record.state([notes_of(part) for part in sheets])))
    return Printed({**{path: held[path] for path in record.kept}, **new}, frozenset(new), state)


def assert_as_from_nothing(quads: Quads, settings: Settings, before: Printed) -> Printed:
    """Print with and without the release before; both must give the same pages and state."""
    found, expected = printed(quads, settings, before), printed(quads, settings)
    assert found.pages.keys() == expected.pages.keys()
    assert [path for path in found.pages if found.pages[path] != expected.pages[path]] == []
    assert found.state == expected.state
    return found


def test_nothing_is_printed_when_nothing_has_changed(
    quads: Quads, settings: Settings, first: Printed
) -> None:
    again = assert_as_from_nothing(quads, settings, first)
    assert not again.new


def test_a_changed_sentence_prints_the_pages_that_show_it(
    quads: Quads, settings: Settings, first: Printed
) -> None:
    place = next(
        place
        for place, quad in enumerate(quads)
        if quad.predicate.value == t.POL + "text" and len(quad.object.value) > 40
    )
    number = quads[place].subject.value.split("/passage/")[1].split("/")[0]
    changed = [*quads[:place], _said(quads[place], "別の文である。"), *quads[place + 1 :]]
    found = assert_as_from_nothing(changed, settings, first)
    differing = {path for path in found.pages if found.pages[path] != first.pages[path]}
    assert any(path.endswith(f"/measure/{number}.html") for path in differing)
    assert differing <= found.new
    assert len(found.new) < len(found.pages) / 10


def test_changed_measures_follow_each_other(
    quads: Quads, settings: Settings, first: Printed
) -> None:
    measures = sorted({q.subject.value for q in quads if _is_of(q, t.POL + "Measure")})
    gone = measures[len(measures) // 2]
    fewer = [quad for quad in quads if quad.subject.value != gone]
    before = assert_as_from_nothing(fewer, settings, first)
    assert len(before.pages) < len(first.pages)
    copy = NamedNode(f"{gone}9")
    more = fewer + [replaced(q, subject=copy) for q in quads if q.subject.value == gone]
    before = assert_as_from_nothing(more, settings, before)
    assert len(before.pages) == len(first.pages)
    assert_as_from_nothing(quads, settings, before)


@pytest.mark.parametrize("seed", range(5))
def test_random_changes_one_after_another(
    quads: Quads, settings: Settings, first: Printed, seed: int
) -> None:
    chance = random.Random(seed)
    before, changed = first, quads
    for _ in range(2):
        for _ in range(chance.randint(1, 4)):
            changed = chance.choice(CHANGES)(changed, chance)
        before = assert_as_from_nothing(changed, settings, before)
    assert len(before.new) < len(before.pages)


@pytest.mark.parametrize(
    "change",
    [
        {"program": "two"},
        {"config": replace(Config(), report_url="https://example.org/report")},
    ],
    ids=["program", "settings"],
)
def test_another_program_or_other_settings_print_everything(
    quads: Quads, settings: Settings, first: Printed, change: dict[str, Any]
) -> None:
    found = printed(quads, replace(settings, **change), first)
    assert found.new == found.pages.keys()


@pytest.mark.parametrize(
    ("change", "page"),
    [
        ({"downloads": (Download("data/x.csv", "表", "table", "text/csv", 9),)}, "data.html"),
        (
            {"downloads": (Download("data/values.csv", "値", "v", "text/csv", 9),)},
            "/indicators.html",
        ),
    ],
    ids=["a file", "the values"],
)
def test_what_few_pages_use_prints_few(
    quads: Quads, settings: Settings, first: Printed, change: dict[str, Any], page: str
) -> None:
    found = assert_as_from_nothing(quads, replace(settings, **change), first)
    assert any(path.endswith(page) for path in found.new)
    assert len(found.new) < len(found.pages) / 10


def test_typed_links_of_one_document_print_its_pages(
    quads: Quads, settings: Settings, first: Printed
) -> None:
    rules = settings.signposting
    special = {**rules["pages"], "about": [["https://example.org/", "author", ""]]}
    other = replace(settings, signposting={**rules, "pages": special})
    found = assert_as_from_nothing(quads, other, first)
    assert found.new == {"about.html", "en/about.html"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: None,
        lambda state: {},
        lambda state: "state",
        lambda state: {"common": state["common"]},
        lambda state: {**state, "subjects": state["subjects"][:5]},
        lambda state: {**state, "keys": []},
        lambda state: {**state, "pages": {"about": [None, 3]}},
        lambda state: {**state, "subjects": [["a"]]},
    ],
)
def test_a_state_that_is_no_state_prints_everything(
    quads: Quads, settings: Settings, first: Printed, spoil: Callable[[Any], Any]
) -> None:
    found = printed(quads, settings, replace(first, state=spoil(first.state)))
    assert found.new == first.pages.keys()


def test_a_page_that_is_not_there_is_printed(
    quads: Quads, settings: Settings, first: Printed
) -> None:
    held = {path: content for path, content in first.pages.items() if path != "en/about.html"}
    found = printed(quads, settings, replace(first, pages=held))
    assert found.new == {"about.html", "en/about.html"}
    assert found.pages == first.pages


def replaced(quad: Quad, **terms: Any) -> Quad:
    """Return the quad with other terms."""
    return Quad(
        terms.get("subject", quad.subject),
        quad.predicate,
        terms.get("object", quad.object),
        quad.graph_name,
    )


def _said(quad: Quad, words: str) -> Quad:
    """Return the quad with more words in its literal."""
    old = quad.object
    assert isinstance(old, Literal)
    value = old.value + words
    return replaced(
        quad, object=Literal(value, language=old.language) if old.language else Literal(value)
    )


def _is_of(quad: Quad, kind: str) -> bool:
    return quad.predicate.value == t.TYPE and quad.object.value == kind


def _another_text(quads: Quads, chance: random.Random) -> Quads:
    """Let a literal say more: each property is as likely, so that names change too."""
    by_predicate: dict[str, list[int]] = {}
    for place, quad in enumerate(quads):
        if isinstance(quad.object, Literal) and (
            quad.object.language or quad.object.datatype.value == t.XSD + "string"
        ):
            by_predicate.setdefault(quad.predicate.value, []).append(place)
    place = chance.choice(by_predicate[chance.choice(sorted(by_predicate))])
    return [*quads[:place], _said(quads[place], "、また"), *quads[place + 1 :]]


#: Statements that may go without leaving half a thing behind.
_LOOSE = frozenset(
    t.POL + name
    for name in ("hasMention", "hasMilestone", "hasPassage", "quote", "leadOrganization", "cadence")
) | {t.SKOS + "altLabel", t.DCT + "abstract", t.DCT + "references", t.SCHEMA + "mentions"}


def _one_less(quads: Quads, chance: random.Random) -> Quads:
    place = chance.choice(
        [place for place, quad in enumerate(quads) if quad.predicate.value in _LOOSE]
    )
    return [*quads[:place], *quads[place + 1 :]]


def _two_swapped(quads: Quads, chance: random.Random) -> Quads:
    """Let two subjects change what one property says of them."""
    by_predicate: dict[str, list[int]] = {}
    for place, quad in enumerate(quads):
        by_predicate.setdefault(quad.predicate.value, []).append(place)
    chosen = chance.choice([t.POL + n for n in _SWAPPED] + [t.SKOS + "prefLabel", _PERIOD, _UNIT])
    one, other = chance.sample(by_predicate[chosen], 2)
    changed = list(quads)
    changed[one] = replaced(quads[one], object=quads[other].object)
    changed[other] = replaced(quads[other], object=quads[one].object)
    return changed


_SWAPPED = ("position", "hasIndicator", "leadOrganization", "mentioned", "valueRole", "systemKind")
_PERIOD = t.SDMX_DIMENSION + "refPeriod"
_UNIT = t.SDMX_ATTRIBUTE + "unitMeasure"

CHANGES = (_another_text, _one_less, _two_swapped)
