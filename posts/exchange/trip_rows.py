"""The rows that a trip's document is made of, fetched for many trips at a constant number of queries."""

from collections.abc import Collection, Iterator

from django.db.models import F, Prefetch, QuerySet

from posts.models import Day, Encounter, Event, Figure, FigurePerson, PreviewLink, Talk, TalkSpeaker, Trip
from posts.models.prepared import prepared
from posts.models.trip import TERMS


def trips_for_export(trips: QuerySet[Trip], public: bool, link: PreviewLink | None = None) -> QuerySet[Trip]:
    """Fetch all that a trip's document needs, in a constant number of queries; with `link`, what it opens."""
    days, figures = Day.objects.all(), Figure.objects.all()
    encounters, events = Encounter.objects.all(), Event.objects.all()
    if public:
        days, figures, encounters = days.visible(link), figures.visible(link), encounters.visible(link)
        events = events if link else events.published()
    # What many rows point to is fetched once, not with each of them.
    encounters = encounters.prefetch_related("person", "place").order_by("position", "id")
    speakers = Prefetch("talk_speakers", TalkSpeaker.objects.prefetch_related("person"))
    talks = Talk.objects.prefetch_related("event", speakers, "links")
    talks = talks.order_by(F("starts_at").asc(nulls_last=True), "id")
    days = days.prefetch_related(Prefetch("encounters", encounters), Prefetch("talks", talks))
    portrayed = Prefetch("figure_people", FigurePerson.objects.prefetch_related("person"))
    return trips.select_related("cover").prefetch_related(
        Prefetch("days", days.order_by("position", "id")),
        Prefetch("figures", figures.select_related("photo").prefetch_related("day", portrayed)),
        Prefetch("events", events.select_related("series", "venue").order_by("uuid")),
        *TERMS,
    )


@prepared
def written_trips(keys: Collection[int]) -> QuerySet[Trip]:
    """Fetch trips whole, by their keys. Not for the public."""
    return trips_for_export(Trip.objects.filter(pk__in=keys), public=False)


@prepared
def published_trips(keys: Collection[int]) -> QuerySet[Trip]:
    """Fetch those of some trips that are published, as the public may have them, ordered by UUID."""
    return trips_for_export(Trip.objects.published().filter(pk__in=keys), public=True).order_by("uuid")


def texts_of(trip: Trip) -> Iterator[str]:
    """Every text of a trip that may hold references, but for its figures'."""
    yield trip.summary
    for day in trip.days.all():
        yield day.body
        for talk in day.talks.all():
            yield talk.notes
            yield talk.abstract
