"""Building the site: what is new, gone or touched since the last build, and only that.

A build that was stopped leaves the state as it was before it, and the next one does its work again.
"""

import fcntl
import json
import logging
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files.storage import storages
from django.db import connections
from django.utils import timezone

from media.recording import EVERYTHING
from posts.changes import ALL_TOUCHED, Touched, touched_since
from posts.models import Log
from tripsite.pages.program import digest
from tripsite.progress import Progress, in_silence

from . import units, whole
from .addresses import NameTooLong
from .folder import COPIES, SiteError, Writer, claim, identity
from .pages import Site, public_addresses
from .search.index import Index
from .search.rules import rules
from .search.things import all_things, numbers_touched, things
from .shelf import Shelf
from .state import FileMade, State, UnitMade, begun_beside

# Fewer are made sooner in this process than others are started.
WORTH_PROCESSES = 200
BATCH = 20

logger = logging.getLogger(__name__)


@dataclass
class Result:
    """The names of the files that were written and removed, or would be, without their compressed copies."""

    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    made: int = 0


def build(
    path: Path, url: str, *, full: bool = False, dry: bool = False, processes: int = 0, progress: Progress = in_silence
) -> Result:
    """Make the folder `path` the public log as it is now, for visitors at `url`. Raises SiteError.

    `full` asks for every page and compares every file; a dry build writes nothing and says what it would write.
    """
    path = path.expanduser().absolute()
    with ExitStack() as stack:
        name = identity(path)
        if name is None and dry:
            state = Path(stack.enter_context(TemporaryDirectory())) / "dry.sqlite3"
        else:
            state = state_of(path, name or claim(path), is_new=name is None)
        opened = stack.enter_context(alone(path, state))
        site = Site(url.rstrip("/"), whole.policy())
        stack.enter_context(public_addresses())
        job = Build(path, site, opened, dry, processes or len(os.sched_getaffinity(0)), progress)
        return job.run(full)


def state_of(path: Path, name: str, *, is_new: bool = False) -> Path:
    """Return the file of what is known of the folder with this name in its marker."""
    state: Path = settings.HOME / "builds" / f"{name}.sqlite3"
    if not is_new and not state.exists():
        raise SiteError(f"{path}: this log does not know what was built here; name another folder, or delete this one")
    return state


@contextmanager
def alone(path: Path, state: Path) -> Iterator[State]:
    """Open what is known of a folder, and keep others from building it meanwhile."""
    state.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with state.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SiteError(f"{path}: another build is at work there; wait until it is done") from error
        opened = State(state)
        try:
            yield opened
        finally:
            opened.database.close()


