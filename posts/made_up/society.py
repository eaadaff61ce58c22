"""The people, places and conferences that the trips of a made-up log have in common."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from people.models import Alias, Person, PersonLink, Visibility
from posts.models import EventSeries, Place

from .chance import Zipf, chance, made_uuid
from .cities import CITIES, City
from .words import family_name, invented

PEOPLE_PER_TRIP = 4
PLACES_OF_A_CITY = 3
TRIPS_PER_SERIES = 8
# Of a hundred people.
VISIBILITIES = {Visibility.PUBLIC: 62, Visibility.NAME: 28, Visibility.PSEUDONYM: 6, Visibility.HIDDEN: 4}
PLACE_NAMES = {
    Place.Kind.VENUE: "{} Centre",
    Place.Kind.HOTEL: "Hotel {}",
    Place.Kind.RESTAURANT: "{} Kitchen",
    Place.Kind.STATION: "{} Station",
    Place.Kind.SIGHT: "{} Museum",
}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Named:
    """What a text needs of a row: its key, slug and name."""

    key: int
    slug: str
    name: str


@dataclass(frozen=True)
class Society:
    """Everybody and everything that trips share, the most frequent first; places and venues by city."""

    people: list[Named]
    often: Zipf
    places: dict[City, list[Named]]
    series: list[Named]
    series_often: Zipf

    def cast(self, numbers: random.Random, count: int) -> list[Named]:
        return [self.people[rank] for rank in self.often.several(numbers, count)]


def make_society(seed: int, trips: int) -> Society:
    """Make the people, places and series of a log with that many trips, in batches."""
    people = _people(chance(seed, "people"), 20 + PEOPLE_PER_TRIP * trips)
    series = _series(chance(seed, "series"), 3 + trips // TRIPS_PER_SERIES)
    places = {city: _places(chance(seed, city.name), city, trips) for city in CITIES}
    return Society(people, Zipf(len(people)), places, series, Zipf(len(series)))


def _people(numbers: random.Random, count: int) -> list[Named]:
    taken: set[str] = set()
    known: list[Named] = []
    while len(known) < count:
        batch = [_person(numbers, taken) for _ in range(min(BATCH, count - len(known)))]
        Person.objects.bulk_create(batch)
        Alias.objects.bulk_create(alias for person in batch for alias in _aliases(numbers, person))
        PersonLink.objects.bulk_create(link for person in batch for link in _links(numbers, person))
        known += [Named(person.pk, person.slug, person.name) for person in batch]
    return known


def _person(numbers: random.Random, taken: set[str]) -> Person:
    name = f"{invented(numbers, 2, 3)} {family_name(numbers)}"
    visibility = numbers.choices(list(VISIBILITIES), weights=list(VISIBILITIES.values()))[0]
    return Person(
        uuid=made_uuid(numbers),
        name=name,
        slug=_free(slugify(name, allow_unicode=True), taken),
        visibility=visibility,
        pseudonym=numbers.choice(("a friend", "a colleague", "a former neighbour"))
        if visibility == Visibility.PSEUDONYM
        else "",
        affiliation=f"{invented(numbers, 2, 3)} Labs" if numbers.random() < 0.5 else "",
        private_note="Likes tea." if numbers.random() < 0.1 else "",
    )


def _aliases(numbers: random.Random, person: Person) -> Iterator[Alias]:
    if numbers.random() < 0.15:
        yield Alias(person=person, name=person.name.split()[0][:3])


def _links(numbers: random.Random, person: Person) -> Iterator[PersonLink]:
    yield PersonLink(person=person, url=f"https://{person.slug}.example/", kind=PersonLink.Kind.SITE)
    if numbers.random() < 0.4:
        url = f"https://code.example/{person.slug}"
        yield PersonLink(person=person, url=url, kind=PersonLink.Kind.OTHER, position=1)


def _places(numbers: random.Random, city: City, trips: int) -> list[Named]:
    """Make the places of a city: a venue, a hotel and a restaurant at least; one in twenty is not public."""
    taken: set[str] = set()
    made = []
    for number in range(PLACES_OF_A_CITY + trips // len(CITIES)):
        kind = list(PLACE_NAMES)[number % len(PLACE_NAMES)]
        name = PLACE_NAMES[kind].format(invented(numbers, 2, 3))
        made.append(
            Place(
                uuid=made_uuid(numbers),
                name=name,
                slug=_free(slugify(f"{name} {city.name}", allow_unicode=True), taken),
                kind=kind,
                city=city.name,
                country=city.country,
                address=f"{numbers.randint(1, 200)} {invented(numbers, 2, 2)} Street",
                latitude=round(city.latitude + numbers.uniform(-0.05, 0.05), 5),
                longitude=round(city.longitude + numbers.uniform(-0.05, 0.05), 5),
                is_public=number < PLACES_OF_A_CITY or numbers.random() > 0.05,
            )
        )
    Place.objects.bulk_create(made, batch_size=BATCH)
    return [Named(place.pk, place.slug, place.name) for place in made]


def _series(numbers: random.Random, count: int) -> list[Named]:
    taken: set[str] = set()
    made = []
    for _ in range(count):
        name = f"{invented(numbers, 2, 3)}{numbers.choice(('Con', ' Summit', 'Fest', ' Days'))}"
        slug = _free(slugify(name, allow_unicode=True), taken)
        made.append(EventSeries(uuid=made_uuid(numbers), name=name, slug=slug, url=f"https://{slug}.example/"))
    EventSeries.objects.bulk_create(made, batch_size=BATCH)
    return [Named(series.pk, series.slug, series.name) for series in made]


def _free(slug: str, taken: set[str]) -> str:
    """Return the slug, numbered where it is taken, and take it."""
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free
