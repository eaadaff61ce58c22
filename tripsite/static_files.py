"""Which files of the apps are served."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFiles(StaticFilesConfig):
    # Ninja brings two viewers of its documentation; this is the one that is not shown.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc.*"]
