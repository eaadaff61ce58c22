"""A part of a file, where a program asks for that: byte ranges, RFC 9110, section 14."""

import re
from typing import Any

from django.core.files.base import File
from django.http import HttpRequest, HttpResponse

# One range; a request for several may be answered with the whole file, and is.
_RANGE = re.compile(r"bytes=(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<suffix>\d{1,18}))", re.ASCII)


def partial(request: HttpRequest, file: File[Any], etag: str) -> HttpResponse | None:
    """Return the part asked for (206), or that there is no such part (416), and close the file.

    None where the whole file is the answer; it stays open.
    """
    size = file.size
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or found is None or request.headers.get("If-Range", etag) != etag:
        return None
    if found["suffix"]:
        first, last = max(0, size - int(found["suffix"])), size - 1
    else:
        first, last = int(found["first"]), min(int(found["last"] or size), size - 1)
        if found["last"] and int(found["last"]) < first:
            return None  # not a range at all (14.1.1)
    with file:
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})
