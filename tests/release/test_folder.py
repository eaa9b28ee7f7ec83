"""Release folders: staged, switched in one step, intact whatever happens in between."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shisaku.errors import ShisakuError
from shisaku.release.folder import current_release, finish, read_manifest, staged, switch


def release(out: Path, name: str, files: dict[str, bytes]) -> Path:
    with staged(out) as staging:
        for path, content in files.items():
            staging.write(path, content)
        folder = finish(staging, name, {"counts": {}})
        switch(out, folder.name)
    return folder


def test_a_release_holds_what_was_written_and_its_manifest_says_so(tmp_path: Path) -> None:
    folder = release(tmp_path / "out", "2023-a", {"data/a.nq": b"one", "site/index.html": b"two"})
    manifest = read_manifest(folder)
    assert manifest["release"] == "2023-a"
    assert [(entry["path"], entry["bytes"]) for entry in manifest["files"]] == [
        ("data/a.nq", 3),
        ("site/index.html", 3),
    ]
    assert current_release(tmp_path / "out") == folder


def test_an_unchanged_file_is_linked_to_the_release_before(tmp_path: Path) -> None:
    one = release(tmp_path, "a", {"same": b"same", "other": b"1"})
    two = release(tmp_path, "b", {"same": b"same", "other": b"2"})
    assert (one / "same").stat().st_ino == (two / "same").stat().st_ino
    assert (one / "other").read_bytes() == b"1"


def test_a_file_may_come_in_chunks(tmp_path: Path) -> None:
    chunks = [b"a" * 70_000, b"", b"b"]
    whole = release(tmp_path / "whole", "a", {"file": b"".join(chunks)})
    with staged(tmp_path / "chunks") as staging:
        staging.write("file", iter(chunks))
        folder = finish(staging, "a", {"counts": {}})
    assert (folder / "file").read_bytes() == b"".join(chunks)
    assert (folder / "MANIFEST.json").read_bytes() == (whole / "MANIFEST.json").read_bytes()


def test_chunks_with_the_same_bytes_are_linked_too(tmp_path: Path) -> None:
    one = release(tmp_path, "a", {"file": b"same"})
    with staged(tmp_path) as staging:
        made = staging.put("file", [b"sa", b"me"])
        staging.enter([made])
        two = finish(staging, "b", {})
    assert not made.written
    assert (one / "file").stat().st_ino == (two / "file").stat().st_ino


def test_a_file_can_be_kept_from_the_release_before_without_its_bytes(tmp_path: Path) -> None:
    one = release(tmp_path, "a", {"deep/file": b"same"})
    with staged(tmp_path) as staging:
        assert staging.known("deep/other") is None
        with pytest.raises(KeyError):
            staging.keep("deep/other")
        made = staging.keep("deep/file")
        assert made.entry == staging.known("deep/file")
        staging.enter([made])
        with pytest.raises(ValueError, match="not a new path"):
            staging.keep("deep/file")
        two = finish(staging, "b", {"counts": {}})
    assert read_manifest(two)["files"] == read_manifest(one)["files"]
    assert (two / "deep/file").stat().st_ino == (one / "deep/file").stat().st_ino


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"h")])
def test_a_file_damaged_by_hand_is_written_again(
    damage: Callable[[Path], object], tmp_path: Path
) -> None:
    with staged(tmp_path) as staging:
        staging.write("a.txt", b"here")
        finish(staging, "one", {})
    switch(tmp_path, "one")
    damage(tmp_path / "one" / "a.txt")
    with staged(tmp_path) as staging:
        assert staging.known("a.txt") is None
        with pytest.raises(KeyError):
            staging.keep("a.txt")
        for path, content in (("a.txt", b"here"), ("b.txt", [b"he", b"re"])):
            staging.write(path, content)
        folder = finish(staging, "two", {})
    assert (folder / "a.txt").read_bytes() == (folder / "b.txt").read_bytes() == b"here"


def test_a_release_tells_the_next_one_what_it_noted(tmp_path: Path) -> None:
    with staged(tmp_path) as staging:
        assert (staging.made_before, staging.state_before) == ({}, {})
        staging.write("file", b"")
        folder = finish(staging, "a", {"program": "1"}, {"pages": {"index.html": "0a"}})
        switch(tmp_path, folder.name)
    assert [row["path"] for row in read_manifest(folder)["files"]] == ["file"]
    with staged(tmp_path) as staging:
        assert staging.made_before == {"release": "a", "program": "1"}
        assert staging.state_before == {"pages": {"index.html": "0a"}}
    (folder / "STATE.json").write_text("{", encoding="utf-8")
    with staged(tmp_path) as staging:
        assert staging.state_before == {}


def test_the_manifest_is_plain_json_whatever_the_paths(tmp_path: Path) -> None:
    names = ["b", 'a"\\\n', "施策/一覧.html"]
    folder = release(tmp_path, "a", dict.fromkeys(names, b""))
    text = (folder / "MANIFEST.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"
    assert [row["path"] for row in json.loads(text)["files"]] == sorted(names)


def test_an_error_leaves_no_trace(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with pytest.raises(RuntimeError), staged(out) as staging:
        staging.write("a", b"a")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_the_served_release(tmp_path: Path) -> None:
    folder = release(tmp_path, "a", {"a": b"a"})
    with pytest.raises(RuntimeError), staged(tmp_path) as staging:
        staging.write("a", b"b")
        raise RuntimeError
    assert current_release(tmp_path) == folder
    assert {path.name for path in tmp_path.iterdir()} == {"a", "current", ".lock"}


def test_the_leftovers_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".staging-1" / "site").mkdir(parents=True)
    release(tmp_path, "a", {"a": b"a"})
    assert not (tmp_path / ".staging-1").exists()


def test_a_second_publish_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with staged(tmp_path), pytest.raises(ShisakuError, match="another publish"), staged(tmp_path):
        pass


def test_the_same_release_again_keeps_the_folder_and_another_gets_a_number(tmp_path: Path) -> None:
    one = release(tmp_path, "a", {"a": b"a"})
    inode = one.stat().st_ino
    assert release(tmp_path, "a", {"a": b"a"}).stat().st_ino == inode
    assert release(tmp_path, "a", {"a": b"b"}).name == "a-2"
    assert (one / "a").read_bytes() == b"a"


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x"])
def test_a_path_cannot_leave_the_release(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a new path"), staged(tmp_path) as staging:
        staging.write(path, b"")


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ShisakuError, match="holds no release"):
        read_manifest(tmp_path)
    (tmp_path / "MANIFEST.json").write_text("{", encoding="utf-8")
    with pytest.raises(ShisakuError, match="holds no release"):
        read_manifest(tmp_path)


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(ShisakuError, match="not a folder"), staged(tmp_path / "out"):
        pass


def test_current_without_a_release_behind_it_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to("gone")
    assert current_release(tmp_path) is None
