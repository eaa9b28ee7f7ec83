"""Where a remote store says which release it holds: written by push, read by the service."""

from __future__ import annotations

#: Both the graph and the resource that its statements are about.
RECORD = "urn:x-shisaku:pushed"
