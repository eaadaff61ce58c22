"""A folder of backups, each named by its time, of which the newest are kept."""

import datetime
import re
from pathlib import Path

from tripsite.progress import Progress, in_silence

from .making import back_up_to
from .manifest import BackupRefused, Manifest

# Names sort as times do. Whatever else lies in the folder is nobody's business here.
_NAME = re.compile(r"log-\d{8}T\d{6}Z\.backup")


def back_up_into(
    folder: Path, keep: int, with_derivatives: bool = False, progress: Progress = in_silence
) -> tuple[Path, Manifest, list[Path]]:
    """Write a backup into a folder, and once it is whole remove all but the `keep` newest; return what was removed.

    Raises BackupRefused; then nothing is removed.
    """
    if keep < 1:
        raise BackupRefused("--keep: give the number of backups to keep, 1 or more.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupRefused(f"{folder}: no folder for backups ({error.strerror or error}).") from error
    path = folder / f"log-{datetime.datetime.now(datetime.UTC):%Y%m%dT%H%M%SZ}.backup"
    manifest = back_up_to(path, with_derivatives, progress)
    return path, manifest, _let_go(folder, keep)


def _let_go(folder: Path, keep: int) -> list[Path]:
    ours = sorted(each for each in folder.iterdir() if _NAME.fullmatch(each.name) and not each.is_symlink())
    old = ours[:-keep]
    for each in old:
        each.unlink(missing_ok=True)
    return old
