"""What researchers ask of the graph is answered, and the answers are those of the plan."""

from __future__ import annotations

from pathlib import Path

from graph_publication import Publication
from pyoxigraph import QuerySolutions

from shisaku.plan.model import Role
from shisaku.reference import load

FOLDER = Path(__file__).parent / "questions"


def ask(name: str, publication: Publication) -> list[dict[str, str]]:
    """Return the rows of a query file over all graphs, as values by variable."""
    query = (FOLDER / name).read_text(encoding="utf-8")
    found = publication.store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in found]


def test_measures_that_mention_a_site_and_the_state_of_its_interface(
    publication: Publication,
) -> None:
    rows = ask("systems.rq", publication)
    said = {(row["apiName"], row["status"], row["statusDate"]) for row in rows}
    assert {
        ("RESAS-API", "ended", "2025-03-24"),
        ("e-Stat API", "active", "2026-08-22"),
        ("統計LOD", "active", "2026-08-22"),
        ("海しるAPI", "active", "2026-07-29"),
    } == said
    by_system = {(row["system"].rpartition("/")[2], row["number"]) for row in rows}
    assert {("resas", "4-2"), ("umishiru", "4-3"), ("e-stat", "4-8")} <= by_system


def test_targets_due_in_fiscal_year_2025_by_ministry(publication: Publication) -> None:
    expected = sorted(
        (measure.number, str(value.number), value.quote.exact)
        for measure in publication.plan.measures
        for indicator in measure.indicators
        for value in indicator.values
        if value.role is Role.TARGET and value.period and value.period.key == "FY2025"
        for _ in measure.leads
    )
    rows = ask("targets-fy2025.rq", publication)
    assert sorted((row["number"], row["value"], row["quote"]) for row in rows) == expected
    assert len(rows) > 10
    assert all(row["unit"] and row["ministry"] for row in rows)


def test_laws_cited_and_by_which_measures(publication: Publication) -> None:
    expected = {
        (law.key, measure.number) for measure in publication.plan.measures for law in measure.laws
    }
    rows = ask("laws.rq", publication)
    assert {(row["law"].rpartition("/")[2], row["number"]) for row in rows} == expected
    laws = load().laws
    for row in rows:
        key = row["law"].rpartition("/")[2]
        if key in laws and laws[key].law_id:
            assert (row["id"], row["page"]) == (laws[key].law_id, laws[key].url)


def test_the_ministry_of_internal_affairs_leads_36_measures(publication: Publication) -> None:
    counts = {row["organisation"]: int(row["count"]) for row in ask("lead-count.rq", publication)}
    assert counts["soumu"] == 36
    assert len(counts) == 16
