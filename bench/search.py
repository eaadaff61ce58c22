"""How long a page of search results takes inside the process, over a log of 5,000 days of made-up words.

Run by `make bench`, or by itself: `.venv/bin/python -m bench.search [--days N]`. It works on a database of its own,
which it makes and removes: SQLite, or PostgreSQL where TEST_DATABASE_URL names one. The words and the searches are
the same each time.
"""

import argparse
import datetime
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django has to be set up first)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from people.models import Person  # noqa: E402
from posts.models import Day, Encounter, Event, Log, Place, Reference, Talk, TalkSpeaker, Trip  # noqa: E402
from posts.search.documents import Document  # noqa: E402
from posts.search.index import write  # noqa: E402

LIMIT = 20.0  # milliseconds, the median
DAYS_OF_A_TRIP = 6
WORDS_OF_A_DAY = 300
VOCABULARY = 12_000
SYLLABLES = [first + vowel + last for first in "bdfgklmnprstv" for vowel in "aeiou" for last in ("", "n", "r", "s")]
SEARCHES = 60  # of each sort


class Words:
    """Made-up words as often as words are in a language: the second half as often as the first, and so on."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (the same words each time)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4)))] = None
        self.all = list(words)
        self.weights = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))

    def text(self, length: int) -> str:
        return " ".join(self.random.choices(self.all, cum_weights=self.weights, k=length))

    def name(self) -> str:
        return " ".join(word.capitalize() for word in self.random.choices(self.all[500:], k=2))


def build(words: Words, number_of_days: int) -> list[str]:
    """Fill the log and its index, without rendering anything, and return the texts of the days."""
    Log.objects.create(title="Bench")
    choose = words.random.choice
    people = _make(
        Person, number_of_days // 8, lambda n: {"name": words.name(), "slug": f"p{n}", "visibility": "public"}
    )
    places = _make(Place, number_of_days // 15, lambda n: {"name": words.name(), "slug": f"l{n}", "city": words.name()})
    first = datetime.date(2000, 1, 1)
    starts = [first + datetime.timedelta(days=11 * n) for n in range(number_of_days // DAYS_OF_A_TRIP + 1)]
    length = datetime.timedelta(days=DAYS_OF_A_TRIP - 1)
    dates = [{"starts_on": start, "ends_on": start + length} for start in starts]
    events = _make(Event, len(starts), lambda n: {"name": words.name(), "slug": f"e{n}", **dates[n]})
    trips = _make(
        Trip, len(starts), lambda n: {"title": words.text(4), "slug": f"t{n}", "status": "published", **dates[n]}
    )
    visits = Trip.events.through
    visits._default_manager.bulk_create(visits(trip=t, event=e) for t, e in zip(trips, events, strict=True))
    place_in_trip = [divmod(n, DAYS_OF_A_TRIP) for n in range(number_of_days)]
    days = _make(
        Day,
        number_of_days,
        lambda n: {
            "trip": trips[place_in_trip[n][0]],
            "date": starts[place_in_trip[n][0]] + datetime.timedelta(days=place_in_trip[n][1]),
            "position": place_in_trip[n][1],
            "title": words.text(3),
        },
    )
    talks = _make(
        Talk,
        number_of_days,
        lambda n: {"title": words.text(6), "slug": f"k{n}", "day": days[n], "event": events[place_in_trip[n][0]]},
    )
    Encounter.objects.bulk_create(
        Encounter(day=day, person=person) for day in days for person in {choose(people), choose(people), choose(people)}
    )
    TalkSpeaker.objects.bulk_create(TalkSpeaker(talk=talk, person=choose(people)) for talk in talks)
    Reference.objects.bulk_create(
        Reference(day=day, kind="place", slug=choose(places).slug, label="x", position=0) for day in days
    )
    texts = [words.text(WORDS_OF_A_DAY) for _ in days]
    _index("trip", [Document(t.pk, t.title, t.starts_on.year, [words.text(30)]) for t in trips])
    _index("event", [Document(e.pk, e.name, e.starts_on.year, [words.text(30)]) for e in events])
    _index("person", [Document(p.pk, p.name, None, [words.text(30)]) for p in people])
    _index("place", [Document(p.pk, p.name, None, [p.city]) for p in places])
    _index("talk", [Document(t.pk, t.title, t.day.date.year, [words.text(80)]) for t in talks])
    _index("day", [Document(d.pk, d.title, d.date.year, [text]) for d, text in zip(days, texts, strict=True)])
    return texts


def _make(model: Any, count: int, values: Callable[[int], dict[str, Any]]) -> list[Any]:
    return model.objects.bulk_create(model(**values(number)) for number in range(count))


def _index(kind: str, documents: list[Document]) -> None:
    for start in range(0, len(documents), 100):
        batch = documents[start : start + 100]
        write(kind, [document.key for document in batch], batch)


def searches(words: Words, texts: list[str]) -> dict[str, list[str]]:
    """Return what is searched, by sort."""
    choose = words.random.choice
    names = list(Person.objects.order_by("pk").values_list("name", flat=True))

    def phrase() -> str:
        text = choose(texts).split()
        start = words.random.randrange(len(text) - 2)
        return f'"{" ".join(text[start : start + 2])}"'

    def mistyped() -> str:
        word = choose([word for word in words.all if len(word) > 6])
        return word[:2] + word[3] + word[2] + word[4:] + "."

    sorts: dict[str, Callable[[], str]] = {
        "a rare word": lambda: f'"{choose(words.all[3000:])}"',
        "a usual word": lambda: f'"{choose(words.all[100:1000])}"',
        "one of the ten most frequent": lambda: f'"{choose(words.all[:10])}"',
        "two usual words": lambda: f"{choose(words.all[50:800])} {choose(words.all[50:800])}",
        "the beginning of a word": lambda: choose(words.all[100:3000])[:3],
        "a phrase": phrase,
        "a name": lambda: choose(names),
        "a mistyped word": mistyped,
    }
    return {sort: [make() for _ in range(SEARCHES)] for sort, make in sorts.items()}


def measure(sorts: dict[str, list[str]]) -> dict[str, list[float]]:
    """Return the milliseconds of processor time each search took, from the request to the answer.

    Of processor time, so that a machine busy with other work measures nearly the same.
    """
    client = Client(headers={"host": "localhost"})
    client.get("/search/", {"q": "warm"})
    clock = _clock()
    taken: dict[str, list[float]] = {}
    for sort, queries in sorts.items():
        for query in queries:
            start = clock()
            response = client.get("/search/", {"q": query})
            taken.setdefault(sort, []).append((clock() - start) * 1000)
            if response.status_code != 200:
                raise SystemExit(f"bench: searching {query!r} was answered with {response.status_code}")
    return taken


def _clock() -> Callable[[], float]:
    """Return a clock of the processor time spent here and by the database; of time passed, if its server is away."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path("/proc") / str(cursor.fetchone()[0])
    spent = server / "schedstat"  # nanoseconds on a processor come first (proc(5))
    try:
        is_here = (server / "comm").read_text().startswith("postgres") and spent.exists()
    except OSError:
        is_here = False
    if not is_here:
        print("  The server of the database is not on this machine: what follows is time passed.")
        return time.perf_counter
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


