from pathlib import Path

from django.core.files.storage import Storage


def files_in(storage: Storage, folder: str = "") -> dict[str, bytes]:
    """Return the content of every file in a storage's folder, by its path in there."""
    top = Path(storage.path(folder))
    return {str(file.relative_to(top)): file.read_bytes() for file in top.rglob("*") if file.is_file()}
