"""Settings of the service: one table of names, defaults and help, shared by code, CLI and docs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from shisaku.engine.model import Limits
from shisaku.errors import ShisakuError


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={"help": text})


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """All settings of ``shisaku serve``; times in seconds, sizes in megabytes unless said."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8000, "port to listen on; 0 takes a free one")
    deadline: float = _setting(20.0, "seconds a query may run")
    memory: int = _setting(256, "megabytes a query may need")
    max_rows: int = _setting(100_000, "rows or triples a result may have; more are cut, and said")
    max_megabytes: int = _setting(32, "megabytes a result may have; more are cut, and said")
    max_query_kilobytes: int = _setting(1024, "kilobytes a query may have")
    max_nesting: int = _setting(256, "how deeply brackets may nest in a query")
    fast_workers: int = _setting(0, "short queries evaluated at once; 0: one more than cores")
    slow_workers: int = _setting(0, "long queries evaluated at once; 0: twice as many as cores")
    fast_seconds: float = _setting(0.05, "seconds of computing after which a query is no short one")
    slow_waiting: int = _setting(
        24, "long queries that may stand beside the running ones and take turns with them"
    )
    queue: int = _setting(512, "queries that may wait")
    queue_per_client: int = _setting(256, "queries of one client that may wait")
    trusted_proxy: bool = _setting(False, "take the client from the last X-Forwarded-For entry")
    cache_megabytes: int = _setting(64, "megabytes of results kept for repeated queries; 0: none")
    page_rows: int = _setting(1000, "rows shown when a result is a page")
    allow_service: str = _setting("", "hosts that SERVICE may call, separated by commas")
    reload_seconds: float = _setting(0.5, "seconds between looks for a new release")
    compress: bool = _setting(True, "compress answers with gzip for clients that accept it")

    def limits(self) -> Limits:
        """What the engine needs of these settings."""
        cores = os.cpu_count() or 1
        return Limits(
            deadline=self.deadline,
            memory=self.memory * 2**20,
            fast_workers=self.fast_workers or cores + 1,
            fast_seconds=self.fast_seconds,
            slow_workers=self.slow_workers or 2 * cores,
            slow_waiting=self.slow_waiting,
            queue=self.queue,
            queue_per_client=self.queue_per_client,
        )

    def service_hosts(self) -> frozenset[str]:
        """The hosts (with port where one is given) that SERVICE may call."""
        return frozenset(
            item.strip().lower() for item in self.allow_service.split(",") if item.strip()
        )


def service_settings(values: Mapping[str, Any]) -> ServiceSettings:
    """Build settings from named values; None means that the default stands.

    Raises ShisakuError for an unknown name or a value of another type or out of range.
    """
    known = {item.name: item for item in fields(ServiceSettings)}
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise ShisakuError(
                "setting-unknown", "there is no such setting.", name, f"Known: {', '.join(known)}."
            )
        if value is None:
            continue
        default: Any = known[name].default
        wanted = type(default)
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is not wanted:
            raise ShisakuError("setting-type", f"the value must be {wanted.__name__}.", name)
        if wanted is not str and value < 0:
            raise ShisakuError("setting-range", "the value must not be negative.", name)
        chosen[name] = value
    return ServiceSettings(**chosen)
