"""The program that makes pages, as a digest: another release, template or setting makes other pages."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

# What makes the same content another page.
SETTINGS_OF_PAGES = ("LANGUAGE_CODE", "MAP_TILES_URL", "MAP_TILES_ATTRIBUTION", "IS_HTTPS")
FOLDERS = ("media", "people", "posts", "templates", "tripsite", "locale")
SUFFIXES = {".py", ".html", ".xml", ".txt", ".mo", ".json"}


def digest() -> str:
    """Return a digest of all that pages are made with, but for the log."""
    chosen = [getattr(settings, name) for name in SETTINGS_OF_PAGES]
    chosen += [str(getattr(staticfiles_storage, "manifest_hash", "")), _digest_of_files()]
    return hashlib.sha256(json.dumps(chosen, default=str, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _digest_of_files() -> str:
    made = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                made.update(path.read_bytes())
    return made.hexdigest()
