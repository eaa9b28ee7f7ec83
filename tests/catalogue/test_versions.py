"""One version and one date everywhere: package, citation, changelog, vocabulary, release."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml

from shisaku import __version__
from shisaku.config import Config

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_same_everywhere(sample_out: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    (newest, *_) = re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog(), flags=re.MULTILINE)
    vocabulary = (ROOT / "ontology" / "pol.ttl").read_text("utf-8")
    (stated,) = re.findall(r'owl:versionInfo "([^"]+)"', vocabulary)
    release = sample_out / "current"
    manifest = json.loads((release / "MANIFEST.json").read_bytes())
    dataset = yaml.safe_load((release / "site" / "CITATION.cff").read_text("utf-8"))
    assert {
        "pyproject.toml": project["version"],
        "CITATION.cff": str(citation["version"]),
        "CHANGELOG.md": newest,
        "ontology/pol.ttl": stated,
        "MANIFEST.json": manifest["shisaku"],
        "the release's CITATION.cff": str(dataset["version"]),
    } == dict.fromkeys(
        (
            "pyproject.toml",
            "CITATION.cff",
            "CHANGELOG.md",
            "ontology/pol.ttl",
            "MANIFEST.json",
            "the release's CITATION.cff",
        ),
        __version__,
    )


def test_the_date_is_the_same_everywhere(sample_out: Path) -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    site = sample_out / "current" / "site"
    dataset = yaml.safe_load((site / "CITATION.cff").read_text("utf-8"))
    day = Config().release_date
    assert (str(citation["date-released"]), str(dataset["date-released"])) == (day, day)


def changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text("utf-8")
