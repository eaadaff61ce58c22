"""The forms of a trip: a short one to begin with, and the one with all it says of itself."""

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.forms.widgets import Script

from posts.models import Category, Tag, Trip
from posts.slugs import free_slug

from .forms import TitledForm, tag_field
from .publishing import PublicationForm


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeZoneInput(forms.TextInput):
    """A time zone's name, completed; where it `proposes`, an untouched field takes the browser's own."""

    template_name = "admin/widgets/time_zone.html"

    class Media:
        js = (Script("js/zone-proposal.js", type="module"),)

    def __init__(self, *, proposes: bool = False) -> None:
        super().__init__()
        self.proposes = proposes

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        return super().get_context(name, value, attrs) | {"zones": zones, "proposes": self.proposes}


class NewTripForm(forms.ModelForm):
    """What it takes to begin writing; the rest can follow."""

    class Meta:
        model = Trip
        fields = ["title", "starts_on", "ends_on", "time_zone", "events"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "time_zone": TimeZoneInput(proposes=True)}
        help_texts = {"ends_on": "Leave it out while you do not know it: the trip grows with its days."}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("starts_on") and not values.get("ends_on") and "ends_on" not in self.errors:
            values["ends_on"] = values["starts_on"]
        return values

    def save(self, commit: bool = True) -> Trip:
        if not self.instance.slug:
            self.instance.slug = free_slug(Trip, self.instance.title)
        return super().save(commit)


class TripForm(PublicationForm, TitledForm):
    """All that a trip says of itself. When both dates move by as much, its days move along: `moved_by`."""

    categories = tag_field(Category)
    tags = tag_field(Tag)
    moved_by = datetime.timedelta()

    class Meta:
        model = Trip
        exclude: list[str] = []
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "time_zone": TimeZoneInput(),
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("starts_on"), values.get("ends_on")
        if not self.instance.pk or not start or not end:
            return values
        outside = [day for day in self.instance.days.exclude(date=None) if not start <= day.date <= end]
        self.moved_by = self._distance(start, end)
        if outside and not self.moved_by:
            names = ", ".join(f"{day.date:%-d %B}" for day in outside)
            raise forms.ValidationError(f"There are days outside these dates: {names}. Change or delete those first.")
        return values

    def _distance(self, start: datetime.date, end: datetime.date) -> datetime.timedelta:
        before = Trip.objects.get(pk=self.instance.pk)
        if before.starts_on is None or before.ends_on is None or start - before.starts_on != end - before.ends_on:
            return datetime.timedelta()
        return start - before.starts_on
