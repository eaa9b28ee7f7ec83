"""A Document, a profile and reference data go in; the Plan with its facts and quotes comes out."""

from __future__ import annotations

from dataclasses import replace

from shisaku.document.model import Document
from shisaku.plan.facts import measure_facts
from shisaku.plan.leads import leads_of, organisation_keys
from shisaku.plan.local_names import reference_of
from shisaku.plan.model import Plan
from shisaku.plan.profile import Profile
from shisaku.plan.structure import outline
from shisaku.reference.model import Reference


def extract(
    document: Document, profile: Profile, reference: Reference, oddities: bool = True
) -> Plan:
    """Read a plan: its areas, its measures with all facts, and what was odd or had no place.

    oddities: look for what is odd inside measures, which takes a third of the time and which a
    release prints nothing of. Raises ShisakuError where the document holds no measure.
    """
    areas, texts, findings = outline(document, profile)
    reference = reference_of(profile, reference)
    organisations = organisation_keys(reference)
    measures = tuple(
        replace(
            measure_facts(text, profile, reference), leads=leads_of(text, profile, organisations)
        )
        for text in texts
    )
    if oddities:
        from shisaku.plan.findings import findings_of

        odd = (finding for measure in measures for finding in findings_of(measure, reference))
        findings = (*findings, *odd)
    return Plan(profile.key, profile.edition, document.source, areas, measures, findings)
