"""How much processor time the sweep of one trip takes in a log of 10,000 people and 100,000 mentions, all made up.

Run by itself: `.venv/bin/python -m bench.names [--people N] [--mentions N]`. It works on a database of its own,
which it makes and removes: SQLite, or PostgreSQL where TEST_DATABASE_URL names one.
"""

import argparse
import datetime
import json
import os
import statistics
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 (Django has to be set up first)

from bench.search import Words, database_of_its_own  # noqa: E402
from people.models import Alias, Person  # noqa: E402
from posts.checks import blocking, findings  # noqa: E402
from posts.models import Day, Encounter, Reference, Trip  # noqa: E402
from posts.names.groups import groups_of  # noqa: E402
from posts.names.knowing import Names  # noqa: E402
from posts.names.texts import texts_of  # noqa: E402

LIMIT = 1.0  # seconds
DAYS_OF_A_TRIP = 6
MENTIONS_OF_A_DAY = 20
WORDS_OF_A_DAY = 450
RUNS = 5


def build(words: Words, number_of_people: int, number_of_mentions: int) -> None:
    """Fill the log: everybody has a name of two words, every third an alias, every hundredth is hidden."""
    choose = words.random.choice
    people = Person.objects.bulk_create(
        Person(name=words.name(), slug=f"p{n}", visibility="name" if n % 100 else "hidden")
        for n in range(number_of_people)
    )
    Alias.objects.bulk_create(
        Alias(person=person, name=words.name().split()[0]) for person in people[:: 3 if number_of_people else 1]
    )
    count = number_of_mentions // MENTIONS_OF_A_DAY
    first = datetime.date(2000, 1, 1)
    starts = [first + datetime.timedelta(days=7 * n) for n in range(-(-count // DAYS_OF_A_TRIP))]
    trips = Trip.objects.bulk_create(
        Trip(
            title=words.text(3),
            slug=f"t{n}",
            starts_on=start,
            ends_on=start + datetime.timedelta(days=DAYS_OF_A_TRIP - 1),
            status="published",
        )
        for n, start in enumerate(starts)
    )
    days: list[Day] = []
    casts: list[list[Person]] = []
    for number in range(count):
        trip, position = trips[number // DAYS_OF_A_TRIP], number % DAYS_OF_A_TRIP
        cast = [choose(people) for _ in range(MENTIONS_OF_A_DAY)]
        days.append(
            Day(
                trip=trip,
                date=trip.starts_on + datetime.timedelta(days=position) if trip.starts_on else None,
                position=position,
                body=_body(words, cast),
            )
        )
        casts.append(cast)
    days = Day.objects.bulk_create(days, batch_size=500)
    told = list(zip(days, casts, strict=True))
    Reference.objects.bulk_create(
        (
            Reference(day=day, kind="person", slug=person.slug, label=person.name, position=position)
            for day, cast in told
            for position, person in enumerate(cast)
        ),
        batch_size=5000,
    )
    Encounter.objects.bulk_create(
        (Encounter(day=day, person=person) for day, cast in told for person in dict.fromkeys(cast)), batch_size=5000
    )


def _body(words: Words, cast: list[Person]) -> str:
    """Return a day's text: each of the cast is linked once and named again by given name, some without a link."""
    length = WORDS_OF_A_DAY // len(cast)
    sentences = []
    for person in cast:
        sentences.append(f"{words.text(length)} with [{person.name}](person:{person.slug}), {words.text(3)}.")
        sentences.append(f"Then {person.name.split()[0]} and {words.name()} came.")
    return "\n\n".join(sentences)


def measure(work: Any) -> list[float]:
    """Return the processor time of each run in seconds; with PostgreSQL, which works elsewhere, the time passed."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    taken = []
    for trip in Trip.objects.order_by("?")[:RUNS]:
        start = clock()
        work(trip)
        taken.append(clock() - start)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the sweep of names over a large made-up log.")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="end with the slowest sweep as JSON")
    options = parser.parse_args()
    with database_of_its_own():
        build(Words(seed=1), options.people, options.mentions)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"Names: {options.people} people, {options.mentions} mentions, on {connection.vendor}")
        works = {
            "the sweep of a trip": lambda trip: groups_of(trip, texts_of(trip), Names.of_log()),
            "what blocks a trip": blocking,
            "all findings of a trip": findings,
        }
        slowest = 0.0
        for name, work in works.items():
            taken = measure(work)
            slowest = slowest or max(taken)
            print(f"  {name:<24} median {statistics.median(taken):5.2f} s   most {max(taken):5.2f} s")
    kept = "kept" if slowest < LIMIT else "not kept"
    print(f"  The limit for the sweep is {LIMIT:.0f} s: {kept} ({slowest / LIMIT:.0%}).")
    if options.json:
        print(json.dumps({"slowest": slowest}))


if __name__ == "__main__":
    main()
