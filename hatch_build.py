"""Puts ontology, shapes and site into the wheel, and of site only what a release needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_WHOLE = ("ontology", "shapes")
_LEFT_OUT = {"node_modules"}


class CustomBuildHook(BuildHookInterface):
    """Adds the asset folders below shisaku/_assets; an editable install finds them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to include; site/vendor is there once the page assets are built."""
        if version == "editable":
            return
        root = Path(self.root)
        parts = [root / name for name in _WHOLE]
        parts += [part for part in sorted((root / "site").iterdir()) if part.name not in _LEFT_OUT]
        for part in parts:
            place = part.relative_to(root)
            build_data["force_include"][str(part)] = f"shisaku/_assets/{place}"