@dataclass
class Build:
    """One run. What it finds out stands in an open change of the state, which ends with the run."""

    path: Path
    site: Site
    state: State
    dry: bool
    processes: int
    progress: Progress
    result: Result = field(default_factory=Result)
    leads: set[str] = field(default_factory=set)
    before: dict[str, FileMade] = field(default_factory=dict)
    total: int = 0

    def run(self, full: bool) -> Result:
        program, begun = f"{digest()} {self.site.url}", begun_beside(self.state.path)
        trusts = not full and not begun.exists()
        now, revision = timezone.now(), Log.current().revision
        touched = ALL_TOUCHED
        if not full and self.state.told("program") == program:
            touched = touched_since(self.state.told("revision"), datetime.fromisoformat(self.state.told("moment")))
        arrived = {unit for unit, path in self.state.awaiting() if storages["derivatives"].exists(path)}
        if trusts and not touched.subjects and not arrived:
            return self.result
        with ExitStack() as stack:
            drafts = Path(stack.enter_context(TemporaryDirectory())) if self.dry else None
            shelf = Shelf(self.state.path.with_suffix(".entries"), drafts)
            self.workshop = Workshop(self.site, self.path, self.state.path, shelf, trusts, self.dry)
            if not self.dry:
                self.workshop.open().writer.begin()
            stack.enter_context(self.state.change(keep=not self.dry))
            self._make(touched, arrived)
            self._index(touched)
            self._remove()
            for name, value in (("program", program), ("revision", revision), ("moment", now.isoformat())):
                self.state.tell(name, value)
        if not self.dry:
            begun.unlink(missing_ok=True)
        return self.result

    def _make(self, touched: Touched, arrived: set[str]) -> None:
        """Make what is new or touched, the lists last, and forget what is gone."""
        everything = EVERYTHING in touched.subjects
        stale = arrived if everything else arrived | self.state.readers({*touched.subjects, EVERYTHING})
        stale |= self.state.readers(unit for unit in stale if unit.startswith(units.ENTRY))
        stale_by_kind = self.state.kinds(stale)
        stale_parts = stale_by_kind[units.PART]
        asked = {kind: self._asked(kind, touched, stale_by_kind[kind]) for kind in units.KINDS}
        last = {kind: asked.pop(kind) for kind in units.LAST}
        self.total = sum(map(len, (*asked.values(), *last.values())))
        self._make_all((unit, "entries") for unit in asked.pop("entries"))
        self._make_all((unit, kind) for kind, named in asked.items() for unit in named)
        self._make_all((unit, kind) for kind, named in last.items() for unit in named)
        known = set() if everything else self.state.units(units.PART)
        self._make_all((unit, units.PART) for unit in sorted(stale_parts))
        while further := self.leads - known:
            known |= further
            self._make_all((unit, units.PART) for unit in sorted(further))
        if self.leads or everything or stale_parts:
            for unit in self.state.units(units.PART) - self._reached():
                self._forget(unit)

    def _asked(self, kind: str, touched: Touched, stale: set[str]) -> list[str]:
        """Return the units of a kind that are to be made, and forget those that are gone."""
        is_all = EVERYTHING in touched.subjects or kind in units.EVERY_TIME
        if not is_all and not touched.concerns(units.LISTED_BY.get(kind, touched.subjects)):
            return sorted(stale)
        before = self.state.units(kind)
        now = list(dict.fromkeys(units.KINDS[kind]()))
        for unit in before.difference(now):
            self._forget(unit)
        return [unit for unit in now if is_all or unit not in before or unit in stale]

    def _reached(self) -> set[str]:
        """Return the further parts of lists to which the other pages lead."""
        following, parts = self.state.following(), self.state.units(units.PART)
        waiting = {part for unit, leads in following.items() if unit not in parts for part in leads}
        reached: set[str] = set()
        while waiting:
            reached |= waiting
            waiting = {part for unit in waiting for part in following.get(unit, ())} - reached
        return reached

    def _make_all(self, wanted: Iterable[tuple[str, str]]) -> None:
        for made, written in self._made(list(wanted)):
            self.before.update((file.name, file) for file in self.state.files_of(made.name))
            self.state.keep(made)
            self.leads.update(made.following)
            self.result.written += written
            self.result.made += 1
            self.progress(self.result.made, max(self.total, self.result.made), made.name)

    def _made(self, wanted: list[tuple[str, str]]) -> Iterator[tuple[UnitMade, list[str]]]:
        if self.processes == 1 or len(wanted) < WORTH_PROCESSES:
            workshop = self.workshop.open()
            yield from (workshop.make(*each) for each in wanted)
            return
        connections.close_all()
        batches = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
        fork = multiprocessing.get_context("fork")
        with fork.Pool(self.processes, initializer=_open_in_process, initargs=(self.workshop,)) as pool:
            for batch in pool.imap(_make_batch, batches):
                yield from batch

    def _index(self, touched: Touched) -> None:
        """Bring the index of the search up to date, and its files."""
        index = Index(self.state.database)
        files: list[tuple[str, bytes | None]] = []
        if EVERYTHING in touched.subjects:
            index.fill(all_things())
            files.append(("rules.json", json.dumps(rules(), ensure_ascii=False).encode()))
        else:
            numbers = numbers_touched(touched.subjects)
            index.change(numbers, things(numbers))
        writer = self.workshop.open().writer
        for name, content in chain(files, index.files()):
            self._forget(f"search:{name}")
            if content is not None:
                file, is_written = writer.put(f"search/{name}", content)
                self.state.keep(UnitMade(f"search:{name}", "search", [file]))
                self.result.written += [file.name] * is_written

    def _forget(self, unit: str) -> None:
        self.before.update((file.name, file) for file in self.state.files_of(unit))
        self.state.drop(unit)
        if unit.startswith(units.ENTRY):
            self.workshop.shelf.drop(int(unit.removeprefix(units.ENTRY)))

    def _remove(self) -> None:
        """Remove the files that no unit has any more, also those that a build which was stopped had begun."""
        writer = self.workshop.open().writer
        begun = {name: FileMade(name, b"", tuple(COPIES)) for name in writer.noted}
        for name, file in sorted((begun | self.before).items()):
            if self.state.file(name) is None:
                writer.remove(file)
                self.result.removed.append(name)


@dataclass
class Workshop:
    """Makes units and writes their files; each process opens its own."""

    site: Site
    path: Path
    state: Path
    shelf: Shelf
    trusts: bool
    dry: bool

    def open(self) -> "Workshop":
        if not hasattr(self, "writer"):
            known, begun = State(self.state).file, begun_beside(self.state)
            self.writer = Writer(self.path, known, begun, trusts=self.trusts, dry=self.dry)
        return self

    def make(self, unit: str, kind: str) -> tuple[UnitMade, list[str]]:
        """Return a unit as it is now, and the names of its files that were written."""
        try:
            made = units.make(unit, self.site, self.shelf)
        except (SiteError, NameTooLong):
            raise
        except Exception as error:  # whatever is wrong with one page, the writer has to learn which one it is
            logger.exception("The static page %s could not be made.", unit)
            raise SiteError(f"{unit}: this page could not be made: {type(error).__name__}: {error}") from error
        put = [self.writer.put(page.name, page.content) for page in made.pages]
        written = [file.name for file, is_written in put if is_written]
        files = [file for file, _ in put]
        return UnitMade(unit, kind, files, made.following, made.subjects, made.awaited), written


_workshop: Workshop


def _open_in_process(workshop: Workshop) -> None:
    global _workshop  # noqa: PLW0603 - a process of the pool has one
    # A connection to SQLite may not be carried into another process.
    _workshop = replace(workshop).open()


def _make_batch(batch: list[tuple[str, str]]) -> list[tuple[UnitMade, list[str]]]:
    return [_workshop.make(*each) for each in batch]
