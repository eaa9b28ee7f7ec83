"""Every page type, in both languages, light and dark, has no violation that axe-core knows."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from chromium import chromium, resize
from page_types import PAGE_TYPES, SEVERAL_EDITIONS
from selenium import webdriver

from running_server import serving

AXE = Path(__file__).resolve().parents[2] / "site/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
const done = arguments[1];
document.querySelectorAll("details").forEach((details) => { details.open = true; });
axe.run(document, { runOnly: { type: "tag", values: arguments[0] } }).then(({ violations }) => {
  done(violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200)]));
});
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.is_file():
        pytest.skip("site/node_modules is absent (npm ci in site/): no axe-core")
    return AXE.read_text(encoding="utf-8")


def violations(browser: webdriver.Chrome, axe: str) -> list[Any]:
    """Run axe-core over the page that is open, everything unfolded."""
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    browser.execute_script(axe)
    found: list[Any] = browser.execute_async_script(RUN, TAGS)
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_on_any_page_type(address: str, axe: str, dark: bool) -> None:
    problems = problems_of(address, PAGE_TYPES.values(), axe, dark)
    assert not problems


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_where_there_are_several_editions(
    three_out: Path, axe: str, dark: bool
) -> None:
    with serving(three_out) as address:
        problems = problems_of(address, SEVERAL_EDITIONS, axe, dark)
    assert not problems


def problems_of(
    address: str, documents: Iterable[str], axe: str, dark: bool
) -> dict[str, list[Any]]:
    """Return the violations on documents in both languages, by path."""
    problems = {}
    with chromium(dark=dark) as browser:
        for document in documents:
            for prefix in ("", "en/"):
                query = "?q=e-Stat" if document == "search" else ""
                browser.get(f"{address}/{prefix}{document}.html{query}")
                if query:
                    _wait_for(browser, "#search-results li")
                if found := violations(browser, axe):
                    problems[f"{prefix}{document}"] = found
    return problems


def test_nothing_runs_over_the_edge_at_320_pixels(address: str) -> None:
    """WCAG 2.2, 1.4.10: at 400 % zoom of 1280 pixels nobody scrolls sideways."""
    wide = {}
    with chromium(width=320) as browser:
        resize(browser, 320, 640)
        for document in PAGE_TYPES.values():
            for prefix in ("", "en/"):
                browser.get(f"{address}/{prefix}{document}.html")
                width = browser.execute_script("return document.documentElement.scrollWidth")
                if width > 320:
                    wide[f"{prefix}{document}"] = width
    assert not wide


def test_pages_obey_their_own_security_policy(address: str) -> None:
    """A strict Content-Security-Policy blocks nothing that a page needs."""
    with chromium() as browser:
        for document in PAGE_TYPES.values():
            browser.get(f"{address}/{document}.html")
        messages = [entry["message"] for entry in browser.get_log("browser")]
    blocked = [text for text in messages if "Content Security Policy" in text]
    assert not blocked, blocked[:5]


def _wait_for(browser: webdriver.Chrome, selector: str) -> None:
    for _ in range(100):
        if browser.find_elements("css selector", selector):
            return
        time.sleep(0.05)
    raise AssertionError(f"{selector} does not come")
