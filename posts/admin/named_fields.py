"""Fields that complete people, places and events, and make a new one from a name that is not there yet."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.db.models import Field, Model, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest

from posts.by_name import NAMED, find_or_make
from posts.keys import key_in

# What stands before a name in place of a key: the browser sends it for somebody new.
NEW = "new:"


class _Completed(AutocompleteMixin, forms.Select):
    """Completes by typing. `known` holds labels by key, so that rows fetched together need no query each."""

    def __init__(self, field: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(field, admin.site, attrs)
        self.known: dict[str, str] = {}
        self.makes_new = False

    def knows(self, things: Iterable[Model | None]) -> None:
        self.known |= {str(thing.pk): str(thing) for thing in things if thing is not None}

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        # What it is for stands inside it while it is empty, and is its name for those who hear the page.
        attrs["data-placeholder"] = str(self.field.verbose_name).capitalize()
        if self.allow_multiple_selected:
            attrs["data-allow-clear"] = "false"
        return attrs | ({"data-tags": "true"} if self.makes_new else {})

    def optgroups(self, name: str, value: Sequence[Any], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return what is chosen, in the order it was chosen in; everything else is completed."""
        chosen = [str(each) for each in value if str(each) not in ("", "None")]
        missing = [each for each in chosen if key_in(each) and each not in self.known]
        if missing:
            self.knows(self.choices.queryset.filter(pk__in=missing))
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for key in chosen:
            label = self.known.get(key) or (f"{key.removeprefix(NEW)} (new)" if key.startswith(NEW) else "")
            if label:
                options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]

    @property
    def media(self) -> forms.Media:
        scripts = [Script(f"js/{name}.js", type="module") for name in ("new-by-name", "completing-names")]
        return super().media + forms.Media(js=scripts)  # type: ignore[arg-type]


class CompletedSelect(_Completed):
    pass


class CompletedSelectMultiple(_Completed, forms.SelectMultiple):
    pass


class OneByName(forms.ModelChoiceField):
    """Somebody or something there is, or a name to make one of. Made at once, even if the page is then refused."""

    makes_new = False

    @property
    def _model(self) -> Any:
        return cast(QuerySet[Any], self.queryset).model

    def to_python(self, value: Any) -> Any:
        if self.makes_new and (name := _new_name(value)):
            return find_or_make(self._model, name)
        return super().to_python(value)


class SeveralByName(forms.ModelMultipleChoiceField):
    """The same for several, as a list in the order they were chosen in."""

    makes_new = False

    def clean(self, value: Any) -> Any:
        chosen = [str(each) for each in value or []]
        keys = [each for each in chosen if not _new_name(each)]
        there = {str(thing.pk): thing for thing in super().clean(keys)} if keys else {}
        if len(keys) < len(chosen) and not self.makes_new:
            raise forms.ValidationError("You may not add anybody new here.")
        made = {
            each: find_or_make(cast(QuerySet[Any], self.queryset).model, _new_name(each))
            for each in chosen
            if _new_name(each)
        }
        return list({thing.pk: thing for each in chosen if (thing := (there | made).get(each))}.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [str(each) for each in initial or []] != [str(each) for each in data or []]


def one_by_name(request: HttpRequest, field: Field[Any, Any], **options: Any) -> Any:
    """Return the form field for a foreign key; somebody new can be made by those who may add them."""
    widget = CompletedSelect(field)
    related: Any = field.related_model
    made = OneByName(queryset=related.objects.all(), widget=widget, required=not field.blank, **options)
    return _making(made, request, related)


def several_by_name(request: HttpRequest, field: Any, **options: Any) -> Any:
    """Return the form field for a relation to many, kept in order."""
    widget = CompletedSelectMultiple(field)
    made = SeveralByName(queryset=field.related_model.objects.all(), widget=widget, required=False, **options)
    return _making(made, request, field.related_model)


def _making(field: Any, request: HttpRequest, model: Any) -> Any:
    """Let a field make somebody new, if there is a way to and the account may."""
    permission = f"{model._meta.app_label}.add_{model._meta.model_name}"
    field.makes_new = field.widget.makes_new = issubclass(model, NAMED) and request.user.has_perm(permission)
    return field


def _new_name(value: Any) -> str:
    return value[len(NEW) :].strip() if isinstance(value, str) and value.startswith(NEW) else ""
