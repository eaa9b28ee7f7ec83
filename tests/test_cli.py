"""Bad input at the command line: one clear sentence, status 2, and nothing written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

from commands import run_shisaku


def bad_sources(folder: Path, good: Path) -> dict[str, tuple[Path, str]]:
    """Return bad files by kind, each with a word that its sentence must hold."""
    whole = good.read_bytes()
    files: dict[str, tuple[str, bytes, str]] = {
        "a PDF renamed": ("renamed.docx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        "a truncated zip": ("short.docx", whole[: len(whole) // 2], "damaged"),
        "Shift_JIS": ("sjis.txt", "[No.１－１] 施策の名前".encode("cp932"), "Shift_JIS"),
        "a BOM": ("bom.txt", "[No.１－１] 施策の名前".encode("utf-8-sig"), "byte order mark"),
        "an empty file": ("empty.docx", b"", "empty"),
        "an unknown type": ("plan.odt", b"PK", ".odt"),
    }
    found = {}
    for kind, (name, content, word) in files.items():
        path = folder / name
        path.write_bytes(content)
        found[kind] = (path, word)
    letter = docx.Document()
    letter.add_paragraph("A letter without a single measure.")
    letter.save(str(folder / "letter.docx"))
    found["no measure"] = (folder / "letter.docx", "no measure")
    bomb = folder / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(400):
                stream.write(b" " * 1_000_000)
    found["a zip bomb"] = (bomb, "not unpacked")
    found["a missing file"] = (folder / "missing.docx", "no such file")
    found["a folder"] = (folder, "folder")
    return found


KINDS = [
    "a PDF renamed", "a truncated zip", "Shift_JIS", "a BOM", "an empty file", "an unknown type",
    "no measure", "a zip bomb", "a missing file", "a folder",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_source_is_refused_in_one_sentence(
    kind: str, sample_docx: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    path, word = bad_sources(tmp_path / "in", sample_docx)[kind]
    done = run_shisaku("publish", path, "--out", tmp_path / "out")
    assert done.returncode == 2, done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("shisaku: ") and path.name in last
    assert word.lower() in last.lower()
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "base", ["lod", "/lod/", "example.go.jp", "ftp://x/", "http://", "http://x/?q"]
)
def test_a_base_that_is_not_absolute_is_refused(
    base: str, sample_docx: Path, tmp_path: Path
) -> None:
    done = run_shisaku("publish", sample_docx, "--out", tmp_path / "out", "--base", base)
    assert done.returncode == 2
    assert "not an absolute http(s) IRI" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_setting_is_named(sample_docx: Path, tmp_path: Path) -> None:
    settings = tmp_path / "shisaku.toml"
    settings.write_text('publisher = "x"\n', encoding="utf-8")
    done = run_shisaku("publish", sample_docx, "--out", tmp_path / "out", "--config", settings)
    assert done.returncode == 2
    assert "publisher: there is no such setting" in done.stderr


@pytest.mark.parametrize("key", ["publisher_name_ja", "contact_name", "licence"])
def test_an_empty_setting_says_what_a_harvester_would_lose(
    key: str, sample_docx: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "shisaku.toml"
    settings.write_text(f'{key} = ""\n', encoding="utf-8")
    done = run_shisaku("publish", sample_docx, "--out", tmp_path / "out", "--config", settings)
    assert done.returncode == 2
    assert key in done.stderr and "harvester would lose" in done.stderr
    assert not (tmp_path / "out").exists()


def test_check_writes_nothing_and_prints_json(sample_docx: Path, tmp_path: Path) -> None:
    before = sorted(sample_docx.parent.iterdir())
    done = run_shisaku("check", sample_docx, "--json")
    assert done.returncode == 0, done.stderr
    checked = json.loads(done.stdout)
    assert checked["measures"] == 154 and checked["passed"]
    assert sorted(sample_docx.parent.iterdir()) == before


def test_evaluate_prints_the_fields_as_json(shared: Path, plan_text: Path) -> None:
    done = run_shisaku("evaluate", shared / "gold" / "sample.json", plan_text, "--json")
    assert done.returncode == 0, done.stderr
    scores = json.loads(done.stdout)["fields"]
    assert list(scores) == [
        "measures", "titles", "areas", "ministries", "indicators", "values", "values_core",
        "milestones", "systems", "laws",
    ]  # fmt: skip
    assert scores["measures"]["f1"] == 1.0
    assert {"precision", "recall", "f1", "missed", "false"} <= set(scores["values"])
