"""Two addresses for whatever watches the site: is it alive, and is it able to work."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.core.cache import cache, caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from tripsite import heartbeat

logger = logging.getLogger(__name__)


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; nothing else is asked, so a slow database gets no server restarted."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether pages and pictures can be served: 200, or 503; either names the parts that are ill."""
    ill = [name for name, check in CHECKS.items() if not _passes(name, check)]
    if NEEDED.intersection(ill):
        return HttpResponse(f"not ready: {', '.join(ill)}", content_type="text/plain", status=503)
    return HttpResponse(f"ready, but ill: {', '.join(ill)}" if ill else "ready", content_type="text/plain")


def _passes(name: str, check: Callable[[], None]) -> bool:
    # Whatever a check raises means that its part is ill; the reason is for the log, not for the public.
    try:
        check()
    except Exception:
        logger.exception("readyz: %s is ill", name)
        return False
    return True


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _check_storage(name: str) -> None:
    storage = storages[name]
    storage.exists("readyz")
    if isinstance(storage, FileSystemStorage):
        # The folder is made with the first picture; until then its parent is what must be writable.
        folder = Path(storage.location)
        folder = folder if folder.exists() else folder.parent
        if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(f"{folder} is not a folder this process may read and write")


def _check_derivatives() -> None:
    _check_storage("derivatives")


def _check_originals() -> None:
    _check_storage("originals")
    _check_storage("uploads")


def _check_cache() -> None:
    if isinstance(caches["default"], BaseDatabaseCache):
        return  # as well as the database
    cache.set("readyz", "here", 10)
    if cache.get("readyz") != "here":
        raise ConnectionError("the cache does not keep what it is given")


def _check_worker() -> None:
    age = heartbeat.age()
    if age is not None and age > heartbeat.DEAD_SECONDS:
        raise TimeoutError(f"the task worker gave no sign of life for {age:.0f} s")


CHECKS = {
    "database": _check_database,
    "derivatives": _check_derivatives,
    "originals": _check_originals,
    "cache": _check_cache,
    "worker": _check_worker,
}
# Without these no reader is served rightly; without the others some writing waits.
NEEDED = {"database", "derivatives"}
