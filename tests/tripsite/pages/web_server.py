"""The real nginx and the real Caddy with the configurations of `deploy`, in front of a log that is served."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.tripsite.command import PROJECT
from tests.tripsite.serving import fetch, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIGURATION = PROJECT / "deploy" / "nginx.conf"
CADDY = shutil.which("caddy") or "/usr/bin/caddy"
CADDYFILE = PROJECT / "deploy" / "Caddyfile"


@contextmanager
def nginx(home: Path, port: int, upstream: int, folder: Path) -> Iterator[None]:
    """Run nginx with the configuration of `deploy`, changed where it says so."""
    folder.mkdir()
    text = _changed(
        CONFIGURATION,
        {
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "listen 80;": f"listen 127.0.0.1:{port};",
            "example.org": "localhost",
            "/srv/tripsite/var": str(home),
        },
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2; "
        + ("user root;" if os.geteuid() == 0 else "")
        + f"events {{}} http {{ access_log off; {temporary} {text} }}"
    )
    with _running(
        [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")], port, {}
    ):
        yield


@contextmanager
def caddy(home: Path, port: int, upstream: int, folder: Path) -> Iterator[None]:
    """Run Caddy with the configuration of `deploy`, changed where it says so, without https."""
    folder.mkdir()
    text = _changed(
        CADDYFILE,
        {
            "127.0.0.1:8000": f"127.0.0.1:{upstream}",
            "example.org {": f"http://:{port} {{",
            "/srv/tripsite/var": str(home),
        },
    )
    (folder / "Caddyfile").write_text(f"{{\n admin off\n auto_https off\n}}\n{text}")
    private = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with (folder / "output").open("w") as output, _running(command, port, private, output):
        yield


def _changed(configuration: Path, changes: dict[str, str]) -> str:
    text = configuration.read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


@contextmanager
def _running(command: list[str], port: int, variables: dict[str, str], output: IO[str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, env=os.environ | variables, stdout=output, stderr=output)
    try:
        wait_for(lambda: fetch(port, "/healthz"))
        yield
    finally:
        process.terminate()
        process.wait(20)
