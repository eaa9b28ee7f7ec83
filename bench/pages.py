"""Pages a second: this renderer beside writing the same bytes, and beside an rdflib loop.

The rdflib loop re-creates the approach that static linked-data generators publish: one page a
subject, a table of its properties and values with their labels, and its Turtle file, asked of the
graph in a loop.
"""

from __future__ import annotations

import argparse
import html
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import inputs
from bench.figures import Figure, figure, show

Files = Iterator[tuple[str, bytes]]


def ours() -> Callable[[], Files]:
    """Return what renders every page of the release, its index made anew each time."""
    import pyoxigraph as ox

    from shisaku.config import Config
    from shisaku.pages import build_index, render
    from shisaku.pages.answers import AnsweredGallery
    from shisaku.pages.gallery import load_gallery

    base = Config().base_iri
    store = ox.Store()
    for name in ("data/shisaku.nq", "data/catalogue.nq"):
        store.bulk_load(path=inputs.release() / name, format=ox.RdfFormat.N_QUADS)

    def made() -> Files:
        gallery = AnsweredGallery(load_gallery(base), lambda: store)
        index = build_index(store, base)
        return (item for item in render(index, Config(), gallery=gallery) if _is_page(item[0]))

    return made


def floor() -> Callable[[], Files]:
    """Return what gives the bytes of every page of the release, ready made."""
    site = inputs.release() / "site"
    held = [(str(file.relative_to(site)), file.read_bytes()) for file in site.rglob("*.html")]
    return lambda: iter(held)


def rdflib_loop() -> Callable[[], Files]:
    """Return the loop over the subjects of the edition's graph, parsed before."""
    from rdflib import Graph

    (dump,) = (inputs.release() / "data").glob("jutenkeikaku-*.ttl")
    graph = Graph().parse(dump)
    return lambda: _loop(graph)


def _loop(graph: object) -> Files:
    from rdflib import RDFS, SKOS, Graph, URIRef
    from rdflib.namespace import DCTERMS

    assert isinstance(graph, Graph)

    def label(term: object) -> str:
        if isinstance(term, URIRef):
            for named in (RDFS.label, SKOS.prefLabel, DCTERMS.title):
                for found in graph.objects(term, named):
                    return str(found)
        return str(term)

    for number, subject in enumerate(sorted(set(graph.subjects()), key=str)):
        rows = "".join(
            f"<tr><th>{html.escape(label(p))}<td>{html.escape(label(o))}"
            for p, o in sorted(graph.predicate_objects(subject))
        )
        back = "".join(
            f"<li>{html.escape(label(s))}" for s, _ in sorted(graph.subject_predicates(subject))
        )
        cut = Graph()
        for p, o in graph.predicate_objects(subject):
            cut.add((subject, p, o))
        yield f"{number}.ttl", cut.serialize(format="turtle", encoding="utf-8")
        title = html.escape(label(subject))
        page = f"<!doctype html><title>{title}</title><h1>{title}</h1><table>{rows}</table>{back}"
        yield f"{number}.html", page.encode()


def pages_a_second(make: Callable[[], Files], folder: Path) -> float:
    """Write all files into a new folder and return how many pages a second."""
    start = time.perf_counter()
    count = 0
    for path, content in make():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += _is_page(path)
    return count / (time.perf_counter() - start)


def measure(rounds: int) -> list[Figure]:
    """Make all pages in each way, in turns, on one core."""
    ways = {"rendered": ours(), "floor (bytes ready)": floor(), "rdflib loop": rdflib_loop()}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, make in ways.items():
            with tempfile.TemporaryDirectory(dir=inputs.scratch()) as folder:
                rates[name].append(pages_a_second(make, Path(folder)))
    found = [figure("pages", name, values, "pages/s") for name, values in rates.items()]
    for name in ("floor (bytes ready)", "rdflib loop"):
        pairs = zip(rates["rendered"], rates[name], strict=True)
        found.append(figure("pages", f"rendered / {name}", [a / b for a, b in pairs], "x"))
    return found


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def main() -> None:
    """Measure as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.rounds), given.json)


if __name__ == "__main__":
    main()
