"""The talks of a day, a compact row each on the day's page."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from people.models import Person
from posts.models import Day, Event, Talk, TalkSpeaker
from posts.slugs import free_slug

from .editor import MarkdownEditor
from .named_fields import CompletedSelect, CompletedSelectMultiple, SeveralByName, one_by_name, several_by_name

MIDNIGHT = datetime.timedelta(days=1)


def time_field(label: str) -> forms.TimeField:
    return forms.TimeField(required=False, label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class DayTalkForm(forms.ModelForm):
    """A talk of a day, told by the clock of its trip. Its slug makes itself; its speakers keep their order."""

    speakers = SeveralByName(queryset=Person.objects.none(), required=False)
    start_time = time_field("starts")
    end_time = time_field("ends")
    start_date = forms.DateField(
        required=False, label="date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = Talk
        fields = ["title", "attendance", "event", "track", "room", "notes"]
        widgets = {"notes": MarkdownEditor("small"), "title": forms.TextInput(attrs={"placeholder": "Title"})}
        help_texts = {"notes": "Public, Markdown."}

    def __init__(self, *args: Any, day: Day, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self._knows("event", [self.initial.get("event")])
        if self.instance.pk:
            self.instance.day = day
            self._show(self.instance)

    def _show(self, talk: Talk) -> None:
        speakers = [each.person for each in talk.talk_speakers.all()]
        self.initial["speakers"] = [person.pk for person in speakers]
        self._knows("speakers", speakers)
        self._knows("event", [talk.event])
        if talk.local_start:
            self.initial["start_time"] = talk.local_start.time()
            self.initial["start_date"] = talk.local_start.date()
        if talk.local_end:
            self.initial["end_time"] = talk.local_end.time()

    def _knows(self, field: str, things: Iterable[Any]) -> None:
        widget = self.fields[field].widget
        if isinstance(widget, CompletedSelect | CompletedSelectMultiple):
            widget.knows(thing for thing in things if isinstance(thing, Model))

    @property
    def remembers_more(self) -> bool:
        """Whether anything of its own stands behind “more”."""
        return any(self[name].value() for name in ("track", "room", "notes", "end_time"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if {"start_time", "end_time", "start_date"} & set(self.changed_data):
            self._set_times(values.get("start_date"), values.get("start_time"), values.get("end_time"))
        return values

    def _set_times(self, date: datetime.date | None, start: datetime.time | None, end: datetime.time | None) -> None:
        if start is None and end is not None:
            self.add_error("start_time", "Give the start, too, or leave out the end.")
        date = date or self.day.happened_on
        if start is not None and date is None:
            self.add_error("start_date", "Give the date, since the trip has none yet.")
        self.instance.starts_at = self.instance.ends_at = None
        if start is None or date is None:
            return
        begins = datetime.datetime.combine(date, start, self.day.trip.zone)
        self.instance.starts_at = begins
        if end is not None:
            over_midnight = MIDNIGHT if end < start else datetime.timedelta()
            self.instance.ends_at = datetime.datetime.combine(date + over_midnight, end, self.day.trip.zone)

    def save(self, commit: bool = True) -> Talk:
        if not self.instance.slug:
            self.instance.slug = free_slug(Talk, self.instance.title)
        return super().save(commit)

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if "speakers" in self.changed_data:
            self._save_speakers(self.cleaned_data["speakers"])

    def _save_speakers(self, people: list[Person]) -> None:
        self.instance.talk_speakers.exclude(person__in=people).delete()
        for position, person in enumerate(people):
            TalkSpeaker.objects.update_or_create(talk=self.instance, person=person, defaults={"position": position})


class TalksOfADay(forms.BaseInlineFormSet):
    """New talks belong to the day's event, where there is only one it can be."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(index), "day": self.instance}
        if index is None or index >= self.initial_form_count():
            kwargs["initial"] = {"event": self.event_of_the_day}
        return kwargs

    @property
    def event_of_the_day(self) -> Event | None:
        if not hasattr(self, "_event"):
            self._event = event_of(self.instance) if self.instance.pk else None
        return self._event


def event_of(day: Day) -> Event | None:
    """Return the one event of the trip, or else the one that takes place on that day."""
    events = events_of(day)
    return events[0] if len(events) == 1 else None


def events_of(day: Day) -> list[Event]:
    """Return the events a day can tell of: the trip's only one, or else those that take place on that day."""
    events = list(day.trip.events.all())
    date = day.happened_on
    if len(events) < 2:
        return events
    return [each for each in events if date and _takes_place(each, date)]


def _takes_place(event: Event, date: datetime.date) -> bool:
    return bool(event.starts_on and event.ends_on and event.starts_on <= date <= event.ends_on)


class TalkInline(admin.StackedInline):
    model = Talk
    form = DayTalkForm
    formset = TalksOfADay
    fields = (*DayTalkForm.Meta.fields,)
    extra = 0
    template = "admin/posts/day/_talks.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Talk]:
        return super().get_queryset(request).select_related("event").prefetch_related("talk_speakers__person")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["speakers"] = several_by_name(request, Talk._meta.get_field("speakers"))
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "event":
            return one_by_name(request, db_field)
        if db_field.name == "notes":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
