"""What an admin page's form holds, as a browser sends it: names of fields, and for each the values under it.

What is stored now, what a page was loaded with, and what somebody sent are compared in this one shape.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.http import HttpRequest, QueryDict

from posts.differences import unified
from posts.keys import key_in

Values = dict[str, list[str]]  # what one form's fields hold
Loaded = dict[str, Any]  # {"form": Values, "rows": {prefix: {primary key: Values}}}


@dataclass
class Page:
    """The forms of a page as they are now: that of the thing itself, and those of the rows that belong to it."""

    form: Any
    formsets: list[Any]

    @property
    def loaded(self) -> Loaded:
        """Return all values, to be kept in the page: what somebody starts from."""
        rows = {
            formset.prefix: {str(form.instance.pk): values_of(form) for form in formset.initial_forms}
            for formset in self.formsets
        }
        return {"form": values_of(self.form), "rows": rows}


@dataclass
class Row:
    """A row that was sent: its number, the form it corresponds to (an empty one if it is new), and its key."""

    formset: Any
    number: int
    form: Any
    key: str
    exists: bool

    @property
    def prefix(self) -> str:
        return f"{self.formset.prefix}-{self.number}"

    @property
    def label(self) -> str:
        name = str(self.formset.model._meta.verbose_name)
        return f"{name} “{self.form.instance}”" if self.exists else f"new {name}"


def page_of(desk: ModelAdmin[Any], request: HttpRequest, thing: Model | None) -> Page:
    """Make the forms that somebody who opens the page now is shown."""
    asking = copy.copy(request)
    asking.method = "GET"
    fields = flatten_fieldsets(desk.get_fieldsets(asking, thing))
    form_class = desk.get_form(asking, thing, change=thing is not None, fields=fields)
    form = form_class(initial=desk.get_changeform_initial_data(asking)) if thing is None else form_class(instance=thing)
    formsets, _ = desk._create_formsets(asking, form.instance, change=thing is not None)  # type: ignore[attr-defined]
    return Page(form, formsets)


def rows_sent(formset: Any, data: QueryDict) -> Iterator[Row]:
    """Yield the rows of a formset as they were sent, also those that are gone from the database meanwhile."""
    stored = {str(form.instance.pk): form for form in formset.initial_forms}
    key_name = formset.model._meta.pk.name
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "0")
    for number in range(min(key_in(total), formset.absolute_max)):
        key = data.get(f"{formset.prefix}-{number}-{key_name}", "")
        yield Row(formset, number, stored.get(key, formset.empty_form), key, key in stored)


def fields_of(form: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields somebody writes in: neither files, nor what a formset needs for itself."""
    own = {"DELETE", "ORDER", form._meta.model._meta.pk.name, getattr(form, "parent_field", "")}
    for name, field in form.fields.items():
        is_parent = isinstance(field, forms.models.InlineForeignKeyField)
        if name not in own and not is_parent and not field.disabled and not isinstance(field, forms.FileField):
            yield name, field


def values_of(form: Any) -> Values:
    """Return what a browser would send for an untouched form."""
    return {name: shown(form, name) for name, _ in fields_of(form)}


def shown(form: Any, name: str) -> list[str]:
    bound = form[name]
    widget, value = plain(bound.field.widget), bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, list | tuple) else widget.decompress(value)
        return _texts([part.format_value(one) for part, one in zip(widget.widgets, parts, strict=True)])
    return _texts(widget.format_value(value))


def sent(field: Any, name: str, data: QueryDict) -> list[str]:
    """Return what was sent for a field. `name` is its full name, with the row's prefix."""
    value = plain(field.widget).value_from_datadict(data, {}, name)
    if isinstance(value, bool):
        return ["on"] if value else []
    return _texts(value)


def is_sent(field: Any, name: str, data: QueryDict) -> bool:
    """Return whether a field was on the page that was sent. Boxes and lists send nothing when nothing is chosen."""
    return not plain(field.widget).value_omitted_from_data(data, {}, name)


def put(field: Any, name: str, values: list[str], data: QueryDict) -> None:
    """Make it as if these values had been sent for a field."""
    widget = plain(field.widget)
    if isinstance(widget, forms.MultiWidget):
        suffixes: list[str] = getattr(widget, "widgets_names", [])
        for suffix, value in zip(suffixes, values or [""] * len(widget.widgets), strict=True):
            data[name + suffix] = value
    elif isinstance(widget, forms.CheckboxInput) and not values:
        data.pop(name, None)
    else:
        data.setlist(name, values)


def is_text(field: Any) -> bool:
    return isinstance(plain(field.widget), forms.Textarea)


def readable(field: Any, values: list[str]) -> str:
    """Return values as words: a choice by its label."""
    choices = getattr(field, "queryset", None)
    if choices is not None:
        keys = list(map(key_in, values))
        return ", ".join(str(thing) for thing in choices.filter(pk__in=keys))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    if isinstance(plain(field.widget), forms.CheckboxInput):
        return "yes" if values else "no"
    return " ".join(labels.get(value, value) for value in values)


def plain(widget: Any) -> Any:
    """Return the widget inside the one that adds links to other pages."""
    return getattr(widget, "widget", widget)


def _texts(value: Any) -> list[str]:
    """Bring what widgets give and take into one shape: texts without blanks around them, none for nothing."""
    items = value if isinstance(value, list | tuple) else [value]
    texts = ["" if item is None else unified(str(item)).strip() for item in items]
    return texts if any(texts) else []
