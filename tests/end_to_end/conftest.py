"""A real server over the release under test, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from running_server import serving

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def releases(request: pytest.FixtureRequest) -> Path:
    """A folder of releases: the real plan where it is at hand, else the sample."""
    found: Path = request.getfixturevalue("plan_out" if SHARED.is_dir() else "sample_out")
    return found


@pytest.fixture(scope="session")
def address(releases: Path) -> Iterator[str]:
    """The address of the running service."""
    with serving(releases) as found:
        yield found
