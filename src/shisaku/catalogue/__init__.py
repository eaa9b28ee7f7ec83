"""A release becomes findable: DCAT, VoID, schema.org, Signposting and well-known entries."""

from __future__ import annotations

from shisaku.catalogue.describe import describe
from shisaku.catalogue.facts import graph_facts, merged_facts
from shisaku.catalogue.files import catalogue_files
from shisaku.catalogue.labels import label_quads
from shisaku.catalogue.schema_org import dataset_descriptions
from shisaku.catalogue.wellknown import discovery_files

__all__ = [
    "catalogue_files",
    "dataset_descriptions",
    "describe",
    "discovery_files",
    "graph_facts",
    "label_quads",
    "merged_facts",
]
