"""Static hosts for the length of a block: a release's rules in, a real nginx or Apache out."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

_APACHE_MODULES = Path("/usr/lib/apache2/modules")
_MODULES = (
    "mpm_event",
    "authz_core",
    "alias",
    "mime",
    "dir",
    "rewrite",
    "headers",
    "filter",
    "deflate",
)

_NGINX = """
{user}
daemon off;
worker_processes 1;
pid {work}/nginx.pid;
error_log {work}/error.log warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    scgi_temp_path {work}/scgi;
    uwsgi_temp_path {work}/uwsgi;
    include {work}/site.conf;
}}
"""
_APACHE = """
ServerRoot {work}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {work}/apache.pid
ErrorLog {work}/error.log
LogLevel warn
{modules}
{user}
DocumentRoot {root}
TypesConfig /dev/null
<Directory />
    Require all denied
</Directory>
<Directory {root}>
    Options FollowSymLinks
    AllowOverride All
    Require all granted
</Directory>
<Directory {site}>
    Options FollowSymLinks
    AllowOverride All
    Require all granted
</Directory>
"""


@dataclass(frozen=True)
class Tree:
    """A release as a host sees it: root is the folder in which the base path is the site."""

    release: Path
    root: Path

    @property
    def site(self) -> Path:
        """The site folder."""
        return self.release / "site"


@contextmanager
def nginx(tree: Tree, work: Path) -> Iterator[httpx.Client]:
    """Run nginx with the release's own configuration; only address and root are set."""
    program = _program("nginx")
    port = _free_port()
    rules = (tree.release / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    listening, standing = f"listen 127.0.0.1:{port};", f"root {tree.root};"
    assert rules.count("listen 8000;") == 1
    rules = rules.replace("listen 8000;", listening)
    rules = rules.replace("root /srv/shisaku/current/site;", standing)
    with _nginx(program, rules, port, work) as client:
        yield client


@contextmanager
def nginx_before(service: str, block: str, work: Path) -> Iterator[httpx.Client]:
    """Run nginx with a server block in which only addresses are set: its own, the service's."""
    program = _program("nginx")
    port = _free_port()
    assert block.count("listen 80;") == block.count("http://127.0.0.1:8000") == 1
    block = block.replace("listen 80;", f"listen 127.0.0.1:{port};")
    block = block.replace("http://127.0.0.1:8000", service)
    with _nginx(program, block, port, work) as client:
        yield client


@contextmanager
def _nginx(program: str, rules: str, port: int, work: Path) -> Iterator[httpx.Client]:
    (work / "site.conf").write_text(rules, encoding="utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (work / "nginx.conf").write_text(_NGINX.format(user=user, work=work), encoding="utf-8")
    with _started([program, "-c", str(work / "nginx.conf"), "-p", str(work)], port, work) as client:
        yield client


@contextmanager
def apache(tree: Tree, work: Path) -> Iterator[httpx.Client]:
    """Run Apache over the site folder with its ``.htaccess``."""
    program = _program("apache2")
    port = _free_port()
    modules = "\n".join(
        f"LoadModule {name}_module {_APACHE_MODULES}/mod_{name}.so" for name in _MODULES
    )
    user = "User www-data\nGroup www-data" if os.getuid() == 0 else ""
    text = _APACHE.format(
        work=work, port=port, modules=modules, user=user, root=tree.root, site=tree.site
    )
    (work / "apache.conf").write_text(text, encoding="utf-8")
    command = [program, "-f", str(work / "apache.conf"), "-DFOREGROUND"]
    with _started(command, port, work) as client:
        yield client


HOSTS = {"nginx": nginx, "apache": apache}


def _program(name: str) -> str:
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if path is None:
        pytest.skip(f"{name} is not installed (see tests/system_packages.sh)")
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(command: list[str], port: int, work: Path) -> Iterator[httpx.Client]:
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            time.sleep(0.05)
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False
        ) as client:
            del client.headers["accept"]
            yield client
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
