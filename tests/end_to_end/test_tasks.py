"""What people come for, done by keyboard alone, with JavaScript on and off."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from chromium import chromium
from keyboard import Keyboard
from selenium.webdriver.common.keys import Keys


@pytest.fixture(params=[True, False], ids=["scripts-on", "scripts-off"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether pages may run JavaScript."""
    return bool(request.param)


@pytest.fixture
def keyboard(scripts: bool, address: str) -> Iterator[Keyboard]:
    """A keyboard at the home page."""
    with chromium(scripts=scripts) as browser:
        browser.get(f"{address}/")
        yield Keyboard(browser)


def shown(keyboard: Keyboard, selector: str) -> str:
    """Return the text that can be seen in an element."""
    element = keyboard.browser.find_element("css selector", selector)
    assert element.is_displayed(), selector
    return str(element.text)


def test_skip_link_leads_to_the_content(keyboard: Keyboard) -> None:
    keyboard.press(Keys.TAB)
    keyboard.press(Keys.ENTER)
    assert keyboard.browser.current_url.endswith("#main")


def test_find_the_targets_of_a_ministry_for_a_year(keyboard: Keyboard) -> None:
    keyboard.follow("デジタル庁")
    assert "デジタル庁" in shown(keyboard, "h1")
    keyboard.unfold("2025年度")
    table = shown(keyboard, "details[open] table")
    assert "目標" in table
    keyboard.tab_to(tag="a")


def test_filter_all_targets_by_ministry_and_year(keyboard: Keyboard, scripts: bool) -> None:
    keyboard.follow("KPI一覧")
    if not scripts:
        keyboard.follow("府省庁別")
        assert "デジタル庁" in shown(keyboard, "#figures")
        return
    for name, value in (("ministry", "デジタル庁"), ("period", "2025年度"), ("role", "目標")):
        keyboard.tab_to(id=f"f-{name}")
        keyboard.press(value)
        keyboard.press(Keys.ENTER)
    rows = keyboard.browser.find_elements("css selector", "#figures tbody tr:not([hidden])")
    assert rows
    for row in rows:
        assert "デジタル庁" in row.text
        assert "2025年度" in row.text
    assert keyboard.browser.find_element("css selector", "[data-count]").text == str(len(rows))


def test_open_the_sentence_behind_a_figure(keyboard: Keyboard) -> None:
    keyboard.tab_to(id="q-top")
    keyboard.press("e-Stat 登録データ数", Keys.ENTER)
    keyboard.wait(
        lambda: bool(keyboard.browser.find_elements("css selector", "#search-results a")),
        "nothing is found",
    )
    keyboard.follow("統計データのオープン化の推進")
    keyboard.unfold("290,000")
    opened = shown(keyboard, "details.source[open] mark")
    assert "29" in opened
    assert "万" in opened


def test_download_the_table_of_values(keyboard: Keyboard) -> None:
    keyboard.follow("KPI一覧")
    link = keyboard.tab_to("CSV", tag="a")
    content = httpx.get(link["href"]).raise_for_status().text
    assert "4-8" in content
    assert content.count("\n") > 100


def test_run_the_query_behind_a_table(keyboard: Keyboard, address: str) -> None:
    keyboard.browser.get(f"{address}/jutenkeikaku/2023/measure/4-8.html")
    keyboard.unfold("この表のSPARQL")
    assert "SELECT" in shown(keyboard, "details.query[open] pre")
    keyboard.follow("この問い合わせを実行する")

    def answered() -> bool:
        return "290000" in keyboard.browser.find_element("css selector", "body").text

    keyboard.wait(answered, "the query has no answer")


def test_find_that_an_interface_has_ended(keyboard: Keyboard) -> None:
    keyboard.follow("システム")
    keyboard.follow("RESAS-API")
    assert "2025-03-24" in shown(keyboard, ".notice")
    keyboard.follow("地域経済分析システム")
    assert "4-2" in shown(keyboard, "main")
