"""What can be known of a query before it runs: its form, its nesting and its SERVICE calls.

Enters the text of a query, leaves facts about it. Oxigraph reads queries without a separate
lexer: ``?a<1)SERVICE#>`` may be a comparison or an IRI, and ``1SERVICE:x{}`` holds a keyword.
So a call is looked for in *every* way the text can be cut, which may suspect a harmless query
but never misses a call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLANK = r"(?>(?:\s|\#[^\r\n]*(?:[\r\n]|$))*)"
_IRI = re.compile(r"<[^<>\"{}|^`\x00-\x20]*>")
_PIECE = re.compile(
    r"""
      \#[^\r\n]*
    | \"{3}(?>(?:\"{0,2}(?:[^"\\]|\\.))*)\"{3} | '{3}(?>(?:'{0,2}(?:[^'\\]|\\.))*)'{3}
    | "(?>(?:[^"\\\r\n]|\\.)*)" | '(?>(?:[^'\\\r\n]|\\.)*)'
    | \\. | [?$]\w+
    | (?P<service>service)
    | [^<"'\#\\?$sS]+
    | .
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CALL = re.compile(
    rf"{_BLANK}(?:silent{_BLANK})?(?P<target><[^<>\s]*>|[?$]\w+|[^\s{{}}()<>\"']*:[^\s{{}}<>\"']*)"
    rf"{_BLANK}\{{",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(
    rf"{_BLANK}(?>(?:(?:base{_BLANK}<[^<>\s]*>|prefix{_BLANK}[^\s:<>]*:{_BLANK}<[^<>\s]*>)"
    rf"{_BLANK})*)(?P<form>[a-z]+)",
    re.IGNORECASE,
)
_STAR = re.compile(rf"{_BLANK}(?:(?:distinct|reduced){_BLANK})?\*", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
#: Escaped, these belong to a string or an IRI and must stay so.
_KEPT_ESCAPED = frozenset("\"'\\<>\n\r\t ")
_BRACKET = re.compile(r"[(\[{]|[)\]}]")

QUERY_FORMS = frozenset({"select", "ask", "construct", "describe"})
UPDATE_FORMS = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
)


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE call as it may be read: its target as written, and where the word stands."""

    target: str
    offset: int


def form_of(query: str) -> str:
    """Return the first word after the prologue in lower case, empty when there is none."""
    match = _PROLOGUE.match(query)
    return match["form"].lower() if match else ""


def service_calls(query: str) -> tuple[Call, ...]:
    """Return every SERVICE call that some reading of the query holds, by offset."""
    if "service" not in query.lower() and "\\u" not in query.lower():
        return ()
    texts = {query, unescaped(query)}
    return tuple(
        sorted((call for text in texts for call in _calls(text)), key=lambda item: item.offset)
    )


def _calls(text: str) -> list[Call]:
    calls: list[Call] = []
    seen: set[int] = set()
    open_positions = [0]
    while open_positions:
        position = open_positions.pop()
        while position < len(text) and position not in seen:
            seen.add(position)
            if text[position] == "<" and (iri := _IRI.match(text, position)):
                open_positions.append(iri.end())
                position += 1
                continue
            piece = _PIECE.match(text, position)
            if piece is None:
                break
            if piece["service"] and (call := _CALL.match(text, piece.end())):
                calls.append(Call(call["target"], position))
            position = piece.end()
    return calls


def unescaped(query: str) -> str:
    r"""Replace the codepoint escapes \uXXXX and \UXXXXXXXX (SPARQL 1.1 Query 19.2).

    Those that stand for a quote, a backslash or the like are left to the parser of strings.
    """

    def character(match: re.Match[str]) -> str:
        if match[0] == "\\\\":
            return match[0]
        code = int(match[1] or match[2], 16)
        if code >= 0x110000 or 0xD800 <= code < 0xE000 or chr(code) in _KEPT_ESCAPED:
            return match[0]
        return chr(code)

    return _ESCAPE.sub(character, query) if "\\" in query else query


def star_offset(query: str) -> int | None:
    """Where the star of the outer SELECT * stands, None when there is none."""
    prologue = _PROLOGUE.match(query)
    if prologue is None or prologue["form"].lower() != "select":
        return None
    star = _STAR.match(query, prologue.end())
    return star.end() - 1 if star else None


def in_order_of_appearance(names: list[str], query: str) -> list[str]:
    """Sort names of variables by where the query first mentions them."""
    first: dict[str, int] = {}
    for match in _VARIABLE.finditer(query):
        first.setdefault(match[1], match.start())
    return sorted(names, key=lambda name: (first.get(name, len(query)), name))


def nesting(query: str, enough: int) -> int:
    """Return how deeply brackets nest, or any number below ``enough`` when it is no deeper."""
    if query.count("(") + query.count("{") + query.count("[") < enough:
        return 0
    depth = deepest = 0
    for bracket in _BRACKET.finditer(query):
        if bracket[0] in "([{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth = max(0, depth - 1)
    return deepest
