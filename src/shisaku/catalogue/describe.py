"""Facts, settings and files go in; the quads of the catalogue graph come out (DCAT-AP 3.0.1)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from shisaku.catalogue.datasets import (
    dataset_node,
    describe_catalog,
    describe_dataset,
    describe_series,
    plan_datasets,
)
from shisaku.catalogue.distributions import data_files
from shisaku.catalogue.model import GraphFacts, ReleaseFile
from shisaku.catalogue.record import Record
from shisaku.catalogue.services import describe_named_services, describe_own_services
from shisaku.catalogue.void import describe_void
from shisaku.config import Config
from shisaku.errors import ShisakuError
from shisaku.graph.statements import quads_of
from shisaku.plan.profile import Profile


def describe(
    facts: GraphFacts, config: Config, profile: Profile, files: Iterable[ReleaseFile]
) -> list[Quad]:
    """Return the DCAT and VoID records of a release, sorted, in ``{base}graph/catalogue``.

    facts: of all edition graphs, the reference data and the vocabulary; profile: gives the
    credit line; files: the release's files, of which those in data/ become Distributions.
    Raises ShisakuError when there is no edition or the publication has no valid date.
    """
    record = Record(config, profile.credit)
    editions = facts.editions
    if not editions:
        raise ShisakuError("no-edition", "the release holds no edition of a plan.", "catalogue")
    held = data_files(files, record.texts["files"], [edition.key for edition in editions])
    plans = plan_datasets(editions, held, config.base_iri)
    for plan in plans:
        describe_dataset(record, plan)
    describe_series(record, editions)
    datasets = [dataset_node(record, plan) for plan in plans if plan.graph]
    services = describe_own_services(record, datasets)
    services += describe_named_services(record, facts.services)
    describe_catalog(record, plans, editions, services)
    record.shared()
    describe_void(record, facts.graphs, plans)
    lines = sorted(dict.fromkeys(record.out.lines))
    return quads_of(lines, record.out.graph)
