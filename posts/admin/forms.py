"""What the desk's forms have in common: slugs that make themselves, tags that complete, times told locally."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.forms.widgets import Script
from taggit.forms import TagField, TagWidgetMixin

from posts.models import Talk
from posts.slugs import free_slug


class SlugForm(forms.ModelForm):
    """A form whose slug may be left empty: it is then made of `slug_source`."""

    slug_source = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        return slug or free_slug(self._meta.model, self.data.get(self.add_prefix(self.slug_source), ""))


class TitledForm(SlugForm):
    slug_source = "title"


class TagInput(TagWidgetMixin, AdminTextInputWidget):
    """A line of comma-separated names, each completed from those there are."""

    template_name = "admin/widgets/tag_input.html"

    class Media:
        js = (Script("js/tag-completion.js", type="module"),)

    def __init__(self, model: type[Any]) -> None:
        super().__init__()
        self.model = model

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["known"] = self.model.objects.order_by("name").values_list("name", flat=True)
        return context


def tag_field(model: type[Any]) -> TagField:
    return TagField(required=False, widget=TagInput(model), help_text="Separated by commas.")


class LocalDateTimeField(forms.SplitDateTimeField):
    """A date and time without a zone: the form that holds it knows whose clock it was read from."""

    widget = AdminSplitDateTime

    def prepare_value(self, value: Any) -> Any:
        return value

    def compress(self, data_list: Any) -> datetime.datetime | None:
        if not data_list:
            return None
        date, time = data_list
        if date in self.empty_values or time in self.empty_values:
            raise forms.ValidationError("Give both the date and the time, or neither.")
        return datetime.datetime.combine(date, time)


class TalkForm(TitledForm):
    """A talk whose times are read and written in the zone of its day's trip, or else of its event."""

    starts_at = LocalDateTimeField(required=False, help_text="Local time where the talk was.")
    ends_at = LocalDateTimeField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, moment in (("starts_at", self.instance.local_start), ("ends_at", self.instance.local_end)):
            self.initial[name] = moment.replace(tzinfo=None) if moment else None
            if name in self.fields:
                self._name_parts(name)

    def _name_parts(self, name: str) -> None:
        """Name the two boxes of a moment for those who hear the page: their label stands before both."""
        label = name.replace("_at", "")
        for part, box in zip(("date", "time"), self.fields[name].widget.widgets, strict=True):
            box.attrs["aria-label"] = f"{label.capitalize()}: {part}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        zone = self._zone(values)
        for name in ("starts_at", "ends_at"):
            if values.get(name):
                values[name] = values[name].replace(tzinfo=zone)
        return values

    def _zone(self, values: dict[str, Any]) -> ZoneInfo:
        day = values.get("day") or (self.instance.day if "day" not in self.fields else None)
        event = values.get("event")
        return Talk(day=day, event=event).zone
