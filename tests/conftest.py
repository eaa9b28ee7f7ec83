"""Fixtures that several rooms share; the plan itself is input and stays outside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the plan, the gold sample and the standards, beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder shared/ (plan, gold, standards) is not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def plan_docx(shared: Path) -> Path:
    """The plan as Word."""
    return shared / "plan" / "plan.docx"


@pytest.fixture(scope="session")
def plan_text(shared: Path) -> Path:
    """The plan as exported text."""
    return shared / "plan" / "source.txt"
