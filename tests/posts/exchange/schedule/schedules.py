"""Small programmes of our own, in the shape of frab and pretalx."""

import json

GUID = "5f2d7c1e-0b6a-4c55-9d6e-00000000000{}"


def talk(number=1, **values):
    return {
        "guid": GUID.format(number),
        "id": number,
        "date": f"2024-05-17T1{number}:00:00+02:00",
        "start": f"1{number}:00",
        "duration": "00:30",
        "slug": f"pond-{number}",
        "url": f"https://pond.example/talk/{number}/",
        "title": f"How ponds freeze {number}",
        "language": "en",
        "track": "Water",
        "abstract": "From the edge.",
        "persons": [],
    } | values


def conference(*talks, **values):
    return {
        "acronym": "pond24",
        "title": "PondConf 2024",
        "start": "2024-05-17",
        "end": "2024-05-18",
        "time_zone_name": "Europe/Amsterdam",
        "url": "https://pond.example/",
        "rooms": [{"name": "Reed"}, {"name": "Lily"}],
        "days": [
            {
                "index": 1,
                "date": "2024-05-17",
                "day_start": "2024-05-17T09:00:00+02:00",
                "day_end": "2024-05-18T03:00:00+02:00",
                "rooms": {"Reed": list(talks)},
            }
        ],
    } | values


def schedule(*talks, **values):
    return json.dumps({"schedule": {"version": "1.0", "conference": conference(*talks, **values)}}).encode()


def person(name, **values):
    return {"public_name": name} | values
