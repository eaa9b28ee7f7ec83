"""Beyond one machine: one and two stateless front ends of this service before one Virtuoso."""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bench import inputs
from bench.figures import Figure, figure, show
from bench.load import address_of, rate
from bench.servers import Server, free_port, program, running, virtuoso
from bench.sparql import queries


def measure(seconds: int, rounds: int, connections: int) -> list[Figure]:
    """Ask Virtuoso itself, one front end and two front ends, caches off, in turns."""
    if program("virtuoso-t") is None or program("isql-vt") is None:
        print("left out: virtuoso-t is not installed", file=sys.stderr)
        return []
    part = f"front ends, {connections} conn."
    text = queries()["group-by"]
    rates: dict[str, list[float]] = {"Virtuoso": [], "one front end": [], "two front ends": []}
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        store = stack.enter_context(virtuoso(inputs.release(), folder))
        fronts = [_front(stack, store, folder, number) for number in (1, 2)]
        cases = {"Virtuoso": [store], "one front end": fronts[:1], "two front ends": fronts}
        for _ in range(rounds):
            for case, servers in cases.items():
                rates[case].append(_together(servers, text, connections, seconds))
    found = [figure(part, f"group-by: {case}", values, "q/s") for case, values in rates.items()]
    pairs = zip(rates["two front ends"], rates["one front end"], strict=True)
    found.append(figure(part, "two / one", [two / one for two, one in pairs], "x",
                        note="Virtuoso and wrk share the same two cores"))  # fmt: skip
    return found


def _front(stack: ExitStack, store: Server, folder: Path, number: int) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "shisaku.cli", "serve", "--endpoint", store.query]
    command += ["--port", str(port), "--cache-megabytes", "0", str(inputs.release())]
    address = f"http://127.0.0.1:{port}/sparql"
    return stack.enter_context(running(f"front {number}", command, address, folder))


def _together(servers: list[Server], text: str, connections: int, seconds: int) -> float:
    """Return the sum of the rates of servers that are asked at the same time."""
    share = connections // len(servers)
    with ThreadPoolExecutor(len(servers)) as pool:
        asked = [
            pool.submit(rate, [address_of(server.query, text)], share, seconds)
            for server in servers
        ]
        return sum(item.result() for item in asked)


def main() -> None:
    """Measure as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.fronts", description=__doc__)
    reader.add_argument("--seconds", type=int, default=2)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--connections", type=int, default=8)
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.seconds, given.rounds, given.connections), given.json)


if __name__ == "__main__":
    main()
