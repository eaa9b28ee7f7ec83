"""Several generated editions: one store of all, and each edition in a store of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bench.generate import write_editions
from pyoxigraph import NamedNode, Quad, Store

from shisaku.config import Config
from shisaku.document.reader import read
from shisaku.graph.build import build, to_store
from shisaku.graph.namespaces import RDF, RDFS
from shisaku.graph.succession import outline_of, succession
from shisaku.plan.extract import extract
from shisaku.plan.profile import load_profile
from shisaku.reference.load import load
from shisaku.sample.overlay import bundled_overlay


@dataclass(frozen=True)
class Several:
    """The same editions together and apart.

    each: an edition's graph, the reference data and the vocabulary; what another edition
    describes and this one points at is known to be a resource, in the default graph.
    """

    whole: Store
    each: tuple[Store, ...]


def several_editions(folder: Path, count: int) -> Several:
    """Write, read and build editions like the sample."""
    layout, reference, config = load_profile("jutenkeikaku"), load(), Config()
    editions = []
    for path in write_editions(folder, count, seed=1):
        profile = replace(layout, edition=path.stem)
        editions.append((extract(read(path), profile, reference), profile))
    ties = succession([outline_of(plan, profile) for plan, profile in editions], config)
    overlay = bundled_overlay()
    built = [build(plan, reference, profile, overlay, config) for plan, profile in editions]
    whole = to_store({quad: None for quads in (*built, *ties.values()) for quad in quads})
    each = []
    for quads, (_, profile) in zip(built, editions, strict=True):
        own = ties[f"{config.base_iri}graph/{layout.key}/{profile.edition}"]
        assert own
        store = to_store([*quads, *own])
        store.extend(
            Quad(quad.object, RDF.type, RDFS.Resource)
            for quad in own
            if isinstance(quad.object, NamedNode)
        )
        each.append(store)
    return Several(whole, tuple(each))
