"""The addresses of docs/model.md: keys in, IRIs below the base out; nothing else mints IRIs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

from pyoxigraph import NamedNode

#: What an IRI may not hold (RFC 3987), besides characters with a meaning in a path.
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|\\^`/?#%\[\]:@!$&'()*+,;=\s]")


def path_segment(text: str) -> str:
    """Return text as one segment of an IRI: letters of any script stay, the rest is escaped."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), text)


def opaque_key(name: str) -> str:
    """Return a key for a name that has none: ``x-`` and eight hexadecimal digits of its hash.

    The same name, in any width, has the same key everywhere; keys are plain ASCII, so that
    addresses and files made of them work on any host.
    """
    folded = unicodedata.normalize("NFKC", name).strip()
    return "x-" + hashlib.sha256(folded.encode()).hexdigest()[:8]


class Iris:
    """IRIs of one edition below one base.

    base: absolute, ends with a slash; plan and edition: keys such as ``jutenkeikaku``, ``2023``.
    """

    def __init__(self, base: str, plan: str, edition: str) -> None:
        self.base = base
        self._plan = base + path_segment(plan)
        self._edition = f"{self._plan}/{path_segment(edition)}"
        self.plan = NamedNode(self._plan)
        self.edition = NamedNode(self._edition)
        self.edition_graph = NamedNode(f"{base}graph/{path_segment(plan)}/{path_segment(edition)}")
        self.reference_graph = NamedNode(base + "graph/reference")
        self.vocabulary_graph = NamedNode(base + "graph/vocabulary")
        self.catalogue_graph = NamedNode(base + "graph/catalogue")
        self.source = self._below("source")
        self.areas = self._below("areas")
        self.indicators = self._below("indicators")
        self.observations = self._below("observations")
        self.units = NamedNode(base + "unit")
        self.periods = NamedNode(base + "period")

    def _below(self, path: str) -> NamedNode:
        return NamedNode(f"{self._edition}/{path}")

    def area(self, number: int) -> NamedNode:
        """``{edition}/area/4``."""
        return self._below(f"area/{number}")

    def measure(self, number: str) -> NamedNode:
        """``{edition}/measure/4-8``."""
        return self._below("measure/" + path_segment(number))

    def passage(self, passage: str) -> NamedNode:
        """``{edition}/passage/4-8/3``; passage: measure number and ordinal, ``4-8/3``."""
        number, _, ordinal = passage.rpartition("/")
        return self._below(f"passage/{path_segment(number)}/{ordinal}")

    def organisation(self, key: str) -> NamedNode:
        """``org/soumu``."""
        return NamedNode(f"{self.base}org/{path_segment(key)}")

    def system(self, key: str) -> NamedNode:
        """``system/e-stat``."""
        return NamedNode(f"{self.base}system/{path_segment(key)}")

    def law(self, key: str) -> NamedNode:
        """``law/415AC0000000057``."""
        return NamedNode(f"{self.base}law/{path_segment(key)}")

    def period(self, key: str) -> NamedNode:
        """``period/FY2027``."""
        return NamedNode(f"{self.base}period/{path_segment(key)}")

    def instant(self, day: str) -> NamedNode:
        """``instant/2027-04-01``."""
        return NamedNode(f"{self.base}instant/{day}")

    def unit(self, key: str) -> NamedNode:
        """``unit/ken``."""
        return NamedNode(f"{self.base}unit/{path_segment(key)}")

    def code(self, scheme: str, code: str) -> NamedNode:
        """``code/value-role/target``."""
        return NamedNode(f"{self.base}code/{scheme}/{code}")


def part(whole: NamedNode, path: str) -> NamedNode:
    """Return the IRI of a part of a resource: its own IRI, a slash and a path."""
    return NamedNode(f"{whole.value}/{path}")
