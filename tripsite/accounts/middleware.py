"""Sessions that last as long as somebody comes back, and are listed with when they were seen last."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase

# At most so often is it written down that a session is in use, and its end put off.
SEEN_EVERY_SECONDS = 60 * 60
SEEN = "seen_at"
DESK = "/admin/"


class SeenSessionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(DESK) and request.user.is_authenticated and request.session.session_key:
            now = int(time.time())
            if now - request.session.get(SEEN, 0) > SEEN_EVERY_SECONDS:
                # What changes is stored with its full length of life again.
                request.session[SEEN] = now
                UserSession.objects.create_from_request(request)
        return response
