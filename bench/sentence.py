"""A Word file goes in; the same file with one sentence of one measure changed comes out."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_DOCUMENT = "word/document.xml"
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]{8,})(</w:t>)")


def with_changed_sentence(source: Path, target: Path, place: float = 0.5) -> Path:
    """Write ``target``: the first sentence end after ``place`` of the text gains two words.

    place: share of the document's text runs, from 0 to 1. Raises ValueError without a sentence.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == _DOCUMENT:
                content = _changed(content.decode(), place).encode()
            new.writestr(item, content)
    return target


def _changed(xml: str, place: float) -> str:
    runs = list(_TEXT.finditer(xml))
    for run in runs[int(len(runs) * place) :]:
        if "。" in run[2]:
            at = run.start(2) + run[2].index("。")
            return f"{xml[:at]}（一部変更）{xml[at:]}"
    raise ValueError("no sentence ends after that place")
