"""Search latency in Chromium: from a query to its results, for 1, 10 and 100 editions.

The index of many editions is the release's own, repeated with other measure addresses.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import inputs
from bench.figures import Figure, figure, show
from bench.servers import program

QUERIES = ("オープンデータ", "子育て", "RESAS", "総務省", "統計")
_ASK = Path(__file__).with_name("search.js").read_text(encoding="utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing about each request."""


@contextmanager
def site_of(count: int) -> Iterator[str]:
    """Serve a copy of the search page over an index of ``count`` editions; yield its address."""
    from shisaku.pages.search import PATH

    site = inputs.release() / "site"
    with tempfile.TemporaryDirectory(dir=inputs.scratch()) as name:
        folder = Path(name)
        shutil.copy(site / "search.html", folder)
        for part in ("assets", "vendor"):
            if (site / part).is_dir():
                shutil.copytree(site / part, folder / part)
        table = json.loads((site / PATH).read_bytes())
        table["entries"] = repeated(table, count)
        (folder / PATH).parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
        (folder / PATH).write_text(text, encoding="utf-8")
        handler = functools.partial(_Quiet, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/search.html"
        finally:
            server.shutdown()
            server.server_close()


def repeated(table: dict[str, list[object]], count: int) -> list[list[object]]:
    """Return the entries, those of measures once for each edition."""
    columns = table["columns"]
    kind, document = columns.index("kind"), columns.index("document")
    found: list[list[object]] = []
    for number in range(count):
        for entry in table["entries"]:
            assert isinstance(entry, list)
            copy = list(entry)
            if number:
                if entry[kind] != "measure":
                    continue
                copy[document] = str(entry[document]).replace("/2023/", f"/g{number:04}/")
            found.append(copy)
    return found


def measure(rounds: int, counts: list[int]) -> list[Figure]:
    """Ask every query ``rounds`` times for each number of editions."""
    browser, driver = program("chromium"), program("chromedriver")
    if browser is None or driver is None:
        print("left out: chromium and chromedriver are not installed", file=sys.stderr)
        return []
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = browser
    for flag in ("--headless", "--no-sandbox", "--disable-gpu"):
        options.add_argument(flag)
    found = []
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        chrome.set_script_timeout(60)
        for count in counts:
            with site_of(count) as address:
                chrome.get(address)
                first = chrome.execute_async_script(_ASK, QUERIES[0])
                samples = [
                    chrome.execute_async_script(_ASK, query)
                    for _ in range(rounds)
                    for query in QUERIES
                ]
            part = f"search, {count} edition{'s' if count > 1 else ''}"
            found.append(figure(part, "first query, index loaded", first, "ms"))
            found.append(figure(part, "query to results", samples, "ms"))
    finally:
        chrome.quit()
    return found


def main() -> None:
    """Measure as the command line says."""
    reader = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--editions", type=int, nargs="+", default=[1, 10, 100])
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    show(measure(given.rounds, given.editions), given.json)


if __name__ == "__main__":
    main()
