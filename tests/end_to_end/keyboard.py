"""A person at the keyboard: Tab to something, see where the focus is, press Enter."""

from __future__ import annotations

import time
from collections.abc import Callable

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

#: Name, address and visibility of what has the focus.
FOCUSED = """
const node = document.activeElement;
const style = getComputedStyle(node);
const box = node.getBoundingClientRect();
return {
  name: (node.getAttribute("aria-label") || node.textContent || "").replace(/\\s+/g, " ").trim(),
  tag: node.tagName.toLowerCase(),
  href: node.href || "",
  id: node.id,
  outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
};
"""
#: More keystrokes than any task needs.
PATIENCE = 600


class Keyboard:
    """Works a browser by keys alone; every focused control must be seen and outlined."""

    def __init__(self, browser: webdriver.Chrome) -> None:
        self.browser = browser

    def press(self, *keys: str) -> None:
        """Press keys, or type text."""
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def tab_to(self, name: str = "", *, tag: str = "", id: str = "") -> dict[str, str]:
        """Press Tab until something with these words (and tag or id) has the focus."""
        for _ in range(PATIENCE):
            self.press(Keys.TAB)
            found: dict[str, str] = self.browser.execute_script(FOCUSED)
            if name in found["name"] and found["tag"].startswith(tag) and id in found["id"]:
                assert found["outlined"], f"the focus on {found['name']!r} cannot be seen"
                assert found["seen"], f"{found['name']!r} has the focus outside the window"
                return found
        raise AssertionError(f"Tab does not reach {name or id!r}")

    def follow(self, name: str, **where: str) -> None:
        """Tab to a link, press Enter and wait for the page it opens."""
        before = self.browser.current_url
        self.tab_to(name, tag="a", **where)
        self.press(Keys.ENTER)
        self.wait(lambda: self.browser.current_url != before, f"{name!r} opens nothing")
        self.wait(self._loaded, "the page does not load")

    def unfold(self, name: str) -> None:
        """Tab to a summary with these words and open it."""
        self.tab_to(name, tag="summary")
        self.press(Keys.ENTER)

    def wait(self, condition: Callable[[], bool], complaint: str, seconds: float = 15) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        raise AssertionError(complaint)

    def _loaded(self) -> bool:
        return bool(self.browser.execute_script("return document.readyState === 'complete'"))
