"""The read-only JSON API: the tables of the release that is served, with filters and paging."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from shisaku.service.api_model import (
    Kpi,
    KpiQuery,
    Measure,
    MeasureQuery,
    Organisation,
    OrganisationQuery,
    Page,
    Paging,
    Problem,
    System,
    SystemQuery,
)

Record = dict[str, Any]
#: Gives the folder of the release that is served now; None when files are served instead.
Folder = Callable[[], Path | None]

_PROBLEM = "https://w3id.org/shisaku/problem/"
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such thing.", "content": {"application/problem+json": {}}}
}
#: Fields in which ``q`` looks.
_SEARCHED = {
    "measures": ("number", "title_ja", "title_en", "summary_ja", "summary_en"),
    "kpis": ("number", "label", "text", "measure"),
    "organisations": ("id", "name_ja", "name_en"),
    "systems": ("id", "title_ja", "title_en", "forms"),
}
#: Each filter: fields that must hold it, whole or as the last segment of an IRI.
_FILTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "measures": {
        "area": ("area_number",),
        "lead": ("lead_names", "lead_iris"),
        "system": ("systems",),
        "law": ("laws",),
    },
    "kpis": {"measure": ("measure_number",), "role": ("roles",), "period": ("periods",)},
    "organisations": {"measure": ("measures",)},
    "systems": {"kind": ("kind_iri",), "status": ("status_iri",), "measure": ("measures",)},
}
#: The field by which one item is asked for.
_KEYS = {"measures": "number", "kpis": "number", "organisations": "id", "systems": "id"}


class _MissingError(Exception):
    """Nothing is at an address of the API."""

    def __init__(self, detail: str) -> None:
        self.detail = detail


def api_router(folder: Folder) -> APIRouter:
    """Return the routes below ``/api``; ``folder`` is asked anew at each request."""
    router = APIRouter(prefix="/api", tags=["data"], dependencies=[Depends(_open_to_all)])

    def page(request: Request, name: str, query: Paging) -> Any:
        try:
            found = [item for item in _table(folder(), name) if _matches(name, item, query)]
        except _MissingError as error:
            return _problem(error)
        chosen = found[query.offset : query.offset + query.limit]
        end = query.offset + len(chosen)
        following = str(request.url.include_query_params(offset=end)) if end < len(found) else None
        return {
            "total": len(found),
            "limit": query.limit,
            "offset": query.offset,
            "next": following,
            "items": chosen,
        }

    def one(name: str, key: str) -> Any:
        try:
            for item in _table(folder(), name):
                if item[_KEYS[name]] == key:
                    return item
            raise _MissingError(f"There is nothing called {key!r} among the {name}.")
        except _MissingError as error:
            return _problem(error)

    @router.get("/measures", responses=_MISSING, response_model=Page[Measure])
    def measures(request: Request, query: Annotated[MeasureQuery, Query()]) -> Any:
        """List policy measures."""
        return page(request, "measures", query)

    @router.get("/measures/{number}", responses=_MISSING, response_model=Measure)
    def measure(number: str) -> Any:
        """Return one measure by its number, for example 4-8."""
        return one("measures", number)

    @router.get("/kpis", responses=_MISSING, response_model=Page[Kpi])
    def kpis(request: Request, query: Annotated[KpiQuery, Query()]) -> Any:
        """List KPIs with their values."""
        return page(request, "kpis", query)

    @router.get("/kpis/{measure}/{part}", responses=_MISSING, response_model=Kpi)
    def kpi(measure: str, part: str) -> Any:
        """Return one KPI by its number, for example 4-8/1."""
        return one("kpis", f"{measure}/{part}")

    @router.get("/organisations", responses=_MISSING, response_model=Page[Organisation])
    def organisations(request: Request, query: Annotated[OrganisationQuery, Query()]) -> Any:
        """List ministries and bodies."""
        return page(request, "organisations", query)

    @router.get("/organisations/{key}", responses=_MISSING, response_model=Organisation)
    def organisation(key: str) -> Any:
        """Return one organisation by its key, for example soumu."""
        return one("organisations", key)

    @router.get("/systems", responses=_MISSING, response_model=Page[System])
    def systems(request: Request, query: Annotated[SystemQuery, Query()]) -> Any:
        """List information systems."""
        return page(request, "systems", query)

    @router.get("/systems/{key}", responses=_MISSING, response_model=System)
    def system(key: str) -> Any:
        """Return one information system by its key, for example e-stat."""
        return one("systems", key)

    @router.get("/", include_in_schema=False)
    def entry(request: Request) -> dict[str, str]:
        """Say where the lists and the description of the API are."""
        root = str(request.url).partition("?")[0]
        return {"openapi": root + "openapi.json"} | {name: root + name for name in sorted(_KEYS)}

    return router


def _open_to_all(response: Response) -> None:
    response.headers["access-control-allow-origin"] = "*"
    response.headers["cache-control"] = "no-cache"


def _problem(error: _MissingError) -> JSONResponse:
    body = Problem(type=_PROBLEM + "not-found", title="Not found", status=404, detail=error.detail)
    return JSONResponse(
        body.model_dump(),
        404,
        {"access-control-allow-origin": "*"},
        media_type="application/problem+json",
    )


def _table(folder: Path | None, name: str) -> tuple[Record, ...]:
    if folder is None:
        raise _MissingError("No release is served, so there are no tables.")
    return _tables(folder)[name]


@lru_cache(maxsize=2)
def _tables(folder: Path) -> dict[str, tuple[Record, ...]]:
    """Read the tables of a release, which never changes; KPIs get their values."""
    tables = {name: tuple(_read(folder, name)) for name in _KEYS}
    values: dict[str, list[Record]] = defaultdict(list)
    for value in _read(folder, "values"):
        values[value["kpi_iri"]].append(value)
    for kpi in tables["kpis"]:
        kpi["values"] = values[kpi["iri"]]
        kpi["roles"] = [value["role"] for value in kpi["values"]]
        kpi["periods"] = [value["period_iri"] for value in kpi["values"]]
    return tables


def _read(folder: Path, name: str) -> list[Record]:
    path = folder / "data" / f"{name}.json"
    try:
        rows: list[Record] = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise _MissingError("The release that is served has no such table.") from error
    return rows


def _matches(name: str, item: Record, query: Paging) -> bool:
    wanted = query.model_dump(exclude_none=True, exclude={"limit", "offset", "q"})
    if not all(
        any(_holds(item[field], value) for field in _FILTERS[name][key])
        for key, value in wanted.items()
    ):
        return False
    return query.q is None or query.q.casefold() in "\n".join(_texts(item, _SEARCHED[name]))


def _holds(cell: Any, value: str) -> bool:
    held = cell if isinstance(cell, list) else [cell]
    return any(text == value or str(text).endswith("/" + value) for text in held)


def _texts(item: Record, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        cell = item[name]
        for text in cell if isinstance(cell, list) else [cell]:
            yield (text or "").casefold()
