"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from posts.models import Log

from . import head


def log(request: HttpRequest) -> dict[str, object]:
    """Give the log, whose row is fetched when a template asks for it, and a head for pages without their own."""
    return {"log": SimpleLazyObject(Log.current), "head": head.of_page(request)}
