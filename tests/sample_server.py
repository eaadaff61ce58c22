"""A fresh sample log, served for real: the tour takes its pictures there, the audits look at it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parent.parent
# Settings of the writer's own log would reach into the fresh one.
FOREIGN = (
    *("ALLOWED_HOSTS", "CACHE_URL", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DEBUG", "EMAIL_URL", "LANGUAGE_CODE"),
    *("SECRET_KEY", "SITE_URL", "TRUSTED_PROXIES"),
)
# Of a machine that is busy with other things.
PATIENCE_SECONDS = 300


@contextmanager
def fresh_log() -> Iterator[Path]:
    """Make a log of its own in a temporary folder, with the sample in it; give its TRIPSITE_HOME."""
    with tempfile.TemporaryDirectory(prefix="tripsite-sample-") as folder:
        home = Path(folder)
        print("Making a fresh sample log with its pictures.", flush=True)
        manage(home, "set_up")
        yield home


def manage(home: Path, *arguments: str) -> str:
    """Run a command of manage.py on a log and return what it printed. Exits with its complaint if it fails."""
    command = [sys.executable, "manage.py", *arguments]
    result = subprocess.run(
        command, cwd=PROJECT, env=environment(home), capture_output=True, text=True, timeout=1800, check=False
    )
    if result.returncode:
        sys.exit(f"manage.py {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serve a log as in production while the block runs; give its origin, without a slash at the end."""
    port = _free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment(home), stdout=subprocess.DEVNULL)
    try:
        origin = f"http://127.0.0.1:{port}"
        _wait_for(f"{origin}/readyz")
        yield origin
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE_SECONDS)


def environment(home: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in FOREIGN} | {"TRIPSITE_HOME": str(home)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urlopen(address, timeout=5).close()
        except OSError:  # nobody listens, or nobody answers yet
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
