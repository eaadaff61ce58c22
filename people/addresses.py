"""The addresses of pages, each worked out once: Django searches its patterns anew, and a page holds a hundred."""

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse


def page_address(page: str, *parts: Any) -> str:
    """Return the path of a page by its name and what its pattern takes."""
    return _address(get_script_prefix(), page, parts)


@lru_cache(maxsize=16384)
def _address(_prefix: str, page: str, parts: tuple[Any, ...]) -> str:
    return reverse(page, args=parts)
