"""Where the files that are not Python live: ontology, shapes and site, in a wheel or a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "_assets", _PACKAGE.parents[1])


def asset_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``shapes`` or ``site``.

    Raises FileNotFoundError when the installation lacks it.
    """
    for root in _ROOTS:
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"the installation lacks its {name}/ folder")
