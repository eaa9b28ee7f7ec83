"""The SPARQL editor in a real browser: served, on a static host, and with JavaScript off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browsing import complaints, requested, static_host
from chromium import chromium
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.ui import Select, WebDriverWait

from shisaku.assets import asset_folder
from shisaku.pages.gallery import load_gallery
from shisaku.pages.views.gallery import DUMPS, WASM

QUESTIONS = load_gallery("http://127.0.0.1:8000/").questions
#: Seconds to wait for the page; generous, because machines differ.
PATIENCE = 60
CODE = ".tabPanel.active .CodeMirror"
AREAS = "01-measures-by-area"


@pytest.fixture(scope="module")
def served(address: str) -> str:
    """The address of the service, with a slash at its end."""
    if not (asset_folder("site") / "vendor" / "sparql" / "editor.js").is_file():
        pytest.skip("the editor is not built (npm ci && npm run build in site/)")
    return f"{address}/"


@pytest.fixture(scope="module")
def static(served: str, releases: Path) -> Iterator[str]:
    """The address of the same site as plain files, below a folder of the host."""
    with static_host(releases / "current") as found:
        yield f"{found}site/"


@pytest.fixture
def browser() -> Iterator[WebDriver]:
    """A browser with a fresh profile."""
    with chromium() as found:
        yield found


def opened(browser: WebDriver, address: str) -> None:
    """Open a page and wait for the editor."""
    browser.get(address)
    shown(browser, CODE)


def shown(browser: WebDriver, selector: str, text: str = "") -> str:
    """Wait until an element holds the text, and return all of its text."""

    def look(found: WebDriver) -> str | bool:
        words = [item.text for item in found.find_elements(By.CSS_SELECTOR, selector)]
        return next((item or " " for item in words if text in item), False)

    patient = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
    return str(patient.until(look, f"{text!r} in {selector}"))


def arrived(browser: WebDriver) -> None:
    """Wait until the form has brought the browser to the service."""
    WebDriverWait(browser, PATIENCE).until(lambda found: "/sparql?query=" in found.current_url)


def written(browser: WebDriver) -> str:
    """The query in the open tab."""
    return str(
        browser.execute_script(f"return document.querySelector('{CODE}').CodeMirror.getValue()")
    )


def write(browser: WebDriver, query: str) -> None:
    """Put a query into the open tab, the cursor at its end."""
    browser.execute_script(
        f"const code = document.querySelector('{CODE}').CodeMirror;"
        "code.setValue(arguments[0]); code.focus(); code.setCursor(code.lineCount(), 0);",
        query,
    )


def pick(browser: WebDriver, slug: str) -> None:
    """Choose a question of the gallery and put it into the editor, by keyboard."""
    Select(browser.find_element(By.ID, "sparql-gallery")).select_by_value(slug)
    browser.find_element(By.ID, "sparql-open").send_keys(Keys.ENTER)


def run(browser: WebDriver) -> None:
    """Run the query of the open tab with the keyboard."""
    browser.switch_to.active_element.send_keys(Keys.CONTROL, Keys.ENTER)


@pytest.mark.parametrize("page", ["sparql", "sparql.html", "en/sparql.html"])
def test_the_editor_opens_under_the_policy_without_complaint(
    browser: WebDriver, served: str, page: str
) -> None:
    policy = httpx.get(served + page, headers={"Accept": "text/html"}).headers
    assert "'unsafe-inline'" not in policy["content-security-policy"]
    opened(browser, served + page)
    pick(browser, AREAS)
    assert written(browser).strip() == load_gallery(served).by_slug[AREAS].text.strip()
    run_from_editor(browser)
    shown(browser, ".tabPanel.active .yasr_response_chip", "10")
    shown(browser, ".tabPanel.active .yasr table", "デジタル社会を支えるシステム・技術")
    assert complaints(browser) == []


def test_nothing_is_asked_of_third_parties(browser: WebDriver, served: str) -> None:
    opened(browser, served + "sparql.html")
    pick(browser, "33-properties-in-use")
    run_from_editor(browser)
    shown(browser, ".tabPanel.active .yasr table", "rdf:type")
    assert {url for url in requested(browser) if not url.startswith((served, "data:"))} == set()


def run_from_editor(browser: WebDriver) -> None:
    """Focus the code and run it."""
    browser.find_element(By.CSS_SELECTOR, f"{CODE} textarea").send_keys("")
    run(browser)


def test_terms_of_the_dataset_complete_what_is_typed(browser: WebDriver, served: str) -> None:
    opened(browser, served + "sparql.html")
    write(browser, "SELECT * WHERE { ?measure ")
    browser.switch_to.active_element.send_keys("pol:lead")
    browser.switch_to.active_element.send_keys(Keys.CONTROL, Keys.SPACE)
    assert "主担当" in shown(browser, ".CodeMirror-hints", "pol:leadOrganization")
    assert "PREFIX pol: <https://w3id.org/shisaku/ns#>" in written(browser)
    assert complaints(browser) == []


def test_an_error_is_said_with_its_place(browser: WebDriver, served: str) -> None:
    opened(browser, served + "sparql.html")
    write(browser, "SELECT * WHERE {\n  ?s ?p\n}")
    run(browser)
    assert "行" in shown(browser, ".sparql-problem")


def test_a_link_opens_a_question_and_another_runs_a_query(browser: WebDriver, served: str) -> None:
    opened(browser, f"{served}sparql.html?example={AREAS}")
    shown(browser, "#sparql-about", "分野")
    assert "pol:PolicyArea" in written(browser)
    opened(browser, f"{served}sparql.html?query=SELECT%20(1%20AS%20%3Fone)%20%7B%7D")
    shown(browser, ".tabPanel.active .yasr table", "one")


def test_the_tab_key_leaves_the_editor(browser: WebDriver, served: str) -> None:
    opened(browser, served + "sparql.html")
    write(browser, "ASK {}")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    inside = f"return document.querySelector('{CODE}').contains(document.activeElement)"
    for _ in range(3):
        if not browser.execute_script(inside):
            break
        browser.switch_to.active_element.send_keys(Keys.TAB)
    assert not browser.execute_script(inside)
    assert written(browser) == "ASK {}"


def test_a_static_host_answers_inside_the_browser(browser: WebDriver, static: str) -> None:
    opened(browser, static + "sparql.html")
    shown(browser, "#sparql-status", "このサイトではSPARQLサービスが動いていません")
    assert not any("wasm" in url or "/data/" in url for url in requested(browser))
    complaints(browser)
    pick(browser, AREAS)
    run_from_editor(browser)
    shown(browser, ".tabPanel.active .yasr table", "デジタル社会を支えるシステム・技術")
    assert "件の文を読み込みました" in shown(browser, "#sparql-status", "件の文")
    assert complaints(browser) == []
    write(browser, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3")
    run(browser)
    shown(browser, ".tabPanel.active .yasr_response_chip", "3")
    assert {url for url in requested(browser) if not url.startswith((static, "data:"))} == set()


def test_the_browser_answers_every_question_as_published(
    browser: WebDriver, static: str, releases: Path
) -> None:
    browser.get(static + "sparql.html")
    ask = (Path(__file__).parent / "ask_worker.js").read_text(encoding="utf-8")
    queries = [question.text for question in QUESTIONS]
    queries.append("SELECT (8 - 3 - 2 AS ?sum) (8 / 4 * 2 AS ?product) WHERE {}")
    found = browser.execute_async_script(ask, WASM, DUMPS, queries)
    assert "error" not in found
    assert rows_of(found["answers"].pop()) == [["sum", "product"], ["3", "4"]]
    for question, answer in zip(QUESTIONS, found["answers"], strict=True):
        published = releases / "current" / "site" / f"{question.document}.csv"
        assert rows_of(answer) == rows_of(published.read_bytes().decode()), question.slug


def rows_of(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_engine_in_the_browser_is_stopped(browser: WebDriver, static: str) -> None:
    opened(browser, static + "sparql.html")
    shown(browser, "#sparql-status", "SPARQL")
    write(browser, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    run(browser)
    shown(browser, "#sparql-status", "件の文を読み込みました")
    browser.find_element(By.CSS_SELECTOR, f"{CODE} .yasqe_queryButton").click()
    shown(browser, ".tabPanel.active .yasqe_queryButton:not(.busy)")
    write(browser, "SELECT (2 AS ?two) WHERE {}")
    run(browser)
    shown(browser, ".tabPanel.active .yasr table", "two")


def test_the_form_works_with_javascript_off(served: str) -> None:
    with chromium(scripts=False) as browser:
        browser.get(served + "sparql.html")
        text = browser.find_element(By.ID, "sparql-query")
        assert text.is_displayed()
        assert not browser.find_element(By.ID, "sparql-editor").is_displayed()
        text.clear()
        text.send_keys("SELECT (40 + 2 AS ?answer) WHERE {}")
        Select(browser.find_element(By.ID, "sparql-format")).select_by_value("html")
        browser.find_element(By.CSS_SELECTOR, "#sparql-form button").send_keys(Keys.ENTER)
        arrived(browser)
        shown(browser, "table", "42")
        browser.get(served + f"query/{AREAS}.html")
        browser.find_element(By.CSS_SELECTOR, "main form button").send_keys(Keys.ENTER)
        arrived(browser)
        shown(browser, "table", "デジタル社会を支えるシステム・技術")


def test_editors_discover_the_gallery_at_the_endpoint(served: str) -> None:
    discovery = Path(__file__).parents[1] / "gallery" / "discovery.rq"
    answer = httpx.get(
        served + "sparql",
        params={"query": discovery.read_text(encoding="utf-8")},
        headers={"Accept": "application/sparql-results+json"},
        timeout=PATIENCE,
    )
    found = {row["text"]["value"].strip() for row in answer.json()["results"]["bindings"]}
    assert found == {question.text.strip() for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_the_service_answers_each_question_whole(question, served: str, releases: Path) -> None:
    answer = httpx.post(
        served + "sparql",
        data={"query": question.text},
        headers={"Accept": "text/csv"},
        timeout=PATIENCE,
    )
    assert answer.status_code == 200
    assert "shisaku-truncated" not in answer.headers
    published = releases / "current" / "site" / f"{question.document}.csv"
    assert rows_of(answer.text) == rows_of(published.read_bytes().decode())
