"""nginx with this program's own configuration, and beside it, in the same process, a folder of files as it is."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.processes import PROJECT, free_port, needed, server
from bench.row import Failed

CONFIGURATION = PROJECT / "deploy" / "nginx.conf"
FRAME = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    types {{ text/html html; }}
    access_log off;
    sendfile on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{files_port}; root {files}; }}
    {ours}
}}
"""


@contextmanager
def nginx(folder: Path, home: Path, upstream: int, files: Path) -> Iterator[tuple[str, str]]:
    """Give the addresses of the log behind nginx, served at the port `upstream`, and of the folder of files."""
    port, files_port = free_port(), free_port()
    configuration = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    ours = _ours(home, upstream, port)
    configuration.write_text(FRAME.format(user=user, folder=folder, files_port=files_port, files=files, ours=ours))
    command: list[str | Path] = [needed("nginx"), "-c", configuration, "-p", folder, "-g", "daemon off;"]
    with server(command, f"http://127.0.0.1:{files_port}/"):
        yield f"http://127.0.0.1:{port}", f"http://127.0.0.1:{files_port}"


def _ours(home: Path, upstream: int, port: int) -> str:
    """Return the configuration that is given to people, with what it says to change changed."""
    if not CONFIGURATION.exists():
        raise Failed("deploy/nginx.conf is not here")
    text = CONFIGURATION.read_text()
    for pattern, value in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{upstream};"),
        (r"listen 80;", f"listen 127.0.0.1:{port};"),
        (r"server_name [^;]+;", "server_name 127.0.0.1;"),
        (r"root [^;]+;", f"root {home};"),
    ):
        text, changed = re.subn(pattern, value, text, count=1)
        if not changed:
            raise Failed(f"deploy/nginx.conf holds no “{pattern}” any more")
    return text
