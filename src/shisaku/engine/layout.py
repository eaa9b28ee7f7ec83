"""Serialised graphs get the same prefix declarations every time: bytes in, bytes out.

Oxigraph declares prefixes in the order of a hash map that differs between processes, used or
not. Here they are sorted, and in Turtle and TriG those that nothing uses are left out.
"""

from __future__ import annotations

import re

_DECLARATION = re.compile(rb"@prefix ([^:\s]*): <[^>]*> \.\n")
_ROOT = re.compile(rb"<rdf:RDF((?:\s+xmlns:[\w.-]+=\"[^\"]*\")*)")
_NAMESPACE = re.compile(rb"\s+(xmlns:([\w.-]+)=\"[^\"]*\")")


def settled(name: str, body: bytes) -> bytes:
    """Sort the declarations of a serialisation; ``name`` is the format's."""
    if name in ("ttl", "trig"):
        return _turtle(body)
    return _xml(body) if name == "rdf" else body


def _turtle(body: bytes) -> bytes:
    lines: list[bytes] = []
    end = 0
    declared: list[tuple[bytes, bytes]] = []
    while match := _DECLARATION.match(body, end):
        declared.append((match[1], match[0]))
        end = match.end()
    rest = body[end:]
    used = set(re.findall(rb"(?<![\w.-])([A-Za-z][\w.-]*):", rest))
    lines = [line for prefix, line in sorted(declared) if prefix in used]
    return b"".join(lines) + rest


def _xml(body: bytes) -> bytes:
    root = _ROOT.search(body)
    if root is None:
        return body
    names = _NAMESPACE.findall(root[1])
    used = set(re.findall(rb"</?([\w.-]+):", body)) | {b"rdf"}
    kept = sorted(text for text, prefix in names if prefix in used)
    start = body[: root.start()] + b"<rdf:RDF " + b" ".join(kept)
    return start + body[root.end() :]
