"""Static hosts answer as the service does: a real nginx, a real Apache, and Netlify's rules."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from static_hosts import HOSTS, Tree, nginx_before

from running_server import serving
from shisaku.addresses import address_of
from shisaku.config import Config
from shisaku.formats import BY_NAME, DOCUMENT_OFFERS, LANGUAGES
from shisaku.media_types import CSVW
from shisaku.release.accepting import Sign, choices, format_signs, language_signs
from shisaku.release.folder import read_manifest
from shisaku.release.hosting import hosting_files
from shisaku.service.negotiation import choose, choose_language

BASE = Config().base_iri
GONE = ("jutenkeikaku/2022/measure/1-1", "org/once")
ACCEPTS = (
    None,
    "*/*",
    "text/turtle",
    "application/ld+json;q=0.5, application/rdf+xml;q=0.7, */*;q=0.1",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "application/n-triples",
    "image/png",
)
WISHES = (
    *((accept, None) for accept in ACCEPTS),
    (None, "en"),
    ("text/html", "ja,en-US;q=0.8"),
    ("text/turtle", "en"),
)
#: What only the service answers.
OF_THE_SERVICE = {"sparql", "api/", "api/openapi.json"}
#: What an answer says to programs and browsers, whoever sends it.
TOLD = (
    "content-type",
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
)


def linked(source: Path, target: Path) -> Path:
    """Copy a folder by hard links, so that every user may read it."""
    shutil.copytree(source, target, copy_function=os.link)
    return target


def write_rules(release: Path, base: str, gone: tuple[str, ...]) -> None:
    """Put the rules of another base, or with other resources gone, in their places."""
    for path, content in hosting_files(base, gone):
        (release / path).unlink()
        (release / path).write_bytes(content)


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    """A folder that a host's own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="hosting-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def tree(sample_out: Path, work: Path) -> Tree:
    """The sample's release, in which two resources of earlier ones are gone."""
    release = linked((sample_out / "current").resolve(), work / "releases" / "sample")
    write_rules(release, BASE, GONE)
    (release / "gone.json").unlink()
    (release / "gone.json").write_text(json.dumps(dict.fromkeys(GONE)), encoding="utf-8")
    (work / "releases" / "current").symlink_to("sample")
    return Tree(release, release / "site")


@pytest.fixture(scope="module", params=sorted(HOSTS))
def host(request: pytest.FixtureRequest, tree: Tree, work: Path) -> Iterator[httpx.Client]:
    """A static host over the site."""
    folder = work / request.param
    folder.mkdir()
    folder.chmod(0o755)
    with HOSTS[request.param](tree, folder) as client:
        yield client


