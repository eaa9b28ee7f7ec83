"""The reviewed file of accepted breaches comes in; a report with them marked leaves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from shisaku.errors import ShisakuError
from shisaku.quality.model import AcceptedException, Outcome, Report, Result, Text

BUNDLED = Path(__file__).parent / "exceptions.toml"
_TEXTS = ("shape", "node", "reason_ja", "reason_en", "by")
_DAYS = ("on", "expires")


def load_exceptions(path: Path = BUNDLED) -> tuple[AcceptedException, ...]:
    """Read accepted exceptions from TOML, in the order of the file.

    Raises ShisakuError for a file that is no TOML, and for an entry with a key missing, unknown,
    empty or of the wrong kind, or given twice.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("exception", [])
    except (OSError, ValueError) as error:
        raise ShisakuError(
            "exceptions-unreadable", f"the accepted exceptions cannot be read: {error}.", path.name
        ) from error
    found = tuple(_exception(entry, f"{path.name} entry {n}") for n, entry in enumerate(entries, 1))
    keys = [(item.shape, item.node) for item in found]
    for key in keys:
        if keys.count(key) > 1:
            raise ShisakuError("exception-twice", "the exception is there twice.", " ".join(key))
    return found


def _exception(entry: dict[str, Any], where: str) -> AcceptedException:
    known = {*_TEXTS, *_DAYS}
    if set(entry) != known:
        wrong = ", ".join(sorted(set(entry) ^ known))
        raise ShisakuError("exception-keys", f"keys missing or unknown: {wrong}.", where)
    for key in _TEXTS:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise ShisakuError("exception-empty", f"{key} must say something.", where)
    for key in _DAYS:
        if type(entry[key]) is not date:
            raise ShisakuError(
                "exception-day", f"{key} must be a date such as 2027-03-31.", where, "No quotes."
            )
    return AcceptedException(
        shape=entry["shape"],
        node=entry["node"],
        reason=Text(entry["reason_ja"], entry["reason_en"]),
        by=entry["by"],
        on=entry["on"],
        expires=entry["expires"],
    )


def accept(
    report: Report, exceptions: Iterable[AcceptedException], base: str, today: date
) -> Report:
    """Mark the results that an exception covers on ``today``; say which are unused or expired.

    An exception holds through its last day. One for an edition that was not validated is left
    out of account; an expired one covers nothing. Raises ShisakuError for an unknown rule.
    """
    rules = {outcome.rule.key for outcome in report.outcomes}
    here = [item for item in exceptions if _concerns(item, report, base)]
    for item in here:
        if item.shape not in rules:
            raise ShisakuError("exception-rule", "there is no such rule.", item.shape)
    valid = [item for item in here if today <= item.expires]
    outcomes = tuple(_marked(outcome, valid, base) for outcome in report.outcomes)
    used = {result.accepted for outcome in outcomes for result in outcome.results}
    return replace(
        report,
        outcomes=outcomes,
        unused=tuple(item for item in valid if item not in used),
        expired=tuple(item for item in here if today > item.expires),
    )


def _fits(node: str, path: str) -> bool:
    """Return whether an exception for ``node`` speaks of ``path``; ``*`` is any one segment."""
    wanted, found = node.split("/"), path.split("/")
    return len(wanted) == len(found) and all(
        want in ("*", have) for want, have in zip(wanted, found, strict=True)
    )


def _concerns(item: AcceptedException, report: Report, base: str) -> bool:
    """Return whether the node stands in a validated edition, or in no edition at all."""
    parts = item.node.split("/")
    edition = "/".join(parts[:2])
    return len(parts) < 3 or any(_fits(edition, iri.removeprefix(base)) for iri in report.editions)


def _marked(outcome: Outcome, valid: list[AcceptedException], base: str) -> Outcome:
    own = [item for item in valid if item.shape == outcome.rule.key]
    if not own:
        return outcome

    def cover(result: Result) -> AcceptedException | None:
        path = result.focus.removeprefix(base)
        return next((item for item in own if _fits(item.node, path)), None)

    marked = tuple(replace(result, accepted=cover(result)) for result in outcome.results)
    return replace(outcome, results=marked)