@contextmanager
def database_of_its_own() -> Iterator[None]:
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(settings.HOME) / "bench.sqlite3")
    else:  # not the one that tests may be using
        connection.settings_dict["TEST"]["NAME"] = f"bench_{connection.settings_dict['NAME']}"
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def tell(name: str, taken: list[float]) -> None:
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"  {name:<32} median {statistics.median(taken):6.1f} ms   95 % {p95:6.1f} ms   most {max(taken):6.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search over a large made-up log.")
    parser.add_argument("--days", type=int, default=5000)
    parser.add_argument("--json", action="store_true", help="end with the median as JSON")
    options = parser.parse_args()
    number_of_days = options.days
    words = Words(seed=1)
    with database_of_its_own():
        start = time.perf_counter()
        texts = build(words, number_of_days)
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE"
            )  # as each does by itself, sooner or later
        print(
            f"Search over {number_of_days} days, on {connection.vendor} (made in {time.perf_counter() - start:.0f} s)"
        )
        taken = measure(searches(words, texts))
    for sort, each in taken.items():
        tell(sort, each)
    everything = [each for sort in taken.values() for each in sort]
    tell("all", everything)
    median = statistics.median(everything)
    print(
        f"  The limit is a median of {LIMIT:.0f} ms: {'kept' if median < LIMIT else 'not kept'} ({median / LIMIT:.0%})."
    )
    if options.json:
        print(json.dumps({"median": median}))


if __name__ == "__main__":
    main()
