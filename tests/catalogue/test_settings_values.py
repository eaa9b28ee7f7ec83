"""Settings that a harvester needs: a malformed or empty value is refused with key and loss."""

from __future__ import annotations

from dataclasses import fields

import pytest

from shisaku.config import Config, load_config
from shisaku.errors import ShisakuError

REQUIRED = [item.name for item in fields(Config) if item.metadata["loses"]]


def test_who_publishes_how_to_ask_and_what_is_allowed_are_required() -> None:
    assert {"publisher_name_ja", "contact_name", "contact_url", "licence", "rights"} <= set(
        REQUIRED
    )


@pytest.mark.parametrize("key", REQUIRED)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_is_refused(key: str, value: str) -> None:
    with pytest.raises(ShisakuError) as caught:
        load_config(None, **{key: value})
    assert (caught.value.code, caught.value.where) == ("config-empty", key)
    assert "harvester would lose" in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("licence", "CC BY 4.0"),
        ("licence", "https://creativecommons.org/licenses/by/4.0/"),
        ("contact_url", "someone@example.org"),
        ("contact_url", "ftp://example.org"),
        ("publisher_homepage", "www.example.org"),
        ("rights", "PDL1.0"),
        ("release_date", "2026-13-01"),
        ("release_date", "today"),
    ],
)
def test_a_malformed_value_is_refused(key: str, value: str) -> None:
    with pytest.raises(ShisakuError) as caught:
        load_config(None, **{key: value})
    assert (caught.value.code, caught.value.where) == ("config-wrong", key)


def test_the_defaults_and_a_mail_address_are_accepted() -> None:
    assert load_config() == Config()
    assert load_config(None, contact_url="mailto:data@example.org").contact_url
