"""Starting programs for a benchmark: on one core, with what they cost; servers until they are no longer needed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.row import Failed, Skipped

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # seconds until a server has to answer
_CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOAD_CORE = _CORES[0], _CORES[-1]


@dataclass(frozen=True)
class Cost:
    """`wall` and `cpu` in seconds (of the process and the children it waited for), `peak` in MB resident."""

    wall: float
    cpu: float
    peak: float
    output: str


def needed(program: str) -> str:
    """Return a program's path. Raises Skipped where it is not installed."""
    if found := shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return found
    raise Skipped(f"{program} is not installed (on Debian: apt-get install {program})")


def run(
    arguments: Sequence[str | Path],
    env: Mapping[str, str] | None = None,
    core: int | None = None,
    cwd: Path = PROJECT,
) -> Cost:
    """Run a program to its end. Raises Failed with its last words when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own commands)
        [*_pinned(core), *map(str, arguments)],
        env=os.environ | (env or {}),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode != 0:
        last = " ".join(output.strip().splitlines()[-1:])
        raise Failed(f"{Path(str(arguments[0])).name} {arguments[1] if len(arguments) > 1 else ''} failed: {last}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def told(cost: Cost) -> dict[str, Any]:
    """Return the JSON that a script of bench/inside or bench/peers wrote on its last line."""
    answer: dict[str, Any] = json.loads(cost.output.strip().splitlines()[-1])
    return answer


def python(*arguments: str | Path, env: Mapping[str, str] | None = None, core: int | None = SERVER_CORE) -> Cost:
    return run([sys.executable, *arguments], env, core)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def server(
    arguments: Sequence[str | Path], address: str, env: Mapping[str, str] | None = None, cwd: Path = PROJECT
) -> Iterator[None]:
    """Have a server run on its core until the block ends; wait until `address` is answered."""
    process = subprocess.Popen(  # noqa: S603 (our own commands)
        [*_pinned(SERVER_CORE), *map(str, arguments)],
        env=os.environ | (env or {}),
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(address, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own address)
                answer.read()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if isinstance(error, urllib.error.HTTPError):
                raise Failed(f"{address} is answered with {error.code}") from error
            time.sleep(0.1)
    raise Failed(f"nothing answers at {address}")


def _pinned(core: int | None) -> list[str]:
    return [] if core is None or not shutil.which("taskset") else ["taskset", "-c", str(core)]
