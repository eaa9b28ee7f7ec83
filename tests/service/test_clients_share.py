"""Who asks: the peer, or what a trusted proxy says of it."""

from __future__ import annotations

import pytest

from shisaku.service.settings import ServiceSettings
from shisaku.service.sparql import client_of


@pytest.mark.parametrize(
    ("trusted", "forwarded", "client"),
    [
        (False, b"10.0.0.1", "192.0.2.1"),
        (True, b"10.0.0.1", "10.0.0.1"),
        (True, b"203.0.113.9, 10.0.0.1", "10.0.0.1"),
        (True, None, "192.0.2.1"),
    ],
)
def test_client_of_a_request(trusted: bool, forwarded: bytes | None, client: str) -> None:
    headers = {b"x-forwarded-for": forwarded} if forwarded else {}
    scope = {"client": ("192.0.2.1", 50000)}
    assert client_of(scope, headers, ServiceSettings(trusted_proxy=trusted)) == client
