"""The folder that holds one log: database, pictures, caches, generated secret.

`TRIPSITE_HOME` names it; two values are two separate logs.
"""

import os
import secrets
from pathlib import Path

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600


def prepare(home: Path) -> Path:
    """Create the log's folder, readable by its owner alone, and return its absolute path."""
    home = home.expanduser().resolve()
    home.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    # WhiteNoise warns about a folder that is missing, as it is until the first `make setup`.
    (home / "static").mkdir(exist_ok=True)
    return home


def secret_key(home: Path) -> str:
    """Return the log's secret key, generated once and kept in a file only its owner can read."""
    path = home / "secret.key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        pass
    # Written aside and linked into place: of two processes starting together one wins,
    # and neither ever reads a half-written key.
    draft = home / f".secret.{os.getpid()}"
    draft.touch(mode=PRIVATE_FILE)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
