"""One made-up trip: its rows, not yet saved."""

import datetime
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import slugify

from posts.models import Day, Encounter, Event, Figure, FigurePerson, Status, Talk, TalkLink, TalkSpeaker, Trip

from . import sentences
from .chance import Zipf, chance, made_uuid, some
from .cities import CITIES, City
from .society import Named, Society
from .telling import Section, Setting
from .words import CATEGORIES, TAGS, TRACKS, Words

LAST_START = datetime.date(2024, 11, 1)
LONGEST_SPAN = 9_000  # days from the first trip to the last
LONGEST_STEP = 40  # days from a trip to the next
CAST = 14
BEFORE = 60  # how many of the trips before it one speaks of

_cities = Zipf(len(CITIES))
_tags = Zipf(len(TAGS))


@dataclass
class Journey:
    """A trip and everything that belongs to it; `tags` and `categories` are names, `photos` the figures to take."""

    trip: Trip
    city: City
    events: list[Event]
    tags: list[str]
    categories: list[str]
    days: list[Day] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    speakers: list[TalkSpeaker] = field(default_factory=list)
    links: list[TalkLink] = field(default_factory=list)
    encounters: list[Encounter] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    portrayed: list[FigurePerson] = field(default_factory=list)


class Journeys:
    """The trips of a log in order of time, each made when it is asked for."""

    def __init__(self, seed: int, trips: int, photos: int, society: Society) -> None:
        self._seed, self._trips, self._photos, self._society = seed, trips, photos, society
        self._words = Words(chance(seed, "words"))
        self._editions: Counter[int] = Counter()
        self._before: list[Named] = []

    def __iter__(self) -> Iterator[Journey]:
        for number in range(self._trips):
            yield self._journey(number)

    def _journey(self, number: int) -> Journey:
        numbers = chance(self._seed, f"trip {number}")
        city = CITIES[_cities.choose(numbers)]
        start = self._start(number)
        end = start + datetime.timedelta(days=numbers.choice((2, 3, 4, 4, 4, 4, 5, 6)))
        events = [self._event(numbers, city, start, end) for _ in range(2 if numbers.random() < 0.1 else 1)]
        journey = Journey(
            trip=self._trip(numbers, city, events[0], start, end),
            city=city,
            events=events,
            tags=[TAGS[rank] for rank in _tags.several(numbers, 5)],
            categories=some(numbers, CATEGORIES, 1, 2),
        )
        cast = self._society.cast(numbers, CAST)
        event = Named(0, events[0].slug, events[0].name)
        setting = Setting(city.name, cast, self._society.places[city], event, self._before)
        self._tell(journey, numbers, setting, self._photos_of(number))
        trip = journey.trip
        self._before = [*self._before[-BEFORE + 1 :], Named(number, trip.slug, f"{city.name} in {start.year}")]
        return journey

    def _start(self, number: int) -> datetime.date:
        step = min(LONGEST_STEP, LONGEST_SPAN / self._trips)
        return LAST_START - datetime.timedelta(days=round(step * (self._trips - 1 - number)))

    def _photos_of(self, number: int) -> int:
        """Return a trip's share of the photos: all have as many, but for one."""
        return self._photos * (number + 1) // self._trips - self._photos * number // self._trips

    def _event(self, numbers: random.Random, city: City, start: datetime.date, end: datetime.date) -> Event:
        rank = self._society.series_often.choose(numbers)
        series = self._society.series[rank]
        self._editions[rank] += 1
        return Event(
            uuid=made_uuid(numbers),
            series_id=series.key,
            name=f"{series.name} {self._editions[rank]}",
            slug=f"{series.slug}-{self._editions[rank]}",
            starts_on=start,
            ends_on=end,
            time_zone=city.zone,
            venue_id=self._society.places[city][0].key,
        )

    def _trip(self, numbers: random.Random, city: City, event: Event, start: datetime.date, end: datetime.date) -> Trip:
        told_on = datetime.datetime.combine(end + datetime.timedelta(days=5), datetime.time(18), datetime.UTC)
        return Trip(
            uuid=made_uuid(numbers),
            title=f"{event.name} in {city.name}",
            slug=f"{start.year}-{slugify(city.name, allow_unicode=True)}-{event.slug}",
            summary=f"{(end - start).days + 1} days at [{event.name}](event:{event.slug}): talks, people and food.",
            location=f"{city.name}, {city.country}",
            starts_on=start,
            ends_on=end,
            time_zone=city.zone,
            status=Status.PUBLISHED,
            published_at=told_on,
            created_at=told_on,
            updated_at=told_on,
        )

    def _tell(self, journey: Journey, numbers: random.Random, setting: Setting, photos: int) -> None:
        dates = journey.trip.dates
        for number, date in enumerate(dates):
            day = Day(
                uuid=made_uuid(numbers),
                trip=journey.trip,
                date=date,
                position=number,
                # A day of a hundred is still to be finished.
                status=Status.DRAFT if numbers.random() < 0.01 else Status.PUBLISHED,
            )
            section = Section(setting, self._words, numbers)
            section.talks = [self._talk(journey, day, numbers, setting, place) for place in range(3)]
            shared = photos * (number + 1) // len(dates) - photos * number // len(dates)
            figures = [self._figure(journey, day, numbers, setting) for _ in range(shared)]
            day.body = section.day(is_first=number == 0, figures=[figure.name for figure in figures])
            self._finish(journey, day, numbers, section)
        if numbers.random() < 0.7:
            day = Day(uuid=made_uuid(numbers), trip=journey.trip, kind=Day.Kind.EPILOGUE, position=len(dates))
            section = Section(setting, self._words, numbers)
            day.body = section.short(sentences.LEAVING, 4)
            self._finish(journey, day, numbers, section)

    def _finish(self, journey: Journey, day: Day, numbers: random.Random, section: Section) -> None:
        day.created_at = journey.trip.created_at
        journey.days.append(day)
        speakers = {speaker.person_id for speaker in journey.speakers if speaker.talk.day is day}
        for position, person in enumerate(section.people):
            role = Encounter.Role.SPEAKER if person.key in speakers else _role(numbers)
            journey.encounters.append(
                Encounter(
                    uuid=made_uuid(numbers),
                    day=day,
                    person_id=person.key,
                    role=role,
                    position=position,
                    private_note="Write to them." if numbers.random() < 0.05 else "",
                )
            )

    def _talk(
        self, journey: Journey, day: Day, numbers: random.Random, setting: Setting, place: int
    ) -> tuple[Named, Named]:
        """Add a talk of a day and return it with its first speaker."""
        project, thing = self._words.project(numbers), self._words.thing(numbers)
        start = datetime.datetime.combine(day.date or LAST_START, datetime.time(10 + 2 * place), journey.trip.zone)
        talk = Talk(
            uuid=made_uuid(numbers),
            title=f"{project}: {thing} in practice",
            slug=f"{project.lower()}-{journey.trip.slug}-{len(journey.talks) + 1}"[-100:].strip("-"),
            event=journey.events[0],
            day=day,
            attendance=numbers.choice(("heard",) * 8 + ("missed", "given")),
            track=numbers.choice(TRACKS),
            room=f"Room {numbers.randint(1, 9)}",
            starts_at=start,
            ends_at=start + datetime.timedelta(minutes=numbers.choice((25, 45, 55))),
            language="en",
        )
        if numbers.random() < 0.4:  # of those whose programme was imported
            talk.abstract = f"How {project} became {thing}, what it costs, and what we would do differently today."
        speakers = some(numbers, setting.cast, 1, 2)
        section = Section(setting, self._words, numbers)
        talk.notes = section.short(sentences.MUSING, 2) if numbers.random() < 0.4 else ""
        journey.talks.append(talk)
        journey.speakers += [
            TalkSpeaker(talk=talk, person_id=person.key, position=position) for position, person in enumerate(speakers)
        ]
        if numbers.random() < 0.3:
            journey.links.append(TalkLink(talk=talk, url=f"https://video.example/{talk.slug}", kind="video"))
        return Named(0, talk.slug, talk.title), speakers[0]

    def _figure(self, journey: Journey, day: Day, numbers: random.Random, setting: Setting) -> Figure:
        number = len(journey.figures) + 1
        people = some(numbers, setting.cast, 0, 3)
        shown = ", ".join(f"[{person.name}](person:{person.slug})" for person in people)
        figure = Figure(
            uuid=made_uuid(numbers),
            trip=journey.trip,
            day=day,
            name=f"photo-{number}",
            title=f"{setting.city}, picture {number}",
            caption=f"Left to right: {shown}." if people else "",
            # As often as not nobody has written it yet.
            alt="People in a hall, in front of a screen." if numbers.random() < 0.5 else "",
            position=number,
        )
        journey.figures.append(figure)
        journey.portrayed += [
            FigurePerson(figure=figure, person_id=person.key, position=position)
            for position, person in enumerate(people)
        ]
        return figure


def _role(numbers: random.Random) -> str:
    roles = (Encounter.Role.MET, Encounter.Role.MENTIONED, Encounter.Role.SEEN, Encounter.Role.TRAVELLED_WITH)
    return numbers.choices(roles, weights=(6, 3, 1, 1))[0]
