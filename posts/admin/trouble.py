"""What the desk says when the server cannot write: what is the matter, and the text that was sent, to be copied.

Nothing here asks the database: that may be what is broken.
"""

import errno
import shutil
import sys

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import server_error

SCARCE_BYTES = 1_000_000
FULL = "The server’s disk is full"
READ_ONLY = "The server’s disk or database can only be read at the moment"
UNREACHED = "The server’s storage for files does not answer at the moment"
BUSY = "The server’s database is busy with something else, or cannot be reached"
ADVICE = (
    "What you typed is kept on this device, in this browser, and offered there. Save once more when the server can "
    "write. As a last resort, copy it from here."
)
# What SQLite and PostgreSQL say. Everything else that the database may have is no matter of room or rights.
SIGNS = {
    "database or disk is full": (507, FULL),
    "no space left on device": (507, FULL),
    "readonly database": (503, READ_ONLY),
    "read-only transaction": (503, READ_ONLY),
    "unable to open database file": (503, READ_ONLY),
    "disk i/o error": (503, READ_ONLY),
    "is locked": (503, BUSY),
    "lock timeout": (503, BUSY),
    "connection": (503, BUSY),
}
NUMBERS = {
    errno.ENOSPC: (507, FULL),
    errno.EDQUOT: (507, FULL),
    errno.EROFS: (503, READ_ONLY),
    errno.EIO: (503, UNREACHED),
}


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for an error that nobody caught: on the desk with what is known of it, elsewhere with the usual page."""
    trouble = known_trouble(sys.exc_info()[1])
    if trouble is None:
        return server_error(request)
    status, reason = trouble
    if not request.path.startswith(reverse("admin:index")):
        page = server_error(request)
        page.status_code, page["Retry-After"] = 503, "30"
        return page
    context = {"reason": reason, "advice": ADVICE, "page": request.get_full_path(), "texts": texts_of(request)}
    response = HttpResponse(render_to_string("admin/trouble.html", context), status=status)
    if status == 503:
        response["Retry-After"] = "30"
    return response


def known_trouble(error: BaseException | None) -> tuple[int, str] | None:
    """Return the status and the reason, if the server could not write."""
    if isinstance(error, DatabaseError):
        words = str(error).lower()
        trouble = next((trouble for sign, trouble in SIGNS.items() if sign in words), None)
        # With write-ahead logging, SQLite may say no more of a full disk than that writing failed.
        return (507, FULL) if trouble and is_full() else trouble
    if isinstance(error, OSError) and error.errno is not None:
        return NUMBERS.get(error.errno)
    return None


def is_full() -> bool:
    """Return whether the log's folder has no room left."""
    return shutil.disk_usage(settings.HOME).free < SCARCE_BYTES


def texts_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what somebody wrote, by the names of the fields, longest first."""
    written = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and " " in value.strip() and not name.startswith("_") and "password" not in name
    ]
    return sorted(written, key=lambda pair: -len(pair[1]))
