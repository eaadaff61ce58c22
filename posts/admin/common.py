"""What every page of the desk shares."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminURLFieldWidget, AutocompleteSelect
from django.db.models import Field, QuerySet, URLField
from django.forms import BaseInlineFormSet, MultiWidget
from django.forms.utils import pretty_name
from django.http import HttpRequest

from posts.keys import key_in

from .deletions import UndoableAdmin
from .editor import MarkdownEditor
from .kept import KeptAdmin
from .versions import VersionedAdmin

# An address written without a scheme is taken for a secure one.
SECURE_ADDRESSES: dict[type[Field[Any, Any]], dict[str, Any]] = {
    URLField: {"assume_scheme": "https", "widget": AdminURLFieldWidget}
}

# What is written in Markdown, besides the text of a day, which has a page of its own.
MARKDOWN = {"about", "abstract", "caption", "notes"}


class KeysSelect(AutocompleteSelect):
    """Django's field that completes asks the database for whatever was sent: here for keys alone."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if key_in(str(each))], attr)


class CompletingAdmin(BaseModelAdmin[Any]):
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeysSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class DeskAdmin(CompletingAdmin, VersionedAdmin, UndoableAdmin, KeptAdmin):
    """A page whose saves are versions, whose deletions can be undone, and which links to the public page there is."""

    formfield_overrides = SECURE_ADDRESSES
    # As Django looks for it: what was deleted has a page of its own, and a model may have a list of its own.
    change_list_template = None

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in MARKDOWN:
            kwargs.setdefault("widget", MarkdownEditor("small"))
        return named_if_split(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return the public address of something the public can see; for the rest there is no link."""
        if obj is None or not self.published().filter(pk=obj.pk).exists():
            return None
        return str(obj.get_absolute_url())

    def published(self) -> QuerySet[Any]:
        """Return what the public may see of this page's model; nothing, where it has no pages."""
        everything = self.model._default_manager.all()
        has_page = hasattr(everything, "published") and hasattr(self.model, "get_absolute_url")
        return everything.published() if has_page else everything.none()


class NamedRows(BaseInlineFormSet):
    """Rows beside each other under one head, in which each field still has a name for those who hear it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            named(field, name)


class RowsInline(CompletingAdmin, admin.TabularInline):
    formset = NamedRows


def named(field: Any, name: str) -> None:
    """Give a form's field its label as an accessible name, where no label stands beside it."""
    widget = getattr(field.widget, "widget", field.widget)
    widget.attrs.setdefault("aria-label", str(field.label or pretty_name(name)).capitalize())


def named_if_split(field: Any, name: str) -> Any:
    """The same for a date and its time: a label can stand for one box only."""
    if field is not None and isinstance(field.widget, MultiWidget):
        named(field, name)
    return field


def short(text: str, length: int = 90) -> str:
    """Return the first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + "…"
