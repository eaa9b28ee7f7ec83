"""The words before a figure in its line in, what the figure counts out: 匿名データの提供数."""

from __future__ import annotations

import re

from shisaku.plan.model import Quote

#: Where the name of a figure begins: after the last of these before the figure.
_BOUNDARY = re.compile(r"[、。，,（）()［］\[\]【】～~]|までに|において")
#: What stands between a name and its figure.
_TAIL = re.compile(r"(?:[：:\s　]|累計|約|については|について|[はをがの])+$")
_MARKS = re.compile(r"^[・･●○◯■□◆※\s　]+")
#: Endings that show that the words are no name but an adverb or a clause.
_NO_NAME = re.compile(r"[0-9０-９]|[でにてとり比]$")
_SHORTEST = 3


def figure_name(text: str, quote: Quote) -> str:
    """Return what the figure of a quote counts by the words before it, or an empty string.

    text: the passage of the quote. Dates, adverbs and single words such as 見込 are no names.
    """
    before = text[: quote.start]
    for boundary in _BOUNDARY.finditer(_TAIL.sub("", before)):
        before = text[boundary.end() : quote.start]
    name = _MARKS.sub("", _TAIL.sub("", before))
    return "" if len(name) < _SHORTEST or _NO_NAME.search(name) else name
