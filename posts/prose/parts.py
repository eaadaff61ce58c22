"""Parts of pages that depend on what they are given alone, each drawn once."""

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def part(template: str, **given: Hashable) -> SafeString:
    """Return a template drawn with values that say all there is to it: words, numbers, frozen views; no rows."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    surroundings = (get_language(), get_script_prefix(), staticfiles_storage)
    return draw(template, tuple(given.items()), surroundings)


@lru_cache(maxsize=4096)
def _drawn(template: str, given: tuple[tuple[str, Hashable], ...], _surroundings: Hashable) -> SafeString:
    return render_to_string(template, dict(given))
