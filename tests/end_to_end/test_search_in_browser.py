"""A search shows the same list whether the browser makes it or the server does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from browsing import complaints, static_host
from chromium import chromium
from selenium import webdriver

QUERIES = ("e-Stat", "ドローン レベル4", "2027年度 登録データ数", "National Tax", "zzzqqq", "<b>")
PARTS = ("search-status", "search-others", "search-results")


def _shown(browser: webdriver.Chrome, address: str) -> list[str]:
    """Return the markup of the answer, once there is one."""
    browser.get(address)
    for _ in range(100):
        found = [browser.find_element("id", name) for name in PARTS]
        if found[0].text and found[0].text != found[0].get_attribute("data-loading"):
            break
        time.sleep(0.05)
    return [str(part.get_attribute("innerHTML")) for part in found]


@pytest.mark.parametrize("page", ["search.html", "en/search.html"])
def test_server_and_script_show_the_same(address: str, releases: Path, page: str) -> None:
    with chromium(scripts=False) as browser:
        of_server = [_shown(browser, f"{address}/{page}?q={query}") for query in QUERIES]
        assert not browser.find_elements("css selector", "noscript .notice")
    with static_host(releases / "current" / "site") as host, chromium() as browser:
        of_script = [_shown(browser, f"{host}{page}?q={query}") for query in QUERIES]
    assert dict(zip(QUERIES, of_server, strict=True)) == dict(zip(QUERIES, of_script, strict=True))
    assert "4-8" in of_server[0][2]


def test_the_script_takes_over_what_the_server_found(address: str) -> None:
    with chromium() as browser:
        found = _shown(browser, f"{address}/search?q=RESAS")
        field = browser.find_element("id", "q")
        assert field.get_attribute("value") == "RESAS"
        field.clear()
        field.send_keys("e-Stat")
        for _ in range(100):
            if "4-8" in browser.find_element("id", "search-results").text:
                break
            time.sleep(0.05)
        assert _shown(browser, browser.current_url) != found
        assert browser.current_url.endswith("?q=e-Stat")
        assert not [text for text in complaints(browser) if "Security Policy" in text]
