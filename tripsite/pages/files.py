"""Pages as files, for a web server to answer with: a folder for each state of the log; `current` leads to the latest.

    pages/current -> 7-3f2a/8123--        the program's digest, the log's version
    pages/…/http/localhost/trips/oslo/index.html  .gz  .br  .meta

A change moves `current` to a new, empty folder before the save is acknowledged. What the web server misses there, it
asks the application for, which links the file of an earlier state where the journal says that it is right still, or
makes the page anew. So nothing is ever purged, and a save costs the same in any log.
"""

import datetime
import fcntl
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

from posts.freshness import Version, current_version

from .page import SUFFIXES, Page

logger = logging.getLogger(__name__)

INDEX = "index.html"
META = ".meta"
# Folders of earlier states in which a page is looked for.
FOLDERS_LOOKED_IN = 8
# A web server knows no time of publication: shortly before one, it asks for every page.
AHEAD = datetime.timedelta(seconds=30)
LONGEST_NAME = 200


class Files:
    """The folder of pages; `program` tells apart programs that would make the same page another way."""

    def __init__(self, root: Path, program: str) -> None:
        self.root = root
        self.program = program
        self.current = root / "current"

    def keep(self, address: Any, page: Page, version: Version) -> None:
        """Write a page that is right in a state into the folder of that state, unless it is there."""
        place = self._place(address, version)
        if place is None or not is_html(page) or (place / f"{INDEX}{META}").exists():
            return
        earlier, page.folder = page.folder, place
        if earlier is not None and self._link(earlier, place):
            return
        try:
            place.mkdir(parents=True, exist_ok=True)
            for encoding, suffix in SUFFIXES.items():
                _write(place / f"{INDEX}{suffix}", page.answer(encoding).body, page.seconds)
            # Last: who finds it finds all.
            _write(place / f"{INDEX}{META}", _told(page), page.seconds)
        except OSError as error:
            logger.warning("The page %s cannot be kept as a file: %s", address.path, error)

    def keep_picture(self, path: str, version: Version) -> None:
        """Have a public picture found in the folder of a state, where pictures are files on this machine."""
        storage = storages["derivatives"]
        if not isinstance(storage, FileSystemStorage) or ".." in path:
            return
        place = self._folder(version) / path.lstrip("/")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                place.symlink_to(storage.path(path.removeprefix(f"/{place.parent.parent.name}/")))
        except (OSError, SuspiciousOperation) as error:
            logger.warning("The picture %s cannot be kept as a file: %s", path, error)

    def find(self, address: Any, version: Version, is_right: Callable[[Page], bool]) -> Page | None:
        """Return a page from the folder of a state, or of an earlier one if it `is_right` still; it is linked then."""
        place = self._place(address, version)
        if place is None:
            return None
        for folder in [self._folder(version), *self._earlier(version)]:
            page = _read(folder / place.relative_to(self._folder(version)))
            if page is not None:
                if not is_right(page):
                    return None
                page.folder = place
                if folder != self._folder(version):
                    self._link(folder / place.relative_to(self._folder(version)), place)
                return page
        return None

    def follow(self) -> None:
        """Have `current` lead to the folder of the state that the log is in; to none shortly before the next one.

        Whoever comes last reads the database last, so of changes made at once the latest stays.
        """
        with self._alone():
            version = current_version()
            if version.due and version.due <= timezone.now() + AHEAD:
                self.current.unlink(missing_ok=True)
                return
            folder = self._folder(version)
            target = os.path.relpath(folder, self.root)
            if self.current.is_symlink() and str(self.current.readlink()) == target:
                return
            folder.mkdir(parents=True, exist_ok=True)
            aside = self.root / f".current-{os.getpid()}"
            aside.unlink(missing_ok=True)
            aside.symlink_to(target)
            aside.replace(self.current)

    def follow_a_change(self, **kwargs: Any) -> None:
        """Follow a change that was committed. If that fails, files are given up until it succeeds."""
        try:
            self.follow()
        except Exception:
            logger.exception("The files of pages cannot follow the log; pages are made by the application.")
            self.current.unlink(missing_ok=True)

    def forget(self, **kwargs: Any) -> None:
        """Delete every page of an earlier state, for good."""
        self.follow_a_change()
        self.sweep(kept=0)

    def sweep(self, kept: int = FOLDERS_LOOKED_IN) -> int:
        """Delete the folders of other programs, and of earlier states but the last few; return how many."""
        if not self.root.is_dir():
            return 0
        current = self.current.resolve()
        spared = {current, *sorted(self._folders(), key=_age)[:kept]}
        others = [each for each in self.root.iterdir() if each.is_dir() and not each.is_symlink()]
        old = [each for each in self._folders() if each not in spared]
        old += [each for each in others if each.name != self.program and each != current.parent]
        for each in old:
            shutil.rmtree(each, ignore_errors=True)
        return len(old)

    def _folder(self, version: Version) -> Path:
        return self.root / self.program / str(version)

    def _folders(self) -> list[Path]:
        with suppress(OSError):
            return [each for each in (self.root / self.program).iterdir() if each.is_dir()]
        return []

    def _earlier(self, version: Version) -> list[Path]:
        others = [each for each in self._folders() if each != self._folder(version)]
        return sorted(others, key=_age)[:FOLDERS_LOOKED_IN]

    def _place(self, address: Any, version: Version) -> Path | None:
        """Return the folder of a page, or None where its address makes no folder."""
        try:
            path = address.path.encode("latin-1").decode()
        except UnicodeError:
            return None
        names = [address.scheme, address.host, *path.strip("/").split("/")] if path != "/" else address[:2]
        is_plain = all(0 < len(name.encode()) <= LONGEST_NAME and not name.startswith(".") for name in names)
        if not path.endswith("/") or not is_plain or "\0" in path or "/" in f"{address.scheme}{address.host}":
            return None
        return self._folder(version).joinpath(*names)

    def _link(self, source: Path, place: Path) -> bool:
        """Have the files of an earlier state in another one, too; return whether that could be done."""
        try:
            place.mkdir(parents=True, exist_ok=True)
            for suffix in (*SUFFIXES.values(), META):
                with suppress(FileExistsError):
                    os.link(source / f"{INDEX}{suffix}", place / f"{INDEX}{suffix}")
        except OSError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def is_html(page: Page) -> bool:
    return any(name == "Content-Type" and value.startswith("text/html") for name, value in page.headers)


def _write(path: Path, content: bytes, seconds: int) -> None:
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    aside.write_bytes(content)
    os.utime(aside, (seconds, seconds))
    aside.replace(path)


def _told(page: Page) -> bytes:
    told = {"revision": page.revision, "moment": page.moment.isoformat(), "headers": page.headers}
    return json.dumps(told | {"subjects": sorted(page.subjects)}).encode()


def _read(place: Path) -> Page | None:
    try:
        told = json.loads((place / f"{INDEX}{META}").read_bytes())
        body = (place / INDEX).read_bytes()
    except (OSError, ValueError):
        return None
    headers = [(name, value) for name, value in told["headers"]]
    moment = datetime.datetime.fromisoformat(told["moment"])
    return Page(body, headers, told["revision"], moment, frozenset(told["subjects"]))


def _age(folder: Path) -> float:
    try:
        return -folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
