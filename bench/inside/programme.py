"""The seconds that importing a made-up programme takes, and importing it once more."""

import json
import random
import sys
import time

from posts.exchange.schedule_import import import_schedule
from posts.made_up.words import TRACKS, Words, family_name, invented

count = int(sys.argv[1])
numbers = random.Random(1)  # noqa: S311 (the same each time)
words = Words(numbers)
speakers = [f"{invented(numbers, 2, 3)} {family_name(numbers)}" for _ in range(count // 2 + 1)]
ROOMS, PER_DAY = 20, 400


def talk(number: int) -> dict[str, object]:
    day, hour = 1 + number // PER_DAY, 9 + number % 9
    persons = [{"id": each + 1, "public_name": speakers[each]} for each in numbers.sample(range(len(speakers)), 2)]
    return {
        "guid": f"5f2d7c1e-0b6a-4c55-9d6e-{number:012}",
        "id": number + 1,
        "date": f"2024-05-{day:02}T{hour:02}:00:00+02:00",
        "start": f"{hour:02}:00",
        "duration": "00:30",
        "slug": f"bench-{number}",
        "url": f"https://bench.example/talk/{number}/",
        "title": f"{words.project(numbers)}: {words.thing(numbers)}",
        "language": "en",
        "track": numbers.choice(TRACKS),
        "abstract": " ".join(words.thing(numbers) for _ in range(25)),
        "persons": persons,
    }


talks = [talk(number) for number in range(count)]
days = [
    {
        "index": index,
        "date": f"2024-05-{index:02}",
        "day_start": f"2024-05-{index:02}T08:00:00+02:00",
        "day_end": f"2024-05-{index:02}T23:00:00+02:00",
        "rooms": {f"Room {room}": part[room::ROOMS] for room in range(ROOMS)},
    }
    for index, part in enumerate((talks[start : start + PER_DAY] for start in range(0, count, PER_DAY)), 1)
]
conference = {
    "acronym": "bench24",
    "title": "BenchConf 2024",
    "start": days[0]["date"],
    "end": days[-1]["date"],
    "time_zone_name": "Europe/Amsterdam",
    "rooms": [{"name": f"Room {room}"} for room in range(ROOMS)],
    "days": days,
}
data = json.dumps({"schedule": {"version": "1.0", "conference": conference}}).encode()
taken = []
for _ in range(2):
    start = time.perf_counter()
    report = import_schedule(data, "bench-2024")
    taken.append(time.perf_counter() - start)
if len(report.talks) != count:
    raise SystemExit(f"{len(report.talks)} of {count} talks came in")
print(json.dumps({"first": taken[0], "second": taken[1]}))
