"""Static files of what is not an installed app."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ninja
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage

# Ninja brings two viewers of an API's description; this is the one that is not shown.
NOT_SERVED = ("redoc.*",)


class ViewerFiles(BaseStorageFinder):
    """The viewer of the API's description.

    With Ninja installed as an app, every command and the worker would import it and Pydantic, 13 MB for nothing.
    """

    storage = FileSystemStorage(Path(ninja.__file__).with_name("static"))

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *NOT_SERVED])
