"""HTML made of texts, kept beyond the process: in a small database beside the log's, by what it was made of.

A row's key is a digest of the text and of everything that makes HTML of it, so none is ever outdated and none has to be
purged; what the file loses is made again. It is the machine's own and in no backup.
"""

import hashlib
import logging
import sqlite3
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# Shorter texts are made faster than they are found.
SHORTEST = 200
MAKERS = ("bleach", "markdown", "nh3", "pygments", "pymdown-extensions")
CREATE = "CREATE TABLE IF NOT EXISTS prose (key BLOB PRIMARY KEY, html BLOB NOT NULL) WITHOUT ROWID"
READ = "SELECT html FROM prose WHERE key = ?"
WRITE = "INSERT OR IGNORE INTO prose VALUES (?, ?)"
# A sixth of a gigabyte; a text takes about a third of its HTML.
MOST_BYTES = 160_000_000

_own = threading.local()
# Closing one that another process goes on using would take away its locks, so it stays open.
_left: list[object] = []


def kept(source: str, make: Callable[[str], str]) -> str:
    """Return what `make` makes of a text, or made of it before."""
    if len(source) < SHORTEST or settings.PROSE_FILE is None:
        return make(source)
    key = hashlib.sha256(_makers() + source.encode(errors="surrogatepass")).digest()
    try:
        connection = _connection(settings.PROSE_FILE)
        row = connection.execute(READ, (key,)).fetchone()
        if row is not None:
            return zlib.decompress(row[0]).decode()
        html = make(source)
        connection.execute(WRITE, (key, zlib.compress(html.encode(), 3)))
    except (sqlite3.Error, zlib.error) as error:
        # The disk is full, the file is damaged or another writes it: it is only kept for speed.
        logger.debug("A text's HTML is not kept: %s", error)
        return make(source)
    return html


def sweep() -> bool:
    """Start anew where the file has grown large; return whether it had."""
    path: Path | None = settings.PROSE_FILE
    if path is None or not path.exists() or path.stat().st_size < MOST_BYTES:
        return False
    forget()
    return True


def forget(**kwargs: object) -> None:
    """Take everything out of the file, for good."""
    path: Path | None = settings.PROSE_FILE
    if path is None or not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as connection:
            connection.execute(CREATE)
            connection.execute("DELETE FROM prose")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        logger.warning("%s cannot be emptied and is deleted: %s", path, error)
        path.unlink(missing_ok=True)


def leave_connection() -> None:
    """Have this process, which was just forked, open the file anew: SQLite's connections cannot be shared."""
    _left.append(_own.__dict__.pop("known", None))


@cache
def _makers() -> bytes:
    """Return a digest of the program and the libraries that make HTML of a text."""
    made = hashlib.sha256(" ".join(version(name) for name in MAKERS).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        made.update(path.read_bytes())
    return made.digest()


def _connection(path: Path) -> sqlite3.Connection:
    """Return this thread's connection to a file, which is made if it is missing."""
    known: tuple[Path, sqlite3.Connection] | None = getattr(_own, "known", None)
    if known is not None and known[0] == path:
        return known[1]
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(CREATE)
    _own.known = (path, connection)
    return connection
