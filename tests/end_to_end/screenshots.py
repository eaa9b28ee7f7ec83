"""Pictures of each page type at phone, tablet and desktop width, in light and dark.

``PYTHONPATH=tests python tests/end_to_end/screenshots.py RELEASES OUT``
serves the release and writes PNG files.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from chromium import chromium, resize
from page_types import PAGE_TYPES
from selenium import webdriver

from running_server import serving

WIDTHS = (360, 768, 1280)
#: Highest picture, in CSS pixels; long tables say nothing new below.
HIGHEST = 3000


def take(browser: webdriver.Chrome, address: str, document: str, width: int, file: Path) -> None:
    """Write one picture."""
    resize(browser, width)
    query = "?q=e-Stat" if document.endswith("search") else ""
    browser.get(f"{address}/{document}.html{query}")
    browser.implicitly_wait(2)
    if query:
        browser.find_elements("css selector", "#search-results li")
    height = browser.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, HIGHEST), "scale": 1}
    picture = browser.execute_cdp_cmd(
        "Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip}
    )
    file.write_bytes(base64.b64decode(picture["data"]))


def main(releases: Path, out: Path) -> None:
    """Take all pictures: Japanese in light, English in dark."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(releases) as address:
        for dark, prefix in ((False, ""), (True, "en/")):
            with chromium(dark=dark) as browser:
                for name, document in PAGE_TYPES.items():
                    for width in WIDTHS:
                        scheme = "en-dark" if dark else "ja-light"
                        file = out / f"{name}-{scheme}-{width}.png"
                        take(browser, address, prefix + document, width, file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
