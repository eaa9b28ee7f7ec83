"""A profile and reference data go in; reference data with the profile's own bodies comes out."""

from __future__ import annotations

from dataclasses import replace

from shisaku.plan.profile import OrganisationName, Profile
from shisaku.reference.model import Organisation, Reference


def reference_of(profile: Profile, reference: Reference) -> Reference:
    """Add the organisations that only the profile knows; curated ones are never replaced."""
    own = {
        item.key: _organisation(item, profile)
        for item in profile.organisations
        if item.key not in reference.organisations
    }
    if not own:
        return reference
    return replace(reference, organisations={**reference.organisations, **own})


def _organisation(item: OrganisationName, profile: Profile) -> Organisation:
    """A body as the profile knows it; facts that need a source stay empty."""
    forms = sorted({item.name_ja, *item.forms}, key=lambda form: (-len(form), form))
    return Organisation(
        key=item.key,
        name_ja=item.name_ja,
        name_en=item.name_en,
        abbreviation="",
        readings=(),
        forms=tuple(forms),
        role="lead",
        parent=item.parent,
        supervisor=(),
        homepage="",
        houjin_bangou="",
        wikidata="",
        ror="",
        valid_from="",
        valid_to="",
        successor="",
        confidence="medium",
        source=profile.landing_page,
        note="",
    )
