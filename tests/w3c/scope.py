"""Which suites of the archive are run, with the number of their tests, and which are not."""

from __future__ import annotations

#: Suite -> its tests of evaluation and of syntax.
QUERIES: dict[str, tuple[int, int]] = {
    "dawg-data-r2/algebra": (14, 0),
    "dawg-data-r2/ask": (4, 0),
    "dawg-data-r2/basic": (27, 0),
    "dawg-data-r2/bnode-coreference": (1, 0),
    "dawg-data-r2/boolean-effective-value": (7, 0),
    "dawg-data-r2/bound": (1, 0),
    "dawg-data-r2/cast": (7, 0),
    "dawg-data-r2/construct": (5, 0),
    "dawg-data-r2/dataset": (12, 0),
    "dawg-data-r2/distinct": (11, 0),
    "dawg-data-r2/expr-builtin": (24, 0),
    "dawg-data-r2/expr-equals": (12, 0),
    "dawg-data-r2/expr-ops": (7, 0),
    "dawg-data-r2/graph": (11, 0),
    "dawg-data-r2/i18n": (5, 0),
    "dawg-data-r2/open-world": (18, 0),
    "dawg-data-r2/optional": (7, 0),
    "dawg-data-r2/optional-filter": (6, 0),
    "dawg-data-r2/reduced": (2, 0),
    "dawg-data-r2/regex": (4, 0),
    "dawg-data-r2/solution-seq": (13, 0),
    "dawg-data-r2/sort": (13, 0),
    "dawg-data-r2/syntax-sparql1": (0, 81),
    "dawg-data-r2/syntax-sparql2": (0, 53),
    "dawg-data-r2/syntax-sparql3": (0, 51),
    "dawg-data-r2/syntax-sparql4": (0, 12),
    "dawg-data-r2/syntax-sparql5": (0, 2),
    "dawg-data-r2/triple-match": (4, 0),
    "dawg-data-r2/type-promotion": (30, 0),
    "sparql11/aggregates": (23, 5),
    "sparql11/bind": (10, 0),
    "sparql11/bindings": (10, 0),
    "sparql11/construct": (4, 2),
    "sparql11/csv-tsv-res": (6, 0),
    "sparql11/exists": (5, 0),
    "sparql11/functions": (61, 0),
    "sparql11/grouping": (4, 2),
    "sparql11/json-res": (4, 0),
    "sparql11/negation": (11, 0),
    "sparql11/project-expression": (7, 0),
    "sparql11/property-path": (24, 0),
    "sparql11/subquery": (14, 0),
    "sparql11/syntax-query": (0, 86),
}
#: Suite -> number of tests, by the reason why they are not run.
UPDATES = {
    "sparql11/add": 8,
    "sparql11/basic-update": 13,
    "sparql11/clear": 4,
    "sparql11/copy": 6,
    "sparql11/delete": 19,
    "sparql11/delete-data": 6,
    "sparql11/delete-insert": 16,
    "sparql11/delete-where": 6,
    "sparql11/drop": 4,
    "sparql11/move": 6,
    "sparql11/syntax-update-1": 54,
    "sparql11/syntax-update-2": 1,
    "sparql11/update-silent": 13,
}
FEDERATION = {"sparql11/service": 7, "sparql11/syntax-fed": 3}
ENTAILMENT = {"sparql11/entailment": 66}
#: Run by the table of exchanges: the query side, wrong updates, and the service description.
ELSEWHERE = {"sparql11/protocol", "sparql11/service-description"}
PROTOCOL_TESTS = 30
