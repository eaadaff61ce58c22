"""The median processor time of pages of one kind, each rendered with every cache empty."""

import json
import random
import statistics
import sys

from bench.inside.timing import client, empty_all_caches, request_time
from posts.appearances import published_people
from posts.models import Tag, Trip

PAGES = {
    "home": lambda: ["/"],
    "trip": lambda: [trip.get_absolute_url() for trip in Trip.objects.published()],
    "person": lambda: [person.get_absolute_url() for person in published_people()],
    "tag": lambda: [tag.get_absolute_url() for tag in Tag.objects.all() if tag.trips.published().exists()],
    "talks": lambda: ["/talks/"],
}
SAMPLES = 15


def sample(addresses: list[str]) -> list[str]:
    """Return as many addresses of all parts of a list, the same each time."""
    return random.Random(1).choices(addresses, k=SAMPLES)  # noqa: S311 (the same each time)


visitor = client()
medians = {}
for kind in sys.argv[1:]:
    addresses = sample(PAGES[kind]())
    request_time(visitor, addresses[0])
    taken = []
    for address in addresses:
        empty_all_caches()
        taken.append(request_time(visitor, address))
    medians[kind] = statistics.median(taken)
print(json.dumps(medians))
