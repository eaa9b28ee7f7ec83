"""One page of each type, by name: what is tested and pictured."""

from __future__ import annotations

E = "jutenkeikaku/2023"

PAGE_TYPES = {
    "home": "index",
    "plan": "jutenkeikaku",
    "edition": E,
    "areas": f"{E}/areas",
    "area": f"{E}/area/4",
    "measure": f"{E}/measure/4-8",
    "measure-split-lead": f"{E}/measure/5-2",
    "indicator": f"{E}/measure/4-8/kpi/1",
    "kpi-table": f"{E}/indicators",
    "kpi-by-ministry": f"{E}/indicators-by-ministry",
    "source": f"{E}/source",
    "cube": f"{E}/observations",
    "ministries": "org",
    "ministry": "org/digital",
    "systems": "system",
    "system": "system/e-stat",
    "ended-system": "system/resas-api",
    "laws": "law",
    "law": "law/415AC0000000057",
    "timeline": "period",
    "period": "period/FY2025",
    "units": "unit",
    "unit": "unit/ken",
    "code-lists": "code",
    "code-list": "code/value-role",
    "vocabulary": "ns",
    "search": "search",
    "queries": "query",
    "question": "query/01-measures-by-area",
    "sparql": "sparql",
    "data": "data",
    "catalogue": "catalog",
    "dataset": "dataset/jutenkeikaku-2023",
    "quality": "quality",
    "accessibility": "accessibility",
    "about": "about",
    "missing": "404",
}

#: Pages that look otherwise where there are several editions: see tests/three_editions.py.
SEVERAL_EDITIONS = (
    "jutenkeikaku",
    "search",
    "org/digital",
    "period/FY2025",
    *(f"jutenkeikaku/g0001{page}" for page in ("", "/indicators", "/areas")),
    *(f"jutenkeikaku/g0001/{page}" for page in ("measure/10-13", "org/digital", "period/FY2025")),
)
