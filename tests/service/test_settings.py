"""One table of settings: code and handbook say the same."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from shisaku.errors import ShisakuError
from shisaku.service.settings import ServiceSettings, service_settings

HANDBOOK = Path(__file__).parents[2] / "docs" / "sparql.md"


def test_every_setting_is_in_the_handbook_with_its_default() -> None:
    text = HANDBOOK.read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    documented = {line.split("`")[1]: line for line in rows}
    for item in fields(ServiceSettings):
        assert item.name in documented, f"{item.name} is not in docs/sparql.md"
        shown = f"| `{item.name}` | `{item.default}` | {item.metadata['help']} |"
        assert documented[item.name] == shown


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"colour": 1}, "setting-unknown"),
        ({"port": "8000"}, "setting-type"),
        ({"deadline": -1.0}, "setting-range"),
        ({"compress": 1}, "setting-type"),
    ],
)
def test_wrong_settings_stop_the_start(values: dict[str, object], code: str) -> None:
    with pytest.raises(ShisakuError) as caught:
        service_settings(values)
    assert caught.value.code == code


def test_none_keeps_the_default_and_whole_seconds_are_fine() -> None:
    settings = service_settings({"port": None, "deadline": 5})
    assert settings == ServiceSettings(deadline=5.0)
