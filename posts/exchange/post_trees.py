"""Which reader a path asks for: an export of WordPress, by itself or with its uploads, or a folder of posts."""

from pathlib import Path

from .hugo.tree import MARKDOWN, Tree, read_tree
from .wordpress import tree as wordpress

_SIGN = b"wordpress.org/export/"
_HEAD = 8192


def tree_of(path: Path) -> Tree:
    """Find the posts at a path. Raises TreeError."""
    export = _export(path)
    return wordpress.read_tree(export) if export else read_tree(path)


def _export(path: Path) -> Path | None:
    """Return the export that a path is, or that lies at the top of a folder without posts."""
    if path.suffix.lower() == ".xml":
        return path
    if not path.is_dir():
        return None
    entries = list(path.iterdir())
    if any(entry.suffix.lower() in MARKDOWN for entry in entries):
        return None
    signed = [each for each in entries if each.suffix.lower() == ".xml" and each.is_file() and _is_signed(each)]
    return signed[0] if len(signed) == 1 else None


def _is_signed(file: Path) -> bool:
    with file.open("rb") as stream:
        return _SIGN in stream.read(_HEAD)
