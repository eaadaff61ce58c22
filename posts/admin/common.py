"""What every page of the desk shares."""

from django.db.models import Model
from reversion.admin import VersionAdmin


class DeskAdmin(VersionAdmin):
    """An admin page whose saves are versions, and which links to the public page only where there is one."""

    save_on_top = True

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """Return the public address of something the public can see; for the rest there is no link."""
        published = getattr(type(obj)._default_manager.all(), "published", None) if obj is not None else None
        if obj is None or published is None or not published().filter(pk=obj.pk).exists():
            return None
        return obj.get_absolute_url()  # type: ignore[attr-defined]


def short(text: str, length: int = 90) -> str:
    """Return the first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"
