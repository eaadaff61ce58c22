"""Sessions that do not get in the way of reading while nothing can be written."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class ReadingSessionMiddleware(SessionMiddleware):
    """Give a page that was read even where its session cannot be stored.

    On a full disk, showing a message that waited would otherwise end in a bad request: it is to be forgotten then.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            if request.method not in ("GET", "HEAD"):
                raise
            return response
