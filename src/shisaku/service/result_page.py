"""A result as a page for people: the question in a form, the rows in a table, no JavaScript."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shisaku.engine.model import Answer
from shisaku.formats import GRAPHS, SOLUTIONS

if TYPE_CHECKING:
    from jinja2 import Environment

_EXAMPLE = (Path(__file__).parent / "templates" / "example.rq").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Made when the first page is: the library takes long to import."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def editor_page() -> tuple[bytes, bytes]:
    """The plain form and its entity tag, for installations without the editor."""
    page = _environment().get_template("sparql.html").render(query=_EXAMPLE, kind="form")
    body = page.encode()
    return body, f'"{blake2b(body, digest_size=16).hexdigest()}"'.encode()


def result_page(query: str, answer: Answer, editor: bool) -> bytes:
    """Render an answer (JSON of solutions, or Turtle) below the form with its query.

    editor: whether there is an editor page to link to.
    """
    template = _environment().get_template("sparql.html")
    shared: dict[str, Any] = {"query": query, "editor": editor, "truncated": answer.truncated}
    if answer.format != "json":
        text = answer.body.decode("utf-8")
        return template.render(**shared, kind="graph", text=text, formats=GRAPHS).encode()
    result: dict[str, Any] = json.loads(answer.body)
    if "boolean" in result:
        value = result["boolean"]
        return template.render(**shared, kind="boolean", value=value, formats=SOLUTIONS).encode()
    return template.render(
        **shared,
        kind="solutions",
        names=result["head"]["vars"],
        rows=result["results"]["bindings"],
        formats=SOLUTIONS,
    ).encode()
