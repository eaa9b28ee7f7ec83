"""What people are told when input is wrong: a code, one sentence, a place and a hint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class ShisakuError(Exception):
    """Bad input, said in one sentence; the command line prints it and exits with status 2.

    code: short stable name such as ``file-missing``; sentence: what is wrong;
    where: file, passage or key; hint: what to do about it.
    """

    code: str
    sentence: str
    where: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return " ".join(part for part in (place + self.sentence, self.hint) if part)
