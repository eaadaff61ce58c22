"""Making a page to be kept: in one snapshot of the database, noting what it depends on."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from media.recording import ALL_TOLD, EVERYTHING, recording
from posts.models import Log

from .page import OF_ONE_ENCODING, Page

# Under this name whoever asks for a page to keep finds it in the request.
ASKED = "tripsite.making"


@dataclass
class Making:
    """What came of making a page: it stays empty where the answer cannot be kept."""

    page: Page | None = None


class MakingMiddleware:
    """Where a page is asked for to be kept, make it so that it is of one state of the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        making: Making | None = request.META.get(ASKED)
        if making is None:
            return self.get_response(request)
        moment = timezone.now()
        with snapshot(), recording() as subjects:
            revision = Log.objects.filter(pk=1).values_list("revision", flat=True).first() or 0
            response = self.get_response(request)
        if isinstance(response, HttpResponse) and is_kept(response):
            # What says nothing of the lists it shows may show any.
            told = frozenset(subjects) if has_told(subjects) else frozenset([EVERYTHING])
            headers = [(name, value) for name, value in response.items() if name.lower() not in OF_ONE_ENCODING]
            making.page = Page(response.content, headers, revision, moment, told)
        return response


def is_kept(response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody, whole and right."""
    control = response.get("Cache-Control", "")
    is_open = not any(word in control for word in ("private", "no-store"))
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {"", "accept-encoding"}
    return response.status_code == 200 and is_open and not varies and not response.cookies


def has_told(subjects: Collection[str]) -> bool:
    """Whether the view said what its page depends on beside the rows it loads."""
    return ALL_TOLD in subjects


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the database throughout, whatever is written meanwhile. Nothing may be written in it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Django's own transactions take the lock of a writer at once.
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            _repeatable()
            yield


def _repeatable() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
