"""What every row has at hand: made-up logs of several sizes, the peers' programs, a folder for it all."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.processes import PROJECT, python, told
from bench.row import Failed, Skipped

PEERS = PROJECT / ".venv" / "peers"
SEED = 1


@dataclass(frozen=True)
class Sizes:
    """Trips of the small, the middle, the built and the large log; posts to import; talks of a programme."""

    small: int
    middle: int
    built: int
    large: int
    posts: int
    talks: int
    photos: int
    days_searched: int


FULL = Sizes(10, 1000, 5000, 10_000, 1000, 5000, 3000, 5000)
QUICK = Sizes(10, 20, 40, 40, 40, 300, 20, 300)


@dataclass(eq=False)  # what rows share is cached by the run itself
class Bench:
    """One run. `seconds` is how long wrk asks, `runs` how often everything is repeated.

    `postgresql` is the address of a database for tests; empty where none answers.
    """

    folder: Path
    is_quick: bool
    postgresql: str = ""
    sizes: Sizes = field(init=False)
    seconds: int = field(init=False)
    runs: int = field(init=False)
    runs_of_long_work: int = field(init=False)
    _failed: dict[Path, Failed] = field(default_factory=dict, init=False)
    _open: dict[Callable[["Bench"], AbstractContextManager[str]], str] = field(default_factory=dict, init=False)
    _stack: ExitStack = field(default_factory=ExitStack, init=False)

    def __post_init__(self) -> None:
        self.sizes = QUICK if self.is_quick else FULL
        self.seconds = 1 if self.is_quick else 4
        self.runs = 1 if self.is_quick else 3
        self.runs_of_long_work = 1 if self.is_quick else 2

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def kept_open(self, start: Callable[["Bench"], AbstractContextManager[str]]) -> str:
        """Return the address of a server that runs from when it is first asked for to the end of the run."""
        if start not in self._open:
            self._open[start] = self._stack.enter_context(start(self))
        return self._open[start]

    def fewer(self, times: int) -> int:
        """Return how often something short is repeated."""
        return max(2, times // 4) if self.is_quick else times

    def home(self, trips: int, photos: int = 0) -> Path:
        """Return the folder of a made-up log of that size; it is made once and kept between runs."""
        folder = self.folder / "logs" / f"{trips}-trips-{photos}-photos"
        arguments = ["make_log", "--trips", str(trips), "--photos", str(photos), "--seed", str(SEED)]
        return self._kept(folder, ["manage.py", *arguments])

    @cached_property
    def empty_home(self) -> Path:
        """The folder of a log with tables and nothing in them, to be copied."""
        return self._kept(self.folder / "logs" / "empty", ["manage.py", "migrate", "--verbosity", "0"])

    def make_logs(self) -> None:
        """Make the logs that many rows share, the large one beside the others."""
        sizes = self.sizes
        with ThreadPoolExecutor(2) as pool:
            wait([pool.submit(self.home, sizes.small)])  # with the static files, before two threads want them
            for trips in sorted({sizes.large, sizes.built, sizes.middle}, reverse=True):
                pool.submit(self.home, trips)  # one that fails does so again in the rows that need it

    def _kept(self, folder: Path, making: Sequence[str]) -> Path:
        """Make a log unless it is there, complete; bring it to the tables of today where they are others.

        What failed once in a run fails at once from then on.
        """
        if folder in self._failed:
            raise self._failed[folder]
        made, tables = folder / "made", _tables()
        try:
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                (folder / "static").symlink_to(self._static_files)
                python(*making, env=self.env(folder), core=None)
            elif made.read_text() != tables:
                python("manage.py", "migrate", "--verbosity", "0", env=self.env(folder), core=None)
        except Failed as failure:
            self._failed[folder] = failure
            raise
        made.write_text(tables)
        return folder

    @cached_property
    def _static_files(self) -> Path:
        """The static files that all logs share. Compressing them takes long, so it is done when they change."""
        home = self.folder / "static-files"
        static, collected = home / "static", home / "collected"
        newest = max(file.stat().st_mtime for file in (PROJECT / "tripsite" / "static").rglob("*"))
        if not collected.exists() or collected.stat().st_mtime < newest:
            home.mkdir(exist_ok=True)
            python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", env=self.env(home), core=None)
            collected.touch()
        return static

    @staticmethod
    def env(home: Path) -> dict[str, str]:
        return {
            "TRIPSITE_HOME": str(home),
            "DATABASE_URL": "",
            "CACHE_URL": "",
            "DJANGO_SETTINGS_MODULE": "tripsite.settings",
        }

    def inside(self, script: str, home: Path, *arguments: object, env: dict[str, str] | None = None) -> dict[str, Any]:
        """Run a script of bench/inside in the process of a log, on one core, and return what it tells."""
        return told(python("-m", f"bench.inside.{script}", *map(str, arguments), env=self.env(home) | (env or {})))

    def fresh(self, name: str) -> Path:
        """Return an empty folder."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def copy_of(self, home: Path, name: str) -> Path:
        """Return a copy of a log's folder, to be changed."""
        copy = self.folder / "copies" / name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(home, copy, symlinks=True)
        return copy

    @cached_property
    def peers(self) -> Path:
        """Return the Python of the peers. Raises Skipped where they could not be installed."""
        interpreter = PEERS / "bin" / "python"
        if not (PEERS / "peers.txt").exists():
            raise Skipped("the peers' packages could not be installed; see make bench")
        return interpreter

    @cached_property
    def trip(self) -> dict[str, Any]:
        """The trip that is asked for everywhere: its `path`, `html` and the HTML of its `days`."""
        return self.inside("one_trip", self.home(self.sizes.small))


def _tables() -> str:
    """Return the names of all migrations: logs made by the same have the same tables."""
    return "\n".join(sorted(str(file.relative_to(PROJECT)) for file in PROJECT.glob("*/migrations/*.py")))
