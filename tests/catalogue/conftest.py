"""Makes the yardsticks in scores/ importable here, and serves the sample once for all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    """The address of a server over a fresh release of the sample."""
    from scores.__main__ import served

    with served(None) as address:
        yield address
