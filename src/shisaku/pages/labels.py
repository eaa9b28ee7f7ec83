"""The words of the interface: a language goes in, its table of labels comes out."""

from __future__ import annotations

import tomllib
from functools import cache
from types import SimpleNamespace
from typing import Any

from shisaku.assets import asset_folder


@cache
def labels(language: str) -> Any:
    """Return the labels of ``ja`` or ``en`` as nested attributes: ``labels("ja").nav.home``.

    Raises FileNotFoundError when the site has no such language.
    """
    file = asset_folder("site") / "labels" / f"{language}.toml"
    return _attributes(tomllib.loads(file.read_text(encoding="utf-8")))


def _attributes(table: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            key: _attributes(value) if isinstance(value, dict) else value
            for key, value in table.items()
        }
    )
