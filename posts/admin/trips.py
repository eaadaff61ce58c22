"""Trips: their days at a glance, and what a trip says of itself."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from posts.models import Trip
from posts.ordering import renumber
from posts.sections import add_section, next_date
from posts.trip_overview import overview

from .common import DeskAdmin
from .named_fields import one_by_name, several_by_name
from .publishing import PublishingAdmin
from .trip_forms import NewTripForm, TripForm


@admin.register(Trip)
class TripAdmin(PublishingAdmin, DeskAdmin):
    form = TripForm
    ordering = ["-starts_on", "-id"]
    list_display = ["title", "starts_on", "status", "ends_on", "location", "days_written", "figures_shown"]
    list_filter = ["status", "categories"]
    search_fields = ["title", "summary", "location", "slug"]
    date_hierarchy = "starts_on"
    actions = ["publish", "withdraw"]
    add_form_template = "admin/posts/trip/add_form.html"
    fieldsets = [
        (None, {"fields": ["title", "summary", "starts_on", "ends_on", "location", "time_zone"]}),
        ("Filed under", {"fields": ["events", "categories", "tags", "cover", "slug", "language"]}),
        ("Publishing", {"fields": ["status", "published_at"]}),
    ]

    class Media:
        css = {"all": ["css/desk.css", "css/desk-trip.css"]}
        js = [Script("js/day-order.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trip]:
        counts = {"day_count": Count("days", distinct=True), "figure_count": Count("figures", distinct=True)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="days", ordering="day_count")
    def days_written(self, trip: Any) -> int:
        return trip.day_count

    @admin.display(description="figures", ordering="figure_count")
    def figures_shown(self, trip: Any) -> int:
        return trip.figure_count

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs if obj else kwargs | {"form": NewTripForm})

    def get_fieldsets(self, request: HttpRequest, obj: Trip | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else [(None, {"fields": NewTripForm.Meta.fields})]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("starts_on", "ends_on", "time_zone", "summary"):
            return db_field.formfield(**kwargs)
        if db_field.name == "events":
            return several_by_name(request, db_field, label="Conferences")
        if db_field.name == "cover":
            return one_by_name(request, db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        trip = kwargs.get("obj")
        if trip:
            context = context | {"lines": overview(trip), "next_date": next_date(trip), "programmes": trip.events.all()}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Trip, form: forms.ModelForm, change: bool) -> None:
        """Where the trip moves together with its days, save it wide enough for both until they have moved."""
        moved_by = getattr(form, "moved_by", None)
        if not moved_by:
            super().save_model(request, obj, form, change)
            return
        starts_on, ends_on = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
        obj.starts_on, obj.ends_on = min(starts_on, starts_on - moved_by), max(ends_on, ends_on - moved_by)
        super().save_model(request, obj, form, change)
        for day in obj.days.exclude(date=None):
            day.date += moved_by
            day.save()
        obj.starts_on, obj.ends_on = starts_on, ends_on
        obj.save()
        messages.info(request, "Its days moved along. The times of talks did not.")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renumber(form.instance)

    def response_add(self, request: HttpRequest, obj: Trip, post_url_continue: str | None = None) -> HttpResponse:
        """A new trip leads straight to its first day."""
        if (response := self.publishing_response(request, obj)) is not None:
            return response
        if "_save" not in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"“{obj}” is begun. This is its first day.")
        day = obj.days.first() or add_section(obj, made_by=request.user)
        return HttpResponseRedirect(reverse("admin:posts_day_change", args=[day.pk]))

    def response_change(self, request: HttpRequest, obj: Trip) -> HttpResponse:
        if (response := self.publishing_response(request, obj)) is not None:
            return response
        if "_save" not in request.POST:
            return super().response_change(request, obj)
        messages.success(request, "Saved.")
        return HttpResponseRedirect(request.get_full_path())
