"""An address and a number of connections go in; answers a second come out, measured by wrk."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

RESULTS = "application/sparql-results+json, application/n-triples;q=0.9"
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_TOTAL = re.compile(r"(\d+) requests in")
_SCRIPT = Path(__file__).with_name("cycle.lua")


def address_of(endpoint: str, query: str) -> str:
    """Return the address of a query by GET (SPARQL 1.1 Protocol, 2.1.1)."""
    return f"{endpoint}?query={quote(query, safe='')}"


def rate(addresses: list[str], connections: int, seconds: int) -> float:
    """Return good answers a second for addresses asked in turn; 0 when most answers are errors."""
    parts = urlsplit(addresses[0])
    with tempfile.NamedTemporaryFile("w", suffix=".paths") as paths:
        for address in addresses:
            one = urlsplit(address)
            paths.write(f"{one.path or '/'}?{one.query}\n")
        paths.flush()
        done = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s",
             "-H", f"Accept: {RESULTS}", "-s", str(_SCRIPT),
             f"{parts.scheme}://{parts.netloc}/", "--", paths.name],
            capture_output=True, text=True, check=True, timeout=seconds + 60,
        )  # fmt: skip
    total = int(found[1]) if (found := _TOTAL.search(done.stdout)) else 0
    bad = int(found[1]) if (found := _BAD.search(done.stdout)) else 0
    speed = float(found[1]) if (found := _RATE.search(done.stdout)) else 0.0
    return speed * (total - bad) / total if total else 0.0


def answer(address: str, timeout: float = 60) -> bytes:
    """Return the body of one answer."""
    request = urllib.request.Request(address, headers={"Accept": RESULTS})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        body: bytes = reply.read()
    return body


def size_of(body: bytes) -> int:
    """Return the number of rows, triples, or 1 for a boolean, in an answer."""
    try:
        parsed = json.loads(body)
    except ValueError:
        return sum(1 for line in body.splitlines() if line.strip())
    if "boolean" in parsed:
        return 1
    return len(parsed["results"]["bindings"])
