"""Pages that were read, and the search, still answer when the server is gone."""

from __future__ import annotations

import time
from pathlib import Path

from chromium import chromium
from selenium import webdriver

from running_server import serving

WORKER = "return navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"
#: Read at once: the script may make the list anew while it is looked at.
TITLES = 'return [...document.querySelectorAll("#search-results a")].map((a) => a.textContent)'
#: Whether the index of the search is kept: the server may have filled the list before it came.
KEPT = """
const edition = document.getElementById("edition");
const path = edition?.value ?? document.getElementById("search-status").dataset.index;
return caches.match(new URL(path, location.href)).then((answer) => !!answer);
"""


def kept(browser: webdriver.Chrome) -> bool:
    """Wait until the worker has kept the index of the search."""
    for _ in range(200):
        if browser.execute_script(KEPT):
            return True
        time.sleep(0.05)
    return False


def found(browser: webdriver.Chrome) -> list[str]:
    """Wait for results of the search and return their titles."""
    for _ in range(100):
        titles: list[str] = browser.execute_script(TITLES)
        if titles:
            return titles
        time.sleep(0.05)
    return []


def test_read_pages_and_the_search_work_without_a_server(releases: Path) -> None:
    with chromium() as browser:
        with serving(releases) as address:
            browser.get(f"{address}/index.html")
            assert browser.execute_script(WORKER) is not None
            browser.get(f"{address}/jutenkeikaku/2023/measure/4-8.html")
            assert browser.execute_script(WORKER)
            browser.get(f"{address}/search.html?q=e-Stat")
            assert found(browser)
            assert kept(browser)
        browser.get(f"{address}/jutenkeikaku/2023/measure/4-8.html")
        assert "統計データ" in browser.find_element("css selector", "h1").text
        browser.get(f"{address}/search.html?q=RESAS")
        assert any("RESAS" in title for title in found(browser))
