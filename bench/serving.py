"""Load on a running service: many clients with mixed queries, with and without hostile ones.

    python bench/serving.py http://127.0.0.1:8000/ --clients 50 --seconds 60
    python bench/serving.py http://127.0.0.1:8000/ --hostile

Only for servers on this machine. Prints requests, failures, throughput, p50, p99 and maximum.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlsplit

QUERIES = Path(__file__).parent / "queries"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


async def fetch(host: str, port: int, query: str) -> tuple[int, float]:
    """Ask once on a connection of its own; returns status and seconds."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection(host, port)
    try:
        return await _exchange(reader, writer, query), time.perf_counter() - started
    finally:
        writer.close()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, query: str) -> int:
    request = f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    writer.write(request.encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def client(
    host: str, port: int, queries: list[str], stop: float, seed: int
) -> list[tuple[int, float]]:
    """One client: keeps its connection, asks until ``stop``."""
    rng = random.Random(seed)
    seen: list[tuple[int, float]] = []
    reader, writer = await asyncio.open_connection(host, port)
    while time.perf_counter() < stop:
        started = time.perf_counter()
        status = await _exchange(reader, writer, rng.choice(queries))
        seen.append((status, time.perf_counter() - started))
    writer.close()
    return seen


def report(name: str, seen: list[tuple[int, float]], seconds: float) -> None:
    """Print one line of figures."""
    times = sorted(duration for _, duration in seen)
    statuses = dict(sorted(Counter(status for status, _ in seen).items()))
    p50, p99 = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.99))
    print(
        f"{name}: {len(seen)} requests {statuses}, {len(seen) / seconds:.0f}/s, "
        f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, max {times[-1] * 1000:.1f} ms"
    )


async def load(host: str, port: int, clients: int, seconds: float) -> None:
    """Mixed queries from many clients."""
    queries = [path.read_text("utf-8") for path in sorted(QUERIES.glob("mixed-*.rq"))]
    stop = time.perf_counter() + seconds
    seen = await asyncio.gather(
        *(client(host, port, queries, stop, number) for number in range(clients))
    )
    report(f"{clients} clients", [pair for one in seen for pair in one], seconds)


async def hostile(host: str, port: int, seconds: float) -> None:
    """A simple query again and again while four hostile ones run all the time."""
    simple = (QUERIES / "mixed-ask.rq").read_text("utf-8")
    stop = time.perf_counter() + seconds

    async def attack(path: Path) -> None:
        query = path.read_text("utf-8")
        while time.perf_counter() < stop:
            status, duration = await fetch(host, port, query)
            print(f"  {path.stem}: status {status} after {duration:.2f} s")

    attackers = [asyncio.create_task(attack(path)) for path in sorted(QUERIES.glob("hostile-*.rq"))]
    await asyncio.sleep(0.3)
    seen = await client(host, port, [simple], stop, 0)
    report("simple query beside four hostile ones", seen, seconds)
    await asyncio.gather(*attackers)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("address")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--hostile", action="store_true")
    given = parser.parse_args()
    parts = urlsplit(given.address)
    host, port = parts.hostname or "", parts.port or 80
    if host not in _LOOPBACK:
        parser.error("only servers on this machine may be loaded")
    if given.hostile:
        asyncio.run(hostile(host, port, given.seconds))
    else:
        asyncio.run(load(host, port, given.clients, given.seconds))


if __name__ == "__main__":
    main()
