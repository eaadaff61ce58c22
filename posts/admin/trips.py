"""Trips: their days at a glance, and what a trip says of itself."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from posts.models import Category, Day, Status, Tag, Trip
from posts.ordering import renumber

from .common import DeskAdmin
from .days import DayForm
from .forms import TitledForm, tag_field


class TripForm(TitledForm):
    categories = tag_field(Category)
    tags = tag_field(Tag)

    class Meta:
        model = Trip
        exclude: list[str] = []
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}


class DayInline(admin.StackedInline):
    model = Day
    form = DayForm
    fields = [("kind", "date", "title"), "body", ("status", "published_at")]
    ordering = ["position", "id"]
    extra = 0
    show_change_link = True
    classes = ["days"]


@admin.register(Trip)
class TripAdmin(DeskAdmin):
    form = TripForm
    ordering = ["-starts_on", "-id"]
    list_display = ["title", "starts_on", "ends_on", "location", "status", "days_written", "figures_shown"]
    list_filter = ["status", "categories"]
    search_fields = ["title", "summary", "location", "slug"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["cover", "events"]
    prepopulated_fields = {"slug": ["title"]}
    radio_fields = {"status": admin.HORIZONTAL}
    actions = ["publish", "withdraw"]
    inlines = [DayInline]
    fieldsets = [
        (
            None,
            {"fields": ["title", "slug", "summary", ("starts_on", "ends_on"), ("location", "time_zone", "language")]},
        ),
        ("Filed under", {"fields": ["events", "categories", "tags", "cover"]}),
        ("Publishing", {"fields": [("status", "published_at")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trip]:
        counts = {"day_count": Count("days", distinct=True), "figure_count": Count("figures", distinct=True)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="days", ordering="day_count")
    def days_written(self, trip: Any) -> int:
        return trip.day_count

    @admin.display(description="figures", ordering="figure_count")
    def figures_shown(self, trip: Any) -> int:
        return trip.figure_count

    def save_model(self, request: HttpRequest, obj: Trip, form: forms.ModelForm, change: bool) -> None:
        """Save the trip wide enough for the days it had, until the days themselves are saved."""
        self._widened(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        trip = form.instance
        trip.starts_on, trip.ends_on = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
        trip.save()
        renumber(trip)

    def _widened(self, trip: Trip) -> None:
        before = Trip.objects.filter(pk=trip.pk).first()
        if before and before.starts_on and before.ends_on and trip.starts_on and trip.ends_on:
            trip.starts_on = min(trip.starts_on, before.starts_on)
            trip.ends_on = max(trip.ends_on, before.ends_on)

    @admin.action(description="Publish")
    def publish(self, request: HttpRequest, trips: QuerySet[Trip]) -> None:
        undated = [trip.title for trip in trips if trip.starts_on is None]
        for trip in trips.exclude(starts_on=None):
            trip.status = Status.PUBLISHED
            trip.save()
        if undated:
            messages.error(request, f"Not published, give the first and last day before: {', '.join(undated)}.")

    @admin.action(description="Withdraw")
    def withdraw(self, request: HttpRequest, trips: QuerySet[Trip]) -> None:
        for trip in trips:
            trip.status = Status.WITHDRAWN
            trip.save()
