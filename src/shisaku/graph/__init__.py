"""A Plan becomes RDF: ``build`` gives quads, ``to_store`` and ``to_dataset`` hold them."""

from __future__ import annotations

from shisaku.graph.build import build, to_dataset, to_store
from shisaku.graph.namespaces import PREFIXES
from shisaku.graph.succession import succession

__all__ = ["PREFIXES", "build", "succession", "to_dataset", "to_store"]
