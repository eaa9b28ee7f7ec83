"""A small release: its files, how to write it, and how to switch to it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

DATA = Path(__file__).parent / "data"


def write_release(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Write a release folder with its manifest."""
    release = folder / name
    entries = []
    for path, text in sorted(files.items()):
        target = release / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = text.encode()
        target.write_bytes(data)
        entries.append(
            {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        )
    load = [path for path in sorted(files) if path.endswith(".nq")]
    manifest = {"release": name, "load": load, "files": entries}
    (release / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    return release


def switch(folder: Path, name: str) -> None:
    """Point ``current`` at a release, atomically."""
    link = folder / "next"
    link.symlink_to(name)
    link.replace(folder / "current")


RELEASE_FILES = {
    "data/shisaku.nq": (DATA / "release.nq").read_text(encoding="utf-8"),
    "data/shisaku.ttl": "# the same in Turtle\n",
    "catalog.ttl": "# catalogue\n",
    "catalog.jsonld": "{}",
    "catalog.rdf": "<r/>",
    "site/index.html": "<!doctype html><title>home</title>",
    "site/assets/site.css": "body { color: black }\n" * 60,
    "site/.well-known/void.ttl": "# void\n",
    "site/plan/2023/measure/4-8.html": "<!doctype html><title>4-8 ja</title>",
    "site/en/plan/2023/measure/4-8.html": "<!doctype html><title>4-8 en</title>",
    "site/plan/2023/measure/4-8.ttl": "# 4-8\n",
    "site/plan/2023/measure/4-8.jsonld": "[]",
    "site/plan/2023/measure/4-8.nt": "",
    "site/plan/2023/measure/4-8.rdf": "<rdf/>",
    "site/org/soumu.html": "<!doctype html><title>soumu</title>",
    "site/org/soumu.ttl": "# soumu\n",
    "site/org/index.html": "<!doctype html><title>orgs</title>",
    "gone.json": '{"plan/2023/measure/9-9": "/plan/2024/measure/9-9"}',
}
