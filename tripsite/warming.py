"""What a process would otherwise do while its first reader waits: import what answers, compile what is shown."""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from posts.prose.markdown import to_html


def warm() -> None:
    """Make a process ready to answer, without asking the database."""
    # Imports every module that answers something, and works out all addresses.
    reverse("home")
    templates = Path(settings.BASE_DIR) / "templates"
    for path in sorted((templates / "posts").glob("*.html")):
        get_template(path.relative_to(templates).as_posix())
    to_html("[*a*](person:a)")
