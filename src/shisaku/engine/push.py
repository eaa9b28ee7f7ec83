"""A release goes into a remote store: graph by graph over HTTP, checked, then switched at once.

Each graph is loaded under a staging name by the Graph Store Protocol and counted by a query;
when all are there, one SPARQL Update moves them into place together. A push that was cut off
goes on where it stopped: staged graphs whose count is right are not sent again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import httpx
import pyoxigraph as ox

from shisaku.engine.record import RECORD
from shisaku.errors import ShisakuError

_QUERIES = Path(__file__).parent / "queries"
_STAGING = "urn:x-shisaku:staging:"
#: Triples sent in one request.
_BATCH = 20_000
_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """The three addresses of a store, and who may write. digest: HTTP Digest, else Basic."""

    query: str
    update: str
    graphs: str
    user: str | None = None
    password: str | None = None
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: triples of each graph, and how many graphs were there already."""

    release: str
    graphs: Mapping[str, int]
    kept: int

    def sentence(self) -> str:
        """One line for the command line."""
        total = sum(self.graphs.values())
        return (
            f"Pushed release {self.release}: {total:,} triples in {len(self.graphs)} graphs, "
            f"{self.kept} of them already there."
        )


def push(
    release: Path, store: RemoteStore, progress: Callable[[str], None] = lambda _: None
) -> Pushed:
    """Load a release folder into a remote store; raises ShisakuError, then nothing is switched."""
    name, graphs = _graphs(release)
    with httpx.Client(timeout=_SECONDS, trust_env=False, auth=_auth(store)) as client:
        remote = _Remote(client, store)
        release_there, recorded = remote.recorded()
        sizes = {graph: len(rows) for graph, rows in graphs.items()}
        if release_there == name and all(remote.count(g) == n for g, n in sizes.items()):
            return Pushed(name, sizes, len(sizes))
        kept = 0
        for number, (graph, triples) in enumerate(graphs.items()):
            staging = _staging(name, number)
            if remote.count(staging) == len(triples):
                kept += 1
                continue
            progress(f"Sending {graph}: {len(triples):,} triples")
            remote.replace(staging, triples)
            found = remote.count(staging)
            if found != len(triples):
                raise ShisakuError(
                    "push-count",
                    f"the store holds {found} triples of {len(triples)} sent.",
                    graph,
                    "Nothing was switched; push again.",
                )
        progress("Switching")
        remote.update(_switch(name, list(graphs), recorded))
        return Pushed(name, sizes, kept)


def _staging(release: str, number: int) -> str:
    return f"{_STAGING}{release}:{number}"


def _auth(store: RemoteStore) -> httpx.Auth | None:
    if store.user is None:
        return None
    password = store.password or ""
    if store.digest:
        return httpx.DigestAuth(store.user, password)
    return httpx.BasicAuth(store.user, password)


def _graphs(release: Path) -> tuple[str, dict[str, list[str]]]:
    """Name of the release, and the distinct triples of each of its graphs as N-Triples lines."""
    try:
        manifest = json.loads((release / "MANIFEST.json").read_text(encoding="utf-8"))
        files = [release / str(name) for name in manifest["load"]]
        found: dict[str, set[str]] = {}
        for file in files:
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
                if isinstance(quad.graph_name, ox.NamedNode):
                    found.setdefault(quad.graph_name.value, set()).add(f"{quad.triple} .\n")
    except (OSError, ValueError, KeyError, SyntaxError) as error:
        raise ShisakuError(
            "release-unreadable",
            f"this is no release: {error!r}.",
            str(release),
            "Give the folder of a release, such as releases/current.",
        ) from error
    return str(manifest["release"]), {graph: sorted(found[graph]) for graph in sorted(found)}


def _switch(release: str, graphs: list[str], recorded: list[str]) -> str:
    """One update: old graphs go, staged ones take their places, and it is written down."""
    steps = [f"DROP SILENT GRAPH <{graph}>" for graph in recorded if graph not in graphs]
    for number, graph in enumerate(graphs):
        steps.append(f"MOVE GRAPH <{_staging(release, number)}> TO GRAPH <{graph}>")
    parts = "".join(f"<{RECORD}> <http://purl.org/dc/terms/hasPart> <{g}> .\n" for g in graphs)
    template = Template((_QUERIES / "record.ru").read_text(encoding="utf-8"))
    name = json.dumps(release)
    return " ;\n".join([*steps, template.substitute(record=RECORD, release=name, parts=parts)])


class _Remote:
    """The requests that a push makes."""

    def __init__(self, client: httpx.Client, store: RemoteStore) -> None:
        self._client = client
        self._store = store

    def count(self, graph: str) -> int:
        """Triples of a graph."""
        template = Template((_QUERIES / "count.rq").read_text(encoding="utf-8"))
        rows = self._rows(template.substitute(graph=graph))
        return int(rows[0]["n"]["value"])

    def recorded(self) -> tuple[str, list[str]]:
        """The release that the store holds by its own record, and its graphs."""
        template = Template((_QUERIES / "recorded.rq").read_text(encoding="utf-8"))
        rows = self._rows(template.substitute(record=RECORD))
        release = str(rows[0]["release"]["value"]) if rows else ""
        return release, [str(row["graph"]["value"]) for row in rows]

    def _rows(self, query: str) -> list[dict[str, Any]]:
        headers = {"Accept": "application/sparql-results+json"}
        answer = self._sent("POST", self._store.query, data={"query": query}, headers=headers)
        rows: list[dict[str, Any]] = answer.json()["results"]["bindings"]
        return rows

    def replace(self, graph: str, triples: list[str]) -> None:
        """PUT the first batch, POST the others (SPARQL 1.1 Graph Store Protocol 5.3, 5.5)."""
        for method, batch in _batches(triples):
            self._sent(
                method,
                self._store.graphs,
                params={"graph": graph},
                content=batch.encode(),
                headers={"Content-Type": "text/turtle"},
            )

    def update(self, text: str) -> None:
        """Run a SPARQL Update."""
        headers = {"Content-Type": "application/sparql-update"}
        self._sent("POST", self._store.update, content=text.encode(), headers=headers)

    def _sent(self, method: str, address: str, **parts: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, address, **parts)
        except httpx.HTTPError as error:
            raise ShisakuError(
                "push-unreachable",
                f"the store does not answer: {error}.",
                address,
                "Push again when it is back; what is there is kept.",
            ) from error
        if answer.is_error:
            raise ShisakuError(
                "push-refused",
                f"the store refused with status {answer.status_code}: {answer.text.strip()[:300]}",
                address,
                "Are the addresses right, and may this user write?",
            )
        return answer


def _batches(triples: list[str]) -> Iterator[tuple[str, str]]:
    size = len(triples) if any("_:" in line for line in triples) else _BATCH
    for start in range(0, max(len(triples), 1), max(size, 1)):
        yield "POST" if start else "PUT", "".join(triples[start : start + size])
