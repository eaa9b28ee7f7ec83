"""A file in, the plan that was read and the graph that was built of it out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

from shisaku.config import Config
from shisaku.document.reader import read
from shisaku.graph import build, to_store
from shisaku.graph.iris import Iris
from shisaku.plan.extract import extract
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.reference import load
from shisaku.sample.overlay import bundled_overlay


@dataclass(frozen=True)
class Publication:
    """A plan and what was built of it."""

    plan: Plan
    profile: Profile
    quads: tuple[Quad, ...]
    store: Store
    iris: Iris


def published(source: Path, profile: Profile, config: Config | None = None) -> Publication:
    """Read, extract and build a file."""
    config = config or Config()
    plan = extract(read(source), profile, load())
    quads = build(plan, load(), profile, bundled_overlay(), config)
    iris = Iris(config.base_iri, plan.key, plan.edition)
    return Publication(plan, profile, quads, to_store(quads), iris)
