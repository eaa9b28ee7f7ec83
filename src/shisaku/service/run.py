"""Serve until told to stop: settings in, a listening server out."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

from shisaku.errors import ShisakuError
from shisaku.service.generation import Served, open_generation
from shisaku.service.settings import ServiceSettings

_BACKLOG = 2048


def serve(
    releases: Path | None = None,
    files: tuple[Path, ...] = (),
    *,
    union: bool = False,
    endpoint: str | None = None,
    base_iri: str | None = None,
    settings: ServiceSettings | None = None,
) -> None:
    """Serve a folder of releases, or RDF files, until a signal ends it.

    Prints the address once it answers. endpoint: query URL of a remote SPARQL 1.1 store.
    Raises ShisakuError for data that cannot be served or an address that is taken.
    """
    settings = settings or ServiceSettings()
    listener = _listen(settings.host, settings.port)
    address = f"http://{_shown(settings.host)}:{listener.getsockname()[1]}/"
    served = Served(releases, files, union, endpoint, base_iri, address)
    with listener:
        _run(served, settings, listener, address)


def _run(served: Served, settings: ServiceSettings, listener: socket.socket, address: str) -> None:
    first = open_generation(served, settings)  # loads while the frame is imported
    import uvicorn

    from shisaku.service.app import create_app

    app = create_app(served, settings, first)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                sys.stdout.write(f"Serving at {address} and {address}sparql\n")
                sys.stdout.flush()

    config = uvicorn.Config(
        app,
        loop="auto",
        http="auto",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=int(settings.deadline) + 2,
        backlog=_BACKLOG,
    )
    # What fails at the start is raised below as one sentence, not logged as a traceback.
    logging.getLogger("uvicorn.error").addFilter(lambda _: app.failure is None)
    try:
        Server(config).run(sockets=[listener])
    except SystemExit:
        if app.failure is None:
            raise
    if app.failure is not None:
        raise app.failure


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ShisakuError(
            "address-taken",
            f"the address cannot be listened on: {error.strerror}.",
            f"{host}:{port}",
            "Choose another with --port.",
        ) from error
    listener.listen(_BACKLOG)
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
