"""Which files of the apps are served."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

# Ninja brings two viewers of its documentation; this is the one that is not shown.
NOT_SERVED = ("redoc.*",)


class AppFiles(AppDirectoriesFinder):
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        return super().list([*(ignore_patterns or ()), *NOT_SERVED])
