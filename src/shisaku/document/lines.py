"""One printed line goes in; its text without list mark, and its kind, come out."""

from __future__ import annotations

import re

from shisaku.document.model import BlockKind

_MARK = re.compile(r"[·•∙⦁][\s\u3000]+|[•∙⦁]")
_LEADER = re.compile(
    r"(?:[.．…‥]{3,}|…{2,}|[・･]{4,}|(?:[.．…・･] ){3,})[\s.．…‥・･]*[0-9０-９]+\s*$"
)
_DIGITS = "0123456789０１２３４５６７８９"
_SPACE = re.compile(r"[\t\r\n\f\v]+")


def printed(text: str, kind: BlockKind) -> tuple[str, BlockKind]:
    """Trim a line and take its list mark off; a marked line is a bullet unless it is a heading."""
    text = text.strip()
    found = _MARK.match(text)
    if found:
        text = text[found.end() :].lstrip()
        if kind is not BlockKind.HEADING:
            kind = BlockKind.BULLET
    return (_SPACE.sub(" ", text) if _SPACE.search(text) else text), kind


def is_contents_entry(text: str) -> bool:
    """Tell whether a line is an entry of a table of contents: dotted leader and page number."""
    return text.rstrip()[-1:] in _DIGITS and _LEADER.search(text) is not None
