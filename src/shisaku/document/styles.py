"""The styles part of a Word file goes in; what each paragraph or run style means comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_OFF = {"0", "false", "off"}
_CONTENTS = re.compile(r"(?:toc|目次)\s*(?:\d|heading)|table of figures|toa heading", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|見出し)\s*\d", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number)", re.IGNORECASE)
BODY_LEVEL = 9
NO_LIST = "0"
_NUMBERS = W + "numPr"
#: What a paragraph, run, cell, row or style says of itself: elements by their tag.
Properties = Mapping[object, etree._Element]


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A place in a list: ``w:numId`` (0 takes out of any list) and level, None if not said."""

    key: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says about text: is it a heading, contents, hidden, and in which list.

    marked: a list by its name; numbered: identifier and level of its list, None without one.
    """

    heading: bool = False
    marked: bool = False
    numbered: ListPlace | None = None
    contents: bool = False
    hidden: bool = False


PLAIN = Style()


class StyleSheet:
    """Styles by identifier, with what they take over from the style they are based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str | None, Style] = {None: PLAIN}
        if root is not None:
            for element in root.iterchildren(W + "style"):
                self._elements[str(element.get(W + "styleId", ""))] = element

    def __getitem__(self, key: str | None) -> Style:
        """The meaning of a style; an unknown identifier is judged by its own name."""
        if key not in self._known:
            self._known[key] = PLAIN  # a style based on itself ends here
            self._known[key] = self._meaning(str(key))
        return self._known[key]

    def _meaning(self, key: str) -> Style:
        element = self._elements.get(key)
        if element is None:
            return Style(
                heading=_HEADING.match(key) is not None,
                marked=_LIST.match(re.sub(r"^List", "List ", key)) is not None,
                contents=_CONTENTS.match(key) is not None,
            )
        said = properties_of(element)
        name = value_of(said, "name") or key
        base = self[value_of(said, "basedOn")]
        paragraph, run = properties_of(said.get(W + "pPr")), properties_of(said.get(W + "rPr"))
        level = value_of(paragraph, "outlineLvl")
        hidden = switch(run, "vanish")
        return Style(
            heading=_HEADING.match(name) is not None
            or (base.heading if level is None else is_level(level)),
            marked=_LIST.match(name) is not None or base.marked,
            numbered=list_place(paragraph) or base.numbered,
            contents=_CONTENTS.match(name) is not None or base.contents,
            hidden=base.hidden if hidden is None else hidden,
        )


def properties_of(parent: etree._Element | None) -> Properties:
    """The children of an element of properties by their tag, the first of each; {} for None.

    One pass over the few that are there costs a fifth of a search for each that may be there.
    """
    found: dict[object, etree._Element] = {}
    if parent is not None:
        for child in parent:
            found.setdefault(child.tag, child)
    return found


def first(parent: etree._Element, tag: str) -> etree._Element | None:
    """The first child with a tag; half the time of ``find``, which reads the tag as a path."""
    return next(parent.iterchildren(tag), None)


def value_of(properties: Properties, name: str) -> str | None:
    """The ``w:val`` of a property, None where it is not there."""
    child = properties.get(W + name)
    return None if child is None else child.get(VAL)


def switch(properties: Properties, name: str) -> bool | None:
    """An on/off property (ECMA-376 part 1, 17.17.4): None where it is not there."""
    child = properties.get(W + name)
    return None if child is None else child.get(VAL, "1") not in _OFF


def is_level(text: str) -> bool:
    """Tell whether an outline level makes a heading (levels 0 to 8; 9 is body text)."""
    return text.isdecimal() and int(text) < BODY_LEVEL


def list_place(properties: Properties) -> ListPlace | None:
    """The list that paragraph properties name (ECMA-376 part 1, 17.9.18), None for none."""
    if _NUMBERS not in properties:
        return None
    numbers = properties_of(properties[_NUMBERS])
    level = value_of(numbers, "ilvl")
    depth = int(level) if level is not None and level.isdecimal() else None
    return ListPlace(value_of(numbers, "numId") or NO_LIST, depth)
