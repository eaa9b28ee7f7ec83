"""A report and its store come in; names and quotes of what the report found leave."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal, NamedNode, Store

from shisaku.quality.compilation import query_text
from shisaku.quality.engine import rows
from shisaku.quality.model import Details, Report


def details_of(report: Report, store: Store) -> dict[str, Details]:
    """Return the details of every focus node with a result, looked up in one query."""
    focuses = {result.focus for outcome in report.outcomes for result in outcome.results}
    nodes = " ".join(f"<{iri}>" for iri in sorted(focuses) if not iri.startswith("_:"))
    names: dict[str, dict[str, str]] = defaultdict(dict)
    notations: dict[str, str] = {}
    quotes: dict[str, str] = {}
    for row in rows(store, query_text("focus_details").substitute(nodes=nodes)) if nodes else ():
        this, name, notation, exact = (row[key] for key in ("this", "name", "notation", "exact"))
        if not isinstance(this, NamedNode):
            continue
        if isinstance(name, Literal):
            names[this.value].setdefault(name.language or "", name.value)
        if isinstance(notation, Literal):
            notations.setdefault(this.value, notation.value)
        if isinstance(exact, Literal):
            quotes.setdefault(this.value, exact.value)
    return {
        iri: Details(names.get(iri, {}), notations.get(iri, ""), quotes.get(iri, ""))
        for iri in sorted({*names, *notations, *quotes})
    }
