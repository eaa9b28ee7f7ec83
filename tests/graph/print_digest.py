"""Writes the sample to the path given, builds its graph and prints a digest of the sequence."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from graph_publication import published

from shisaku.plan.profile import load_profile
from shisaku.sample.word import write_sample

profile = load_profile("jutenkeikaku")
path = Path(sys.argv[1]).with_name("sample.docx")
write_sample(path, {area.number: area.title_ja for area in profile.areas})
digest = hashlib.sha256("\n".join(map(str, published(path, profile).quads)).encode())
sys.stdout.write(digest.hexdigest() + "\n")
