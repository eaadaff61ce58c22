"""What the storages hold, and which of it may still be asked for."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.db.models import Q
from reversion.models import Version

from media.models import Photo


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file in a storage, ordered."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names_in(storage, f"{folder}{name}/")


def is_remembered(name: str) -> bool:
    """Whether a version of a photo names an original: undoing a deletion would ask for it."""
    versions = Version.objects.filter(content_type=ContentType.objects.get_for_model(Photo))
    return versions.filter(Q(serialized_data__contains=name)).exists()
