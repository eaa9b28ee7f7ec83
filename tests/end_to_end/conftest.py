"""A real server over the release under test, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from running_server import serving


@pytest.fixture(scope="session")
def address(releases: Path) -> Iterator[str]:
    """The address of the running service."""
    with serving(releases) as found:
        yield found
