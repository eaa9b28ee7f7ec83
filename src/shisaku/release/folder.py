"""A release folder: files go into a staging folder, which becomes a release in one rename.

``out/current`` points at the release that is served and is switched atomically, so a build that
is killed at any moment leaves the served release as it was.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from shisaku.errors import ShisakuError

MANIFEST = "MANIFEST.json"
#: What a release notes for the next one; no part of the manifest.
STATE = "STATE.json"
CURRENT = "current"
_STAGING = ".staging-"
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a release: path below it, size in bytes and SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


#: What a file holds: its bytes, or chunks of them.
Content = bytes | Iterable[bytes]


class Made(NamedTuple):
    """A file that stands in the staging folder; written: its bytes are new on the disk."""

    entry: FileEntry
    written: bool


@dataclass(slots=True)
class Staging:
    """A release being written; nothing outside its folder is touched.

    previous: the release served so far; a file with the same bytes is linked, not written again.
    before: its files by path; made_before: what else its manifest says; state_before: what it
    noted for this one (``finish``). All are empty when there is none.
    """

    folder: Path
    previous: Path | None = None
    entries: dict[str, FileEntry] = field(default_factory=dict)
    written: int = 0
    made_before: Mapping[str, Any] = field(default_factory=dict)
    state_before: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, FileEntry] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.previous:
            manifest = read_manifest(self.previous)
            self.before = {row["path"]: FileEntry(**row) for row in manifest.pop("files")}
            self.made_before = manifest
            self.state_before = _read_state(self.previous)

    def made_by(self, program: str) -> bool:
        """Tell whether the release before was made by the program with this digest."""
        return bool(self.made_before.get("program") == program)

    def known(self, path: str) -> FileEntry | None:
        """Return the entry of a file of the release before, if it is there in its whole size.

        Somebody may have deleted or cut a file by hand.
        """
        entry = self.before.get(path)
        if entry is None:
            return None
        try:
            whole = Path(f"{self.previous}/{path}").stat().st_size == entry.bytes
        except FileNotFoundError:
            return None
        return entry if whole else None

    def write(self, path: str, content: Content) -> FileEntry:
        """Add a file; raises ValueError for a path twice or one that leaves the release."""
        made = self.put(path, content)
        self.enter([made])
        return made.entry

    def link(self, path: str, existing: str) -> FileEntry:
        """Give a file of this release a second path without writing its bytes twice."""
        made = self.put_link(path, self.entries[existing])
        self.enter([made])
        return made.entry

    def put(self, path: str, content: Content) -> Made:
        """Put a file into the folder and leave the list of files to ``enter``.

        So that several processes can write into one folder; raises ValueError like ``write``.
        """
        target = self._target(path)
        if not isinstance(content, bytes):
            return self._put_chunks(path, target, content)
        entry = FileEntry(path, len(content), hashlib.sha256(content).hexdigest())
        if self.known(path) == entry:
            os.link(f"{self.previous}/{path}", target)
            return Made(entry, False)
        handle = _created(target)
        try:
            _write(handle, content)
        finally:
            os.close(handle)
        return Made(entry, True)

    def _put_chunks(self, path: str, target: str, chunks: Iterable[bytes]) -> Made:
        digest, size = hashlib.sha256(), 0
        handle = _created(target)
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                _write(handle, chunk)
        finally:
            os.close(handle)
        entry = FileEntry(path, size, digest.hexdigest())
        if self.known(path) != entry:
            return Made(entry, True)
        Path(target).unlink()
        os.link(f"{self.previous}/{path}", target)
        return Made(entry, False)

    def keep(self, path: str) -> Made:
        """Put a file as it is in the release before, without reading it.

        Raises KeyError when that has no such file, and ValueError like ``write``.
        """
        entry = self.known(path)
        if entry is None:
            raise KeyError(path)
        os.link(f"{self.previous}/{path}", self._target(path))
        return Made(entry, False)

    def put_link(self, path: str, old: FileEntry) -> Made:
        """Give a file that was put a second path, without writing its bytes twice."""
        os.link(f"{self.folder}/{old.path}", self._target(path))
        return Made(FileEntry(path, old.bytes, old.sha256), False)

    def enter(self, made: Iterable[Made]) -> None:
        """Enter files that were put, here or by another process, into the list of files.

        Raises ValueError for a path twice.
        """
        for item in made:
            if item.entry.path in self.entries:
                raise ValueError(f"not a new path inside the release: {item.entry.path}")
            self.entries[item.entry.path] = item.entry
            self.written += item.written

    def _target(self, path: str) -> str:
        if path in self.entries or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"not a new path inside the release: {path}")
        parent = path.rpartition("/")[0]
        if parent not in self._folders:
            (self.folder / parent).mkdir(parents=True, exist_ok=True)
            self._folders.add(parent)
        return f"{self.folder}/{path}"


def read_manifest(release: Path) -> dict[str, Any]:
    """Return the manifest of a release folder.

    Raises ShisakuError when the folder is no release.
    """
    try:
        manifest: dict[str, Any] = json.loads((release / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise ShisakuError(
            "not-a-release",
            "the folder holds no release (its MANIFEST.json is missing or unreadable).",
            str(release),
            "Publish one first: shisaku publish SOURCE --out FOLDER.",
        ) from error
    return manifest


def current_release(out: Path) -> Path | None:
    """Return the folder that ``current`` points at, or None before the first publish."""
    link = out / CURRENT
    return link.resolve() if link.is_symlink() and (link / MANIFEST).is_file() else None


@contextmanager
def staged(out: Path) -> Iterator[Staging]:
    """Open a staging folder below ``out``; on any error it is removed and nothing is left.

    One publish at a time: a second one is refused. Staging folders of killed builds go first.
    """
    made = _make_folder(out)
    lock = _open_lock(out)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise ShisakuError(
            "publish-running", "another publish is writing here.", str(out), "Wait for its end."
        ) from error
    try:
        for leftover in out.glob(f"{_STAGING}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = out / f"{_STAGING}{os.getpid()}"
        folder.mkdir()
        try:
            yield Staging(folder, current_release(out))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.close()
        if [path.name for path in out.iterdir()] == [_LOCK]:
            (out / _LOCK).unlink()
            for folder in made:
                folder.rmdir()


def finish(
    staging: Staging,
    release: str,
    about: Mapping[str, object],
    state: Mapping[str, object] | None = None,
) -> Path:
    """Write the manifest, move the staging folder to its place and return it.

    The manifest is written last and flushed: a folder without one is no release. A release is
    never replaced: the same bytes keep the folder that is there, others get a numbered name.
    state: what the next publish is told (``state_before``), as JSON.
    """
    out = staging.folder.parent
    if state:
        (staging.folder / STATE).write_text(json.dumps(state), encoding="utf-8")
    with (staging.folder / MANIFEST).open("w", encoding="utf-8") as stream:
        stream.writelines(_manifest({"release": release, **about}, staging.entries.values()))
        stream.flush()
        os.fsync(stream.fileno())
    target = out / release
    turn = 1
    while target.exists():
        if _same_file(target / MANIFEST, staging.folder / MANIFEST):
            return target
        turn += 1
        target = out / f"{release}-{turn}"
    staging.folder.rename(target)
    return target


def _manifest(about: Mapping[str, object], entries: Iterable[FileEntry]) -> Iterator[str]:
    """Yield the manifest as JSON with an indent of one, file by file.

    ``json.dumps`` would indent in Python, which takes five times as long for 5,000 files, and
    need 200 MB for the 340,000 files of a hundred editions.
    """
    yield json.dumps({**about, "files": []}, ensure_ascii=False, indent=1).removesuffix("]\n}")
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before, end = "\n", "]\n}\n"
    for entry in sorted(entries, key=lambda entry: entry.path):
        yield (
            f'{before}  {{\n   "path": {encode(entry.path)},\n'
            f'   "bytes": {entry.bytes},\n   "sha256": "{entry.sha256}"\n  }}'
        )
        before, end = ",\n", "\n ]\n}\n"
    yield end


def _read_state(release: Path) -> dict[str, Any]:
    """Return what a release noted; nothing where it is missing or cannot be read."""
    try:
        state: dict[str, Any] = json.loads((release / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    return state


def _created(target: str) -> int:
    return os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)


def _write(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _same_file(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def switch(out: Path, release: str) -> None:
    """Point ``current`` at a release in one step; readers see the old one or the new one."""
    partial = out / f".{CURRENT}-{os.getpid()}"
    partial.unlink(missing_ok=True)
    partial.symlink_to(release)
    partial.replace(out / CURRENT)
    handle = os.open(out, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_lock(out: Path) -> IO[str]:
    try:
        return (out / _LOCK).open("w")
    except OSError as error:
        raise ShisakuError(
            "cannot-write", f"the output folder cannot be written: {error.strerror}.", str(out)
        ) from error


def _make_folder(out: Path) -> list[Path]:
    """Make ``out`` and say which folders are new, innermost first."""
    if out.exists() and not out.is_dir():
        raise ShisakuError("out-not-a-folder", "the output is not a folder.", str(out))
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ShisakuError(
            "cannot-write", f"the output folder cannot be made: {error.strerror}.", str(out)
        ) from error
    return made
