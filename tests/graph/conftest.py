"""The graph under test: from the sample that the project carries, and from the real plan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graph_publication import Publication, published

from shisaku.plan.profile import Profile, load_profile
from shisaku.sample.word import write_sample


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The profile of the Priority Policy Program."""
    return load_profile("jutenkeikaku")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> Publication:
    """The bundled sample, written as Word and read back."""
    path = tmp_path_factory.mktemp("sample") / "sample.docx"
    write_sample(path, {area.number: area.title_ja for area in profile.areas})
    return published(path, profile)


@pytest.fixture(scope="session", params=["sample", "plan"])
def publication(request: pytest.FixtureRequest, profile: Profile) -> Iterator[Publication]:
    """The sample, and the real plan where it is beside the project."""
    if request.param == "sample":
        yield request.getfixturevalue("sample")
    else:
        yield published(request.getfixturevalue("plan_text"), profile)
