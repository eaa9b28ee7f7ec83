"""Six kinds of queries and the gallery over HTTP: this service beside Oxigraph, Virtuoso, rdflib.

All servers hold the release's dumps, stand idle beside each other, and are asked in turns.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench import inputs
from bench.figures import Figure, figure, geometric_mean, show
from bench.load import address_of, answer, rate, size_of
from bench.servers import Server, all_servers

KINDS = ("list", "filter-sort", "group-by", "contains", "construct", "ask")
ANALYTICAL = KINDS[:4]
OURS, PLAIN = "shisaku, cache on", "shisaku, cache off"
#: Connections at which goals are set.
MAIN = 8
#: rdflib needs seconds for some questions of the gallery; it is asked for the six kinds only.
_NO_GALLERY = ("rdflib-endpoint",)

Rates = dict[tuple[str, str, int], list[float]]


def queries() -> dict[str, str]:
    """Return the text of each kind of query."""
    folder = Path(__file__).with_name("queries")
    return {kind: (folder / f"{kind}.rq").read_text(encoding="utf-8") for kind in KINDS}


def compare(servers: list[Server], seconds: int, rounds: int, connections: list[int]) -> Rates:
    """Ask every server every kind of query, in turns; the rates of all rounds."""
    rates: Rates = defaultdict(list)
    asked = queries()
    for kind, text in asked.items():
        sizes = {s.name: size_of(answer(address_of(s.query, text))) for s in servers}
        if len(set(sizes.values())) > 1:
            print(f"answers differ for {kind}: {sizes}", file=sys.stderr)
    gallery = inputs.gallery_queries()
    for number in connections:
        for _ in range(rounds if number == MAIN else 1):
            for kind, text in asked.items():
                for server in servers:
                    address = address_of(server.query, text)
                    rates[server.name, kind, number].append(rate([address], number, seconds))
            for server in servers:
                if server.name not in _NO_GALLERY:
                    addresses = [address_of(server.query, text) for text in gallery]
                    rates[server.name, "gallery", number].append(
                        rate(addresses, number, seconds * 2)
                    )
    return rates


def figures_of(rates: Rates, names: list[str], connections: list[int]) -> list[Figure]:
    """Return rates, and this service's ratios to each peer, with the goals."""
    found = []
    for number in connections:
        part = f"SPARQL, {number} conn."
        for kind in (*KINDS, "gallery"):
            for name in names:
                if samples := rates.get((name, kind, number)):
                    found.append(figure(part, f"{kind}: {name}", samples, "q/s"))
    for number in connections:
        found += _ratios(rates, names, number)
    return found


def _ratios(rates: Rates, names: list[str], number: int) -> list[Figure]:
    part = f"SPARQL ratio, {number} conn."

    def ratio(ours: str, peer: str, kind: str) -> list[float]:
        pairs = zip(rates[ours, kind, number], rates[peer, kind, number], strict=True)
        return [one / other if other else 0.0 for one, other in pairs]

    def mean(ours: str, peer: str) -> list[float]:
        rounds = zip(*(ratio(ours, peer, kind) for kind in KINDS), strict=True)
        return [geometric_mean(values) for values in rounds]

    goals = number == MAIN
    found = []
    if "rdflib-endpoint" in names:
        goal = 10.0 if goals else None
        samples = mean(PLAIN, "rdflib-endpoint")
        found.append(figure(part, "cache off / rdflib-endpoint, mean", samples, "x", goal, True))
    if "virtuoso" in names:
        for kind in KINDS:
            goal = 1.0 if goals else None
            samples = ratio(PLAIN, "virtuoso", kind)
            found.append(figure(part, f"cache off / Virtuoso, {kind}", samples, "x", goal, True))
    if "oxigraph" in names:
        for kind in KINDS:
            goal = 1.0 if goals and kind in ANALYTICAL else None
            samples = ratio(PLAIN, "oxigraph", kind)
            found.append(figure(part, f"cache off / Oxigraph, {kind}", samples, "x", goal, True))
        goal = 1.5 if goals else None
        samples = mean(OURS, "oxigraph")
        found.append(figure(part, "cache on / Oxigraph, mean", samples, "x", goal, True))
    return found


def measure(seconds: int, rounds: int, connections: list[int]) -> list[Figure]:
    """Publish the plan if need be, run all servers and compare them."""
    release = inputs.release()
    with tempfile.TemporaryDirectory() as folder, all_servers(release, Path(folder)) as servers:
        rates = compare(servers, seconds, rounds, connections)
        return figures_of(rates, [server.name for server in servers], connections)


def main() -> None:
    """Compare as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.sparql", description=__doc__)
    reader.add_argument("--seconds", type=int, default=2, help="for each query, server and round")
    reader.add_argument("--rounds", type=int, default=3, help="at 8 connections; else one")
    reader.add_argument("--connections", type=int, nargs="+", default=[1, MAIN, 64])
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.seconds, given.rounds, given.connections), given.json)


if __name__ == "__main__":
    main()