@pytest.fixture(scope="module")
def service(tree: Tree, work: Path) -> Iterator[httpx.Client]:
    """The service over the same release."""
    with (
        serving(work / "releases") as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        del client.headers["accept"]
        yield client


@pytest.fixture(scope="module")
def own(tree: Tree) -> list[str]:
    """Every IRI below the base in the release, as a path."""
    found: set[str] = set()
    for name in read_manifest(tree.release)["load"]:
        for quad in ox.parse(path=tree.release / name, format=ox.RdfFormat.N_QUADS):
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                    found.add(term.value.removeprefix(BASE).partition("#")[0])
    return sorted(found)


def sampled(own: list[str]) -> list[str]:
    """One IRI of each kind: numbers and keys do not make another kind."""
    kinds: dict[str, str] = {}
    for path in own:
        words = re.sub(r"[^/]*\d[^/]*", "1", path)
        head, _, key = words.partition("/")
        kinds.setdefault(head if key and "/" not in key else words, path)
    return sorted(kinds.values())


def asked(
    client: httpx.Client, path: str, accept: str | None, tongue: str | None
) -> tuple[object, ...]:
    """Status, place and Vary of an answer; the place without its host."""
    wanted = {"accept": accept, "accept-language": tongue}
    headers = {name: value for name, value in wanted.items() if value is not None}
    answer = client.get(f"/{path}", headers=headers)
    place = urlsplit(answer.headers.get("location", ""))
    vary = set(re.findall(r"accept(?:-language)?\b", answer.headers.get("vary", "").lower()))
    return answer.status_code, place.path, place.fragment, vary if place.path else None


def test_every_kind_of_iri_is_answered_as_by_the_service(
    host: httpx.Client, service: httpx.Client, own: list[str]
) -> None:
    paths = [path for path in sampled(own) if path not in OF_THE_SERVICE]
    assert len(paths) > 60
    more = ("org/", "code/status/active/", "catalogue", "nothing", "a/b/c/d", "en", "period")
    asking = [
        (path, accept, tongue)
        for path in (*paths, *more, *GONE, f"en/{GONE[0]}.html", f"{GONE[1]}.ttl")
        for accept, tongue in WISHES
    ]
    different = [
        (question, theirs, ours)
        for question in asking
        if (theirs := asked(host, *question)) != (ours := asked(service, *question))
    ]
    assert not different


def test_every_own_iri_leads_to_its_place(host: httpx.Client, tree: Tree, own: list[str]) -> None:
    wrong = []
    for path in own:
        address = address_of(path)
        if address is None or (tree.site / path).is_file():
            continue
        if (tree.site / f"{address.document}.ttl").is_file():
            expected = (303, f"/{address.document}.ttl", address.fragment)
            if (found := asked(host, path, "text/turtle", None)[:3]) != expected:
                wrong.append((path, found))
    assert not wrong


def test_files_have_the_media_type_and_headers_of_the_service(
    host: httpx.Client, service: httpx.Client, tree: Tree
) -> None:
    kinds: dict[str, str] = {}
    for path in sorted(tree.site.rglob("*")):
        name = path.relative_to(tree.site).as_posix()
        if path.is_file() and not name.startswith((".ht", "_")):
            alone = ".well-known" in name or "sparql" in name or path.name.endswith(CSVW)
            kinds.setdefault(path.name if alone else path.suffix, name)
    names = ["", "en/", *kinds.values()]
    assert {Path(name).suffix for name in names} >= {".ttl", ".nq", ".parquet", ".wasm", ".xlsx"}
    told = {
        name: [
            {header: answer.headers.get(header) for header in TOLD}
            for answer in (client.head(f"/{name}") for client in (host, service))
        ]
        for name in names
    }
    assert {name: pair for name, pair in told.items() if pair[0] != pair[1]} == {}


def test_the_whole_tree_is_the_same(host: httpx.Client, service: httpx.Client, tree: Tree) -> None:
    pages = [path.relative_to(tree.site).as_posix() for path in tree.site.rglob("*.html")]
    assert len(pages) > 1000
    different = [
        name
        for name in sorted(pages)
        if host.get(f"/{name}").content != service.get(f"/{name}").content
    ]
    assert not different


def test_nothing_there_gets_the_page_that_says_so(host: httpx.Client, tree: Tree) -> None:
    page = (tree.site / "404.html").read_bytes()
    for path in ("nothing/at/all/here", "index.html/x", "org/x%0d%0aset-cookie:a", ".htaccess"):
        answer = host.get(f"/{path}")
        assert (answer.status_code, answer.content) == (404, page)
        assert "set-cookie" not in answer.headers
    assert host.get(f"/{GONE[0]}").content == page


def test_what_needs_the_service_leads_to_its_page(host: httpx.Client) -> None:
    for name, query in (("sparql", "?query=ASK%20%7B%7D"), ("search", "?q=e-Stat")):
        answer = host.get(f"/{name}{query}")
        place = urlsplit(answer.headers["location"])
        assert (answer.status_code, place.path, f"?{place.query}") == (303, f"/{name}.html", query)


@pytest.mark.parametrize("name", sorted(HOSTS))
def test_a_base_with_a_path(name: str, sample_out: Path, work: Path) -> None:
    release = linked((sample_out / "current").resolve(), work / f"below-{name}")
    write_rules(release, f"{BASE}open/plans/", GONE)
    root = work / f"root-{name}"
    (root / "open").mkdir(parents=True)
    (root / "open" / "plans").symlink_to(release / "site")
    folder = work / f"{name}-below"
    folder.mkdir()
    folder.chmod(0o755)
    below = "/open/plans/jutenkeikaku/2023/measure/4-8"
    with HOSTS[name](Tree(release, root), folder) as client:
        assert asked(client, below[1:], "text/turtle", None)[:2] == (303, f"{below}.ttl")
        assert (
            asked(client, below[1:], None, "en")[1]
            == below.replace("plans/", "plans/en/") + ".html"
        )
        target = asked(client, f"{below[1:]}/kpi/1/target/FY2027", "text/html", None)
        assert target[1:3] == (f"{below}/kpi/1.html", "target-FY2027")
        assert client.get(f"{below}.html").status_code == 200
        assert client.get("/open/plans/").status_code == 200
        assert client.get("/open/plans/nothing").status_code == 404
        assert client.get(f"/open/plans/{GONE[1]}").status_code == 410


def test_the_proxy_of_the_handbook(tree: Tree, service: httpx.Client, work: Path) -> None:
    handbook = Path(__file__).parents[2] / "docs" / "hosting.md"
    (block,) = re.findall(r"```nginx\n(.*?)```", handbook.read_text(encoding="utf-8"), re.DOTALL)
    below = block.replace("location / {", "location /open/plans/ {").replace(
        ":8000;", ":8000/; proxy_redirect / /open/plans/;"
    )
    address = str(service.base_url).rstrip("/")
    for turn, (text, root) in enumerate(((block, ""), (below, "/open/plans"))):
        folder = work / f"proxy-{turn}"
        folder.mkdir()
        with nginx_before(address, text, folder) as client:
            found_at = asked(client, f"{root}/org/soumu"[1:], "text/turtle", None)
            assert found_at[:2] == (303, f"{root}/org/soumu.ttl")
            found = client.get(f"{root}/sparql", params={"query": "ASK { ?s ?p ?o }"})
            assert found.json()["boolean"] is True


def netlify_rules(tree: Tree) -> list[tuple[re.Pattern[str], str]]:
    """Read ``_redirects``: a name stands for one segment, the first rule that matches counts."""
    rules = []
    for line in (tree.site / "_redirects").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            source, target, status = line.split()
            assert status == "303"
            pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", source)
            rules.append((re.compile(pattern), re.sub(r":(\w+)", r"\\g<\1>", target)))
    return rules


def led(rules: list[tuple[re.Pattern[str], str]], path: str) -> str | None:
    """Return where the rules lead a path."""
    return next((m.expand(to) for rule, to in rules if (m := rule.fullmatch(f"/{path}"))), None)


def test_netlify_style_hosts_send_the_page(tree: Tree, own: list[str]) -> None:
    rules = netlify_rules(tree)
    wrong = []
    for path in own:
        address = address_of(path)
        if address and address.fragment:
            if led(rules, path) != f"/{address.document}.html#{address.fragment}":
                wrong.append(path)
        elif address and led(rules, path):
            wrong.append(path)
    assert not wrong


def test_no_rule_of_netlify_style_hosts_hides_a_file(tree: Tree) -> None:
    rules = netlify_rules(tree)
    names = [path.relative_to(tree.site).as_posix() for path in tree.site.rglob("*")]
    assert [name for name in names if led(rules, name)] == []


def test_headers_of_netlify_style_hosts_name_each_media_type(tree: Tree) -> None:
    text = (tree.site / "_headers").read_text(encoding="utf-8")
    assert "/*.ttl\n  content-type: text/turtle; charset=utf-8\n" in text
    assert "/*.parquet\n  content-type: application/vnd.apache.parquet\n" in text
    assert text.count("content-security-policy: ") == 1


def noted(signs: tuple[Sign, ...], header: str) -> str:
    """Return the notes that a host takes of a header."""
    found = [(re.match(sign.pattern, header, re.IGNORECASE), sign.note) for sign in signs]
    return "".join(f"/{match[1] or ''}{note}" for match, note in found if match)


def best(notes: str) -> str | None:
    """Return what a host chooses."""
    found = (re.match(pattern, notes) for pattern in choices())
    return next((match[1] for match in found if match), None)


_QUALITIES = st.sampled_from(
    [
        "",
        ";q=1",
        "; q=1.0",
        ";q=0.9",
        ";q=0.8",
        " ; q=0.5",
        ";q=0.1",
        ";q=0.05",
        ";q=0",
        ";q=0.0",
        ";q=2",
    ]
)
_NAMES = sorted(
    {
        name
        for item in DOCUMENT_OFFERS
        for name in (BY_NAME[item].media_type, *BY_NAME[item].aliases)
    }
    | {
        "*/*",
        "text/*",
        "application/*",
        "image/png",
        "Text/HTML",
        "application/sparql-results+json",
    }
)


def _headers(names: list[str]) -> st.SearchStrategy[str]:
    entry = st.tuples(st.sampled_from(names), _QUALITIES)
    entries = st.lists(entry, max_size=5, unique_by=lambda item: item[0].lower())
    return entries.map(lambda items: ", ".join(name + quality for name, quality in items))


@settings(max_examples=1000, deadline=None)
@given(_headers(_NAMES), st.sets(st.sampled_from(DOCUMENT_OFFERS), min_size=1))
def test_the_expressions_choose_as_the_service_does(header: str, offered: set[str]) -> None:
    offers = tuple(BY_NAME[name] for name in DOCUMENT_OFFERS if name in offered)
    notes = "".join(noted(format_signs(item.name), header) for item in offers)
    chosen = choose(header, offers)
    assert best(notes) == (chosen.name if chosen else None)


def well_formed(header: str) -> bool:
    """Whether no quality is above 1."""
    return "q=2" not in header


@settings(max_examples=500, deadline=None)
@given(_headers(["ja", "en", "en-US", "ja-JP", "fr", "*"]).filter(well_formed))
def test_the_expressions_choose_a_language_as_the_service_does(header: str) -> None:
    chosen = best(noted(language_signs(LANGUAGES), header)) or LANGUAGES[0]
    assert chosen == choose_language(header, LANGUAGES)
