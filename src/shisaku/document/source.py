"""A path goes in, the bytes of the file come out; needs nothing of what reads formats."""

from __future__ import annotations

from pathlib import Path

from shisaku.errors import ShisakuError


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a plain file; raises ShisakuError when it is missing or no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ShisakuError(
            "file-missing", "there is no such file.", str(path), "Check the path."
        ) from error
    except IsADirectoryError as error:
        raise ShisakuError(
            "file-folder", "this is a folder, not a file.", str(path), "Name the file inside it."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ShisakuError(
            "file-unreadable", f"the file cannot be read ({reason}).", str(path)
        ) from error
