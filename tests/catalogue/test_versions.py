"""One version and one date everywhere: package, citation, changelog, vocabulary, release."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from shisaku import __version__
from shisaku.config import Config

ROOT = Path(__file__).resolve().parents[2]


def test_the_version_is_the_same_everywhere(sample_out: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = entries(ROOT / "CITATION.cff")
    (newest, *_) = re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog(), flags=re.MULTILINE)
    vocabulary = (ROOT / "ontology" / "pol.ttl").read_text("utf-8")
    (stated,) = re.findall(r'owl:versionInfo "([^"]+)"', vocabulary)
    release = sample_out / "current"
    manifest = json.loads((release / "MANIFEST.json").read_bytes())
    dataset = entries(release / "site" / "CITATION.cff")
    assert {
        "pyproject.toml": project["version"],
        "CITATION.cff": citation["version"],
        "CHANGELOG.md": newest,
        "ontology/pol.ttl": stated,
        "MANIFEST.json": manifest["shisaku"],
        "the release's CITATION.cff": dataset["version"],
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
    citation = entries(ROOT / "CITATION.cff")
    site = sample_out / "current" / "site"
    dataset = entries(site / "CITATION.cff")
    day = Config().release_date
    assert (citation["date-released"], dataset["date-released"]) == (day, day)


def changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text("utf-8")


def entries(citation: Path) -> dict[str, str]:
    """Return the top-level entries of a CITATION.cff that have a plain value."""
    found = re.findall(r'^([a-z-]+): "?([^"\n]+)"?$', citation.read_text("utf-8"), re.MULTILINE)
    return dict(found)
