"""Settings of a publication: one table of names, defaults and what each is for.

A TOML file (``--config shisaku.toml``) may set any of them; an unknown key stops the start.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shisaku.errors import ShisakuError

#: What a value must look like: a pattern, and its name in a sentence.
_ADDRESS = (r"https?://[^\s<>\"{}|\\^`]+", "an absolute http(s) address")
_CONTACT = (r"(?:https?://|mailto:)[^\s<>\"{}|\\^`]+", "an http(s) or mailto: address")
_LICENCE = (
    r"http://publications\.europa\.eu/resource/authority/licence/\w+",
    "an entry of the EU's list of licences",
)
_DAY = (r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", "a date (YYYY-MM-DD)")


def _setting(
    default: Any, text: str, loses: str | None = None, form: tuple[str, str] | None = None
) -> Any:
    """Declare a setting.

    loses: what a harvester would lose without it; form: what a value must look like.
    """
    return field(default=default, metadata={"help": text, "loses": loses, "form": form})


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a publication, with the defaults that ``make run`` uses."""

    base_iri: str = _setting("http://127.0.0.1:8000/", "base of all IRIs, absolute, ends with /")
    site_title_ja: str = _setting("施策オープンデータ", "name of the site in Japanese")
    site_title_en: str = _setting("Shisaku: policy measures as open data", "name in English")
    publisher_name_ja: str = _setting(
        "Shisaku プロジェクト", "publisher of the data", "dct:publisher, and with it the source"
    )
    publisher_name_en: str = _setting(
        "Shisaku project", "publisher in English", "dct:publisher in English"
    )
    publisher_homepage: str = _setting(
        "https://w3id.org/shisaku", "the publisher's page", "the publisher's page", _ADDRESS
    )
    contact_name: str = _setting(
        "Shisaku プロジェクト", "who answers questions", "dcat:contactPoint and its 20 MQA points"
    )
    contact_url: str = _setting(
        "https://w3id.org/shisaku/contact",
        "page or mailto: to write to",
        "dcat:contactPoint",
        _CONTACT,
    )
    licence: str = _setting(
        "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        "licence of the data, from the EU list",
        "dct:license: nobody may reuse the data",
        _LICENCE,
    )
    rights: str = _setting(
        "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0",
        "terms of the source document (PDL1.0)",
        "dct:rights: where the text comes from and under which terms",
        _ADDRESS,
    )
    report_url: str = _setting(
        "https://w3id.org/shisaku/report",
        "where a reader reports a problem",
        "the address for corrections in security.txt",
        _CONTACT,
    )
    release_date: str = _setting(
        "2026-11-23",
        "day of this publication (YYYY-MM-DD); a release knows no other clock",
        "dct:modified, by which portals see that the data changed",
        _DAY,
    )


def absolute_base(text: str) -> str:
    """Return a base IRI that ends with a slash, or say why it cannot be one."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ShisakuError(
            "base-not-absolute",
            f"the base IRI {text!r} is not an absolute http(s) IRI without query or fragment.",
            "base_iri",
            "Give one such as https://example.go.jp/lod/.",
        )
    return text if text.endswith("/") else text + "/"


def load_config(path: Path | None = None, **overrides: Any) -> Config:
    """Read settings from a TOML file and overrides; None means that the default stands.

    Raises ShisakuError for an unreadable file, an unknown key, a value that is no string,
    or an empty or malformed value that harvesters need.
    """
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ShisakuError(
                "config-unreadable", f"the settings cannot be read: {error}.", str(path)
            ) from error
    values |= {key: value for key, value in overrides.items() if value is not None}
    known = {item.name: item for item in fields(Config)}
    for key, value in values.items():
        where = f"{path or 'settings'}: {key}"
        if key not in known:
            raise ShisakuError(
                "config-unknown", "there is no such setting.", where, f"Known: {', '.join(known)}."
            )
        if not isinstance(value, str):
            raise ShisakuError("config-type", "the value must be a string.", where)
    config = replace(Config(), **values)
    for name, item in known.items():
        _check(name, getattr(config, name), item.metadata["loses"], item.metadata["form"])
    return replace(config, base_iri=absolute_base(config.base_iri))


def _check(name: str, value: str, loses: str | None, form: tuple[str, str] | None) -> None:
    hint = f"A harvester would lose {loses}." if loses else None
    if loses and not value.strip():
        raise ShisakuError("config-empty", "the value is empty.", name, hint)
    if form and not re.fullmatch(form[0], value):
        raise ShisakuError("config-wrong", f"the value {value!r} is not {form[1]}.", name, hint)
