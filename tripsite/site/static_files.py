"""The files every page needs: style sheets, scripts, fonts and icons, under the names that carry their digest."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage

from .folder import SiteError
from .pages import Page

PREFIX = "static:"


def static_units() -> Iterator[str]:
    folder = Path(apps.get_app_config("tripsite").path) / "static"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return (PREFIX + name for name in names)


def static_pages(unit: str) -> list[Page]:
    """Return a file under its plain name, by which scripts import others, and under the one pages use."""
    name = unit.removeprefix(PREFIX)
    try:
        served = staticfiles_storage.url(name).removeprefix(settings.STATIC_URL)
    except ValueError as error:
        raise _missing(name) from error
    return [Page(f"static/{each}", _content(each, name)) for each in dict.fromkeys((name, served))]


def _content(served: str, name: str) -> bytes:
    collected = Path(settings.STATIC_ROOT or "") / served
    path = collected if collected.is_file() else Path(find(name) or collected)
    if not path.is_file():
        raise _missing(served)
    return path.read_bytes()


def _missing(name: str) -> SiteError:
    return SiteError(f"static file {name} is missing; run `make setup`, or `manage.py collectstatic`")
