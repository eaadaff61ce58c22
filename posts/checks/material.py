"""Everything of one trip that is checked, fetched once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from posts.models import Day, Figure, Reference, Talk, Trip


@dataclass(frozen=True)
class Material:
    trip: Trip
    days: list[Day]
    figures: list[Figure]
    talks: list[Talk]
    references: list[Reference]
    tags: list[str]

    @classmethod
    def of(cls, trip: Trip) -> Material:
        """Fetch a trip's parts in a number of queries that is always the same."""
        days = list(trip.days.order_by("position", "id"))
        figures = list(trip.figures.select_related("photo", "day").order_by("day__position", "position", "id"))
        talks = list(Talk.objects.filter(day__trip=trip).select_related("day").order_by("day__position", "starts_at"))
        of_trip = Q(trip=trip) | Q(day__trip=trip) | Q(figure__trip=trip) | Q(talk__day__trip=trip)
        references = list(Reference.objects.filter(of_trip).order_by("day__position", "position", "id"))
        by_key = {day.pk: day for day in days}
        for day in days:
            day.trip = trip
        for talk in talks:
            talk.day = by_key[talk.day.pk] if talk.day else None
        for figure in figures:
            figure.trip = trip
            figure.day = by_key.get(figure.day_id) if figure.day_id else None
        tags = [*trip.tags.names(), *trip.categories.names()]
        return cls(trip, days, figures, talks, references, tags)

    def source(self, reference: Reference) -> Trip | Day | Figure | Talk:
        """Return what a reference stands in."""
        everything: list[Trip | Day | Figure | Talk] = [*self.days, *self.figures, *self.talks]
        keys = {Day: reference.day_id, Figure: reference.figure_id, Talk: reference.talk_id}
        return next((each for each in everything if keys[type(each)] == each.pk), self.trip)
