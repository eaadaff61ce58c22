"""A day's page: the text, and beside it who was there, what was heard, the pictures and places."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from posts.keys import key_in
from posts.models import Day, Trip
from posts.ordering import LAST, renumber
from posts.sections import add_section, next_date

from .access import own_days
from .common import DeskAdmin, short
from .day_page import add_proposed, day_page
from .day_talks import TalkInline
from .editor import MarkdownEditor
from .encounters import EncounterInline
from .publishing import PublicationForm, PublishingAdmin


class DayForm(PublicationForm):
    class Meta:
        model = Day
        exclude: list[str] = []
        widgets = {"body": MarkdownEditor("big"), "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"date": "", "body": "", "status": ""}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kind") != Day.Kind.DAY:
            values["date"] = None
        if self.instance._state.adding:
            self.instance.position = LAST
        return values


@admin.register(Day)
class DayAdmin(PublishingAdmin, DeskAdmin):
    form = DayForm
    list_display = ["__str__", "trip", "date", "kind", "status", "first_words"]
    list_filter = ["status", "kind"]
    list_select_related = ["trip"]
    search_fields = ["title", "body", "trip__title", "date"]
    autocomplete_fields = ["trip"]
    fields = ["trip", ("kind", "date", "title"), "body", ("status", "published_at")]
    inlines = [EncounterInline, TalkInline]
    add_form_template = "admin/change_form.html"

    class Media:
        css = {"all": ["css/desk.css", "css/desk-day.css"]}
        js = [Script("js/day-parts.js", type="module")]

    @admin.display(description="first words")
    def first_words(self, day: Day) -> str:
        return short(day.body)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Day]:
        return own_days(request.user, super().get_queryset(request))

    def save_model(self, request: HttpRequest, obj: Day, form: Any, change: bool) -> None:
        if not change:
            obj.made_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    def get_inlines(self, request: HttpRequest, obj: Day | None) -> Any:
        """A day is made before anything is put on it."""
        return super().get_inlines(request, obj) if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Day | None = None) -> list[str]:
        """A day stays in its trip, since its figures do."""
        return ["trip"] if obj else []

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in ("date", "body"):
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the day after the trip's last one."""
        initial: dict[str, Any] = {**super().get_changeform_initial_data(request)}
        trip = Trip.objects.filter(pk=key_in(str(initial.pop("trip", "")))).first()
        if trip:
            initial["trip"] = trip.pk
            initial.setdefault("date", next_date(trip))
        return initial

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        day = kwargs.get("obj")
        return super().render_change_form(request, context | (day_page(day) if day else {}), *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        add_proposed(form.instance, request.POST.getlist("proposal"))
        renumber(form.instance.trip)

    def response_change(self, request: HttpRequest, obj: Day) -> HttpResponse:
        """Saving stays with the day, or goes on to the next."""
        if (response := self.publishing_response(request, obj)) is not None:
            return response
        if "_next" in request.POST:
            day = add_section(obj.trip, made_by=request.user)
            messages.success(request, f"Saved. This is {day.date:%A, %-d %B}.")
            return HttpResponseRedirect(reverse("admin:posts_day_change", args=[day.pk]))
        if "_save" in request.POST:
            messages.success(request, "Saved.")
            return HttpResponseRedirect(request.get_full_path())
        return super().response_change(request, obj)
