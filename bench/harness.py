"""What every row has at hand: made-up logs of several sizes, the peers' programs, a folder for it all."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.processes import PROJECT, python, told
from bench.row import Skipped

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
QUICK = Sizes(10, 50, 60, 200, 40, 300, 20, 300)


@dataclass
class Bench:
    """One run. `seconds` is how long wrk asks, `runs` how often everything is repeated.

    `postgresql` is the address of a database for tests; empty where none answers.
    """

    folder: Path
    is_quick: bool
    postgresql: str = ""
    runs: int = 3
    sizes: Sizes = field(init=False)
    seconds: float = field(init=False)
    _migrated: set[Path] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.sizes = QUICK if self.is_quick else FULL
        self.seconds = 1 if self.is_quick else 4

    def home(self, trips: int, photos: int = 0) -> Path:
        """Return the folder of a made-up log of that size; it is made once and kept between runs."""
        folder = self.folder / "logs" / f"{trips}-trips-{photos}-photos"
        env = self.env(folder)
        done = folder / "made"
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            arguments = ["make_log", "--trips", str(trips), "--photos", str(photos), "--seed", str(SEED)]
            python("manage.py", *arguments, env=env, core=None)
            python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", env=env, core=None)
            done.touch()
        elif folder not in self._migrated:
            python("manage.py", "migrate", "--verbosity", "0", env=env, core=None)
        self._migrated.add(folder)
        return folder

    @cached_property
    def empty_home(self) -> Path:
        """The folder of a log with tables and nothing in them, to be copied."""
        folder = self.fresh("empty-log")
        python("manage.py", "migrate", "--verbosity", "0", env=self.env(folder), core=None)
        return folder

    def make_logs(self) -> None:
        """Make the logs that many rows share, the large one beside the others."""
        sizes = self.sizes
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.home, (sizes.large, sizes.built, sizes.middle, sizes.small)))

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
        shutil.copytree(home, copy)
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
