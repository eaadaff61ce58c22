"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from posts.models import Log


def log(request: HttpRequest) -> dict[str, object]:
    """Give the log's title and tagline; its row is fetched when a template asks for it."""
    return {"log": SimpleLazyObject(Log.current)}
