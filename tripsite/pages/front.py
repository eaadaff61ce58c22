"""Pages as this log's settings have them kept."""

from functools import cache

from django.conf import settings

from .application import Application, Pages
from .files import Files
from .memory import Memory
from .program import digest


@cache
def files() -> Files | None:
    """Return the folder of pages, if pages are kept as files."""
    return Files(settings.PAGES_FOLDER, digest()) if settings.PAGES_AS_FILES else None


def in_front_of(application: Application) -> Application:
    """Return an application that answers with kept pages; while templates are being written, none are kept."""
    if settings.DEBUG:
        return application
    header = settings.SECURE_PROXY_SSL_HEADER
    scheme = header[0] if header else ""
    return Pages(application, Memory(settings.PAGES_MEMORY), files(), scheme_header=scheme)
