"""Tags and categories as one line of text: names parted by commas, so that a name may hold spaces."""

from collections.abc import Iterable

from taggit.models import TagBase


def names_of(line: str) -> list[str]:
    """Return the names in a line, without doubles, as they were first written."""
    names = {" ".join(name.split()): None for name in line.split(",")}
    return [name for name in names if name]


def line_of(tags: Iterable[TagBase]) -> str:
    return ", ".join(sorted(tag.name for tag in tags))
