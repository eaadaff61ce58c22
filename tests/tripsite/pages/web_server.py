"""The real nginx with the configuration of `deploy`, in front of a log that is served."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tripsite.command import PROJECT
from tests.tripsite.serving import fetch, wait_for

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
CONFIGURATION = PROJECT / "deploy" / "nginx.conf"


@contextmanager
def nginx(home: Path, port: int, upstream: int, folder: Path) -> Iterator[None]:
    """Run nginx with the configuration of `deploy`, changed where it says so."""
    folder.mkdir()
    text = CONFIGURATION.read_text()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "example.org": "localhost",
        "/srv/tripsite/var": str(home),
    }.items():
        assert old in text
        text = text.replace(old, new)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 2; "
        + ("user root;" if os.geteuid() == 0 else "")
        + f"events {{}} http {{ access_log off; {temporary} {text} }}"
    )
    process = subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    )
    try:
        wait_for(lambda: fetch(port, "/healthz"))
        yield
    finally:
        process.terminate()
        process.wait(20)
