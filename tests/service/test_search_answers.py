"""The search page answers from the server: what the script would show, without the script."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from running import Server, running
from small_release import RELEASE_FILES, switch, write_release

SHARED = Path(__file__).resolve().parents[3] / "shared"
MEASURE = re.compile(r'<span class="number">([^<]+)</span> <a href="([^"]+)"')


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Serves the real plan where it is at hand, else the sample."""
    out = request.getfixturevalue("plan_out" if SHARED.is_dir() else "sample_out")
    with running(releases=out) as found:
        yield found


def asked(server: Server, query: str, address: str = "/search.html") -> httpx.Response:
    """Send the form."""
    return server.client.get(address, params={"q": query})


def numbers(answer: httpx.Response) -> list[str]:
    """Return the numbers of the measures that the page lists."""
    return [number for number, _ in MEASURE.findall(answer.text)]


def test_the_sample_finds_its_measures(server: Server, shared: Path) -> None:
    text = (shared / "gold" / "search_sample.json").read_text(encoding="utf-8")
    questions = json.loads(text)
    missed = [
        question["query"]
        for question in questions
        if question["measure"] not in numbers(asked(server, question["query"]))[:3]
    ]
    assert len(questions) == 27
    assert len(questions) - len(missed) >= 26, missed


@pytest.mark.parametrize("address", ["/search", "/search.html", "/en/search.html"])
def test_every_line_leads_to_a_page(server: Server, address: str) -> None:
    answer = asked(server, "e-Stat", address)
    assert numbers(answer)[0] == "4-8"
    links = re.findall(r'<li>(?:<p[^>]*>.*?)?<a href="([^"#]+\.html)"', answer.text)
    assert len(links) > 3
    for link in links:
        assert server.client.get(str(answer.url.join(link))).status_code == 200, link
    assert 'value="e-Stat"' in answer.text
    assert "<noscript>" not in answer.text
    assert '<html lang="en">' in answer.text or not address.startswith("/en/")


def test_without_words_the_page_is_the_file(server: Server) -> None:
    for address in ("/search.html", "/en/search.html"):
        plain = server.client.get(address)
        assert "<noscript>" in plain.text
        for query in ("", "?q=", "?q=%20%E3%80%80", "?q=%00%07", "?edition=search/index.json"):
            assert server.client.get(address + query).content == plain.content
    assert server.client.get("/search").content == server.client.get("/search.html").content


def test_the_short_address_follows_the_reader_language(server: Server) -> None:
    answer = server.client.get("/search?q=e-Stat%20API", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/en/search.html?q=e-Stat%20API",
    )
    assert "Accept-Language" in answer.headers["vary"]
    assert "Accept-Language" in asked(server, "e-Stat", "/search").headers["vary"]


@pytest.mark.parametrize(
    "query",
    [
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%22%3E%3Cimg%20src=x%20onerror=y%3E&q=second",
        "q=%ff%fe%80&&=&;",
        "q=%ED%A0%80%00%1b%E2%80%AE",
        "q=" + "%E3%81%82%20" * 3000,
        "q=" + "(((((((.*)+)+)+)+" * 9,
        "q=%EF%B7%BA" * 60,
        "q=e-Stat&edition=../../MANIFEST.json",
        "q=e-Stat&edition=search/none.json",
        "&".join(f"q{n}=1" for n in range(2000)) + "&q=e-Stat",
        "q=%F0%9F%8F%AF%CC%80",
        "q",
    ],
)
@pytest.mark.parametrize("address", ["search", "search.html", "en/search.html"])
def test_odd_input_is_a_page_and_escaped(server: Server, query: str, address: str) -> None:
    answer = server.client.get(f"{server.url}{address}?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "\x00" not in answer.text
    assert answer.text.endswith("</html>")
    value = re.search(r'<input id="q" value="([^"]*)"', answer.text)
    assert value is None or len(value[1]) < 2000


def test_answers_are_cached_and_kept_as_strict_as_other_pages(server: Server) -> None:
    plain = server.client.get("/search.html")
    answer = asked(server, "e-Stat")
    for name in ("content-security-policy", "link", "cache-control", "x-content-type-options"):
        assert answer.headers[name] == plain.headers[name]
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-encoding"] == "gzip"
    bare = server.client.get("/search.html?q=e-Stat", headers={"Accept-Encoding": "identity"})
    assert (bare.content, "content-encoding" in bare.headers) == (answer.content, False)
    assert bare.headers["etag"] != answer.headers["etag"]
    for seen in (bare, answer):
        known = {"If-None-Match": seen.headers["etag"]}
        encoding = {"Accept-Encoding": seen.headers.get("content-encoding", "identity")}
        again = server.client.get("/search.html?q=e-Stat", headers=known | encoding)
        assert (again.status_code, again.content) == (304, b"")
        other = server.client.get("/search.html?q=RESAS", headers=known | encoding)
        assert other.status_code == 200
    head = server.client.head("/search.html?q=e-Stat")
    assert (head.status_code, head.content) == (200, b"")
    assert server.client.post("/search.html?q=e-Stat").status_code == 405


def test_an_edition_is_searched_in_its_own_index(tmp_path: Path) -> None:
    page = (
        '<input id="q" name="q"><select id="edition" name="edition">'
        '<option value="search/index.json">2</option><option value="search/plan-1.json">1</option>'
        '</select><p id="search-status"></p><ol id="search-results"></ol>'
    )
    entry = [
        "plan/1/measure/1",
        "measure",
        "1-1",
        "題名",
        "Title",
        "",
        "",
        ["first", "", "", "", ""],
    ]
    indexes = {"search/index.json": [], "search/plan-1.json": [entry]}
    files = {f"site/{path}": json.dumps({"entries": entries}) for path, entries in indexes.items()}
    write_release(tmp_path, "one", RELEASE_FILES | files | {"site/search.html": page})
    switch(tmp_path, "one")
    with running(releases=tmp_path) as server:
        assert numbers(asked(server, "first")) == []
        params = {"q": "first", "edition": "search/plan-1.json"}
        answer = server.client.get("/search.html", params=params)
        assert numbers(answer) == ["1-1"]
        assert '<option value="search/plan-1.json" selected>' in answer.text


def test_a_broken_index_leaves_the_page_to_its_script(tmp_path: Path) -> None:
    page = '<p id="search-status"></p><ol id="search-results"></ol>'
    for number, index in enumerate(("{", '{"entries": [[1]]}', "[]", None)):
        files = RELEASE_FILES | {"site/search.html": page}
        if index is not None:
            files |= {"site/search/index.json": index}
        folder = tmp_path / str(number)
        write_release(folder, "one", files)
        switch(folder, "one")
        with running(releases=folder) as server:
            answer = asked(server, "anything")
            assert (answer.status_code, answer.text) == (200, page)


def test_a_release_without_a_search_page_has_none(release_server: Server) -> None:
    assert release_server.client.get("/search?q=x").status_code == 404


def test_searching_loads_no_room_that_makes_the_graph() -> None:
    program = (
        "import sys, shisaku.service.app, shisaku.service.searching\n"
        "before = {n for n in sys.modules if n.startswith('shisaku.pages')}\n"
        "import shisaku.pages.search_page\n"
        "rooms = {n.split('.')[1] for n in sys.modules if n.startswith('shisaku.')}\n"
        "assert not before, before\n"
        "assert not rooms & {'document', 'plan', 'graph', 'quality', 'release'}, rooms\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
