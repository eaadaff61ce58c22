"""Where readers that read files find them."""

from pathlib import Path


def in_memory() -> str | None:
    """Return a folder that no disk is worn by, where there is one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (random names below it)
