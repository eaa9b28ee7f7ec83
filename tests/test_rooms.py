"""The dependency rule between rooms, read from the import statements of the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "shisaku"

#: What each room may import; modules at the top (errors, assets, addresses, config) serve all.
MAY_IMPORT = {
    "document": set(),
    "reference": set(),
    "sample": set(),
    "plan": {"document", "reference"},
    "graph": {"document", "plan", "reference", "sample"},
    "quality": {"plan", "graph"},
    "catalogue": {"plan", "graph", "quality"},
    "pages": {"plan", "graph", "quality", "catalogue"},
    "release": {
        "document", "plan", "reference", "sample", "graph", "quality", "catalogue", "pages",
    },
    "engine": set(),
    # The service fills the search page in as the browser would: ranking and template are pages'.
    "service": {"engine", "pages"},
}  # fmt: skip


def rooms_imported(module: Path) -> set[str]:
    """Return the rooms that a module imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names if name.startswith("shisaku.")]
    return {part[1] for part in parts if part[1] in MAY_IMPORT}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    broken = {
        f"{module.relative_to(SOURCE)} imports {other}"
        for module in (SOURCE / room).rglob("*.py")
        for other in rooms_imported(module) - MAY_IMPORT[room] - {room}
    }
    assert not broken


def test_every_room_is_under_the_rule() -> None:
    rooms = {folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").is_file()}
    assert rooms == set(MAY_IMPORT)


def test_names_of_test_modules_are_unique() -> None:
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names)), "pytest imports test modules by their name alone"
