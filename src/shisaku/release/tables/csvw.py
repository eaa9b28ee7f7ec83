"""A table becomes CSVW metadata, by which a processor makes the graph's triples from the CSV.

Model: W3C Metadata Vocabulary for Tabular Data (2015-12-17).
"""

from __future__ import annotations

import json
from typing import Any

from shisaku.release.tables.columns import SEPARATOR, Column
from shisaku.release.tables.rows import Filled


def metadata(filled: Filled) -> bytes:
    """Return ``{table}.csv-metadata.json``, found by the default location (section 5.3)."""
    table = filled.table
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "url": f"{table.name}.csv",
        "dc:title": [
            {"@value": table.title_ja, "@language": "ja"},
            {"@value": table.title_en, "@language": "en"},
        ],
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [_column(column) for column in table.columns],
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": column.name},
        "dc:title": [
            {"@value": column.ja, "@language": "ja"},
            {"@value": column.en, "@language": "en"},
        ],
        "datatype": column.type,
    }
    if column.name == "iri":
        described["required"] = True
    if column.lang:
        described["lang"] = column.lang
    if column.query:
        described["separator"] = SEPARATOR
    if column.property is None:
        described["suppressOutput"] = True
        return described
    described["propertyUrl"] = column.property
    if column.type == "anyURI":
        described["valueUrl"] = f"{{+{column.name}}}"
    return described
