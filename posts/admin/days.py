"""A day's page: the text, and beside it who was there, what was heard, the pictures and places."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from posts.models import Day, Trip
from posts.ordering import LAST, renumber

from .common import DeskAdmin, short
from .day_figures import DayFigureInline
from .encounters import EncounterInline
from .talks import TalkInline


class DayForm(forms.ModelForm):
    class Meta:
        model = Day
        exclude: list[str] = []
        widgets = {"body": forms.Textarea(attrs={"class": "prose-source", "rows": 12})}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kind") != Day.Kind.DAY:
            values["date"] = None
        if self.instance._state.adding:
            self.instance.position = LAST
        return values


@admin.register(Day)
class DayAdmin(DeskAdmin):
    form = DayForm
    list_display = ["__str__", "trip", "date", "kind", "status", "first_words"]
    list_filter = ["status", "kind"]
    list_select_related = ["trip"]
    search_fields = ["title", "body", "trip__title", "date"]
    autocomplete_fields = ["trip"]
    fields = ["trip", ("kind", "date", "title"), "body", ("status", "published_at")]
    inlines = [EncounterInline, TalkInline, DayFigureInline]

    @admin.display(description="first words")
    def first_words(self, day: Day) -> str:
        return short(day.body)

    def get_readonly_fields(self, request: HttpRequest, obj: Day | None = None) -> list[str]:
        """A day stays in its trip, since its figures do."""
        return ["trip"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the day after the trip's last one."""
        initial = super().get_changeform_initial_data(request)
        trip = Trip.objects.filter(pk=initial.get("trip")).first() if str(initial.get("trip", "")).isdigit() else None
        if trip:
            initial.setdefault("date", next_date(trip))
        return initial

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renumber(form.instance.trip)


def next_date(trip: Trip) -> Any:
    """Return the first date of a trip that has no section yet, or None when each has one."""
    written = set(trip.days.values_list("date", flat=True))
    return next((date for date in trip.dates if date not in written), None)
